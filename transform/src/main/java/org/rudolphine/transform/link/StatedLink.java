package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * A stated pair with its evidence.
 *
 * @param left record identifier of the collision data
 * @param match the simulation and the evidence
 * @param statements statements of the portal that it rests on
 */
record StatedLink(String left, Match match, Collection<HepStatement> statements) {
  private static final int LISTED_PATHS = 5;

  /** A pair that groups state, by its strongest path; the others are listed. */
  static StatedLink of(List<StatedPath> paths, HepGraph graph) {
    StatedPath path = paths.get(0);
    HepRecord left = graph.record(path.leftId());
    HepRecord right = graph.record(path.rightId());
    List<Evidence> evidence = new ArrayList<>();
    Collection<HepStatement> statements =
        path.group().statements(path.left().get(0), path.right().get(0)).values();
    for (HepStatement statement : statements) {
      evidence.add(HepEvidence.note(path.group().kind().text(), named(path, statement)));
    }
    evidence.addAll(climbs("left", path.left(), left));
    evidence.addAll(climbs("right", path.right(), right));
    conditions(evidence, left, right);
    for (StatedPath other : paths.subList(1, Math.min(paths.size(), LISTED_PATHS + 1))) {
      evidence.add(HepEvidence.note("also stated by", other.text()));
    }
    return new StatedLink(
        left.id(),
        new Match(
            right.id(),
            path.score(),
            Match.Decision.ACCEPTED,
            evidence,
            unknowns(left, right),
            statement(path)),
        statements);
  }

  private static String named(StatedPath path, HepStatement statement) {
    return "field "
        + (statement.field() == null ? statement.relation() : statement.field())
        + " of record "
        + statement.record()
        + (statement.recordTitle() == null ? "" : " (" + statement.recordTitle() + ")")
        + ", "
        + HepGroup.url(statement.record())
        + (path.group().kind() == HepGroup.Kind.SHARED ? ", names " + path.group().url() : "");
  }

  private static List<Evidence> climbs(String side, List<String> chain, HepRecord top) {
    return chain.size() < 2
        ? List.of()
        : List.of(
            HepEvidence.note(
                side + " isChildOf", String.join(" isChildOf ", chain) + " (" + top.title() + ")"));
  }

  private static void conditions(List<Evidence> evidence, HepRecord left, HepRecord right) {
    if (left.hasEnergy() && right.hasEnergy()) {
      evidence.add(HepEvidence.energy(left, right));
    }
    if (!left.years().isEmpty() && !right.years().isEmpty()) {
      evidence.add(HepEvidence.year(left, right));
    }
  }

  private static List<String> unknowns(HepRecord left, HepRecord right) {
    List<String> unknowns = new ArrayList<>();
    for (HepRecord record : List.of(left, right)) {
      if (!record.hasEnergy()) {
        unknowns.add("the energy of " + record.id() + " is not known: not compared");
      }
      if (record.years().isEmpty()) {
        unknowns.add("the years of " + record.id() + " are not known: not compared");
      }
    }
    return unknowns;
  }

  private static String statement(StatedPath path) {
    HepGroup group = path.group();
    String pair = "data " + path.left().get(0) + " and simulation " + path.right().get(0);
    String said =
        switch (group.kind()) {
          case HUB -> "The software " + group.titled() + " is used with " + pair;
          case UMBRELLA ->
              "The " + group.titled() + " has as parts " + pair + selection(path.selection());
          case SHARED -> "Derived " + pair + " name the same analysis";
        };
    String lifted =
        path.lifted()
            ? ", which are derived from data " + path.leftId() + " and simulation " + path.rightId()
            : "";
    return said + lifted + " (" + group.url() + ").";
  }

  private static String selection(String selection) {
    return selection == null ? "" : " of the event selection " + selection;
  }

  /** A record whose files are of both sides. */
  static StatedLink of(Row files, StatedScores scores) {
    String record = files.getAs("record_id");
    long data = files.<Long>getAs("data");
    long simulations = files.<Long>getAs("simulations");
    Evidence counted =
        new Evidence(
            "files",
            (double) data,
            null,
            null,
            (double) simulations,
            "1",
            null,
            "such as " + files.getAs("data_uri") + " and " + files.getAs("simulation_uri"));
    return new StatedLink(
        record,
        new Match(
            record,
            scores.files(),
            Match.Decision.ACCEPTED,
            List.of(counted),
            List.of(),
            String.format(
                "Record %s holds %d files of collision data and %d of simulation (%s).",
                record, data, simulations, HepGroup.url(record))),
        List.of());
  }
}
