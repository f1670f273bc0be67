package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gathers what statements name together. */
final class HepGroups {
  private final HepGraph graph;
  private final Map<String, String> titles = new HashMap<>();
  private final Set<String> software = new HashSet<>();
  private final Set<String> speakers = new HashSet<>();
  private final SortedMap<String, Group> groups = new TreeMap<>();

  private record Group(HepGroup.Kind kind, String name, SortedMap<String, HepStatement> members) {}

  private HepGroups(HepGraph graph) {
    this.graph = graph;
  }

  /** The groups in the order of their labels, each with the members that are datasets. */
  static List<HepGroup> of(Collection<HepStatement> statements, HepGraph graph) {
    HepGroups groups = new HepGroups(graph);
    for (HepStatement statement : statements) {
      groups.speakers.add(statement.record());
      if (statement.recordTitle() != null) {
        groups.titles.put(statement.record(), statement.recordTitle());
      }
      if (statement.bySoftware()) {
        groups.software.add(statement.record());
      }
    }
    statements.forEach(groups::add);
    return groups.all();
  }

  private void add(HepStatement statement) {
    switch (statement.relation()) {
      case HepStatement.USE_WITH -> useWith(statement);
      case HepStatement.PARENT -> {
        if (statement.targetRecord() != null) {
          umbrella(statement.record(), statement.targetRecord(), statement);
        }
      }
      case HepStatement.PART -> {
        if (statement.targetRecord() != null) {
          umbrella(statement.targetRecord(), statement.record(), statement);
        }
      }
      case HepStatement.CHILD -> {
        if (graph.isUmbrella(statement.targetRecord())) {
          umbrella(statement.targetRecord(), statement.record(), statement);
        }
      }
      default -> {
        // Other relations name no group.
      }
    }
  }

  private void umbrella(String umbrella, String member, HepStatement statement) {
    put(HepGroup.Kind.UMBRELLA, umbrella, member, statement);
  }

  /**
   * A software record names its datasets, or a dataset names the software that it is used with:
   * both say the same. An address or a record that is not in the lake makes a group only for
   * derived records, and only outside of the portal, whose own pages are guides for everybody.
   */
  private void useWith(HepStatement statement) {
    String target = statement.targetRecord();
    if (statement.bySoftware()) {
      if (target != null) {
        put(HepGroup.Kind.HUB, statement.record(), target, statement);
      }
      return;
    }
    HepRecord speaker = graph.record(statement.record());
    if (speaker == null) {
      return;
    }
    if (target != null && software.contains(target)) {
      put(HepGroup.Kind.HUB, target, statement.record(), statement);
    } else if (speaker.derived()) {
      sharedAnalysis(statement);
    }
  }

  private void sharedAnalysis(HepStatement statement) {
    String target = statement.targetRecord();
    if (target != null) {
      boolean unknown = graph.record(target) == null && !speakers.contains(target);
      if (unknown) {
        put(HepGroup.Kind.SHARED, target, statement.record(), statement);
      }
    } else if (statement.target().startsWith("url:")) {
      String address = statement.target().substring("url:".length());
      if (!ofPortal(address)) {
        put(HepGroup.Kind.SHARED, address, statement.record(), statement);
      }
    }
  }

  private static boolean ofPortal(String address) {
    return address.startsWith("/")
        || address.matches("(?i)https?://(www\\.)?opendata\\.cern\\.ch.*");
  }

  private void put(HepGroup.Kind kind, String name, String member, HepStatement statement) {
    if (graph.record(member) != null) {
      groups
          .computeIfAbsent(kind + " " + name, key -> new Group(kind, name, new TreeMap<>()))
          .members()
          .putIfAbsent(member, statement);
    }
  }

  private List<HepGroup> all() {
    List<HepGroup> all = new ArrayList<>();
    for (Group group : groups.values()) {
      HepRecord record = graph.record(group.name());
      String title = record == null ? titles.get(group.name()) : record.title();
      all.add(new HepGroup(group.kind(), group.name(), title, group.members()));
    }
    return all;
  }
}
