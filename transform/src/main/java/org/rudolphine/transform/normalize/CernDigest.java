package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * Hashes of a record in canonical form: its values as text with the path to each, members sorted by
 * name, lists in their order. Left out are files, what the portal adds on delivery, and empty
 * values, so that a record hashes alike whether it comes as fixture or through the interface, with
 * one text or a list of one.
 */
final class CernDigest {
  private static final Set<String> DELIVERY =
      Set.of(
          "$schema",
          "_availability_details",
          "_bucket",
          "_file_indices",
          "_files",
          "availability",
          "control_number",
          "files",
          "index_files",
          "pids");

  /** Lists that are one text in some generations. */
  private static final Set<String> LISTS =
      Set.of(
          "date_created",
          "distribution.formats",
          "experiment",
          "keywords",
          "run_numbers",
          "run_period",
          "signature",
          "type.secondary");

  /** Values of physical meaning; a path also covers what is below it. */
  private static final Set<String> PHYSICS =
      Set.of(
          "accelerator",
          "collision_information",
          "cross_section",
          "date_created",
          "date_reprocessed",
          "distribution.formats",
          "distribution.number_entries",
          "distribution.number_events",
          "experiment",
          "generator",
          "magnet_polarity",
          "methodology.steps.generators",
          "methodology.steps.global_tag",
          "methodology.steps.output_dataset",
          "methodology.steps.release",
          "methodology.steps.type",
          "pileup.links.recid",
          "relations.doi",
          "relations.recid",
          "relations.type",
          "run_numbers",
          "run_period",
          "stripping",
          "system_details.global_tag",
          "system_details.release",
          "type");

  /** Neither physics nor text: they have kinds of change of their own. */
  private static final Set<String> APART =
      Set.of("distribution.number_files", "distribution.size", "license", "recid");

  private static final String ANY_DATABASE = "::All";

  /** A value, where it stands with and without places in lists. */
  private record Leaf(String place, String path, String value) {}

  private final List<Leaf> leaves = new ArrayList<>();

  private CernDigest() {}

  static CernDigest of(JsonNode metadata) {
    CernDigest digest = new CernDigest();
    digest.collect(metadata, "", "");
    return digest;
  }

  /** Of the whole record. */
  String metadata() {
    return sha256(leaf -> true);
  }

  /** Of the values of physical meaning. */
  String physics() {
    return sha256(leaf -> within(PHYSICS, leaf.path));
  }

  /** Of what is neither physics nor licence nor files. */
  String text() {
    return sha256(leaf -> !within(PHYSICS, leaf.path) && !within(APART, leaf.path));
  }

  private void collect(JsonNode node, String place, String path) {
    if (node.isObject()) {
      TreeMap<String, JsonNode> members = new TreeMap<>();
      node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
      if (path.isEmpty()) {
        members.keySet().removeAll(DELIVERY);
      }
      members.forEach((name, value) -> collect(value, joined(place, name), joined(path, name)));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), place + "[" + i + "]", path);
      }
    } else {
      String value = CernText.of(node);
      if (value != null) {
        boolean alone = LISTS.contains(path) && !place.endsWith("]");
        String plain = path.endsWith("global_tag") ? globalTag(value) : value;
        leaves.add(new Leaf(alone ? place + "[0]" : place, path, plain));
      }
    }
  }

  /** The tag without the suffix that some records write and others leave out. */
  static String globalTag(String given) {
    return given.endsWith(ANY_DATABASE)
        ? given.substring(0, given.length() - ANY_DATABASE.length())
        : given;
  }

  private static String joined(String before, String name) {
    return before.isEmpty() ? name : before + "." + name;
  }

  private static boolean within(Set<String> paths, String path) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
      if (paths.contains(path.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  private String sha256(Predicate<Leaf> wanted) {
    return of(leaves.stream().filter(wanted).map(leaf -> leaf.place + "=" + leaf.value).toList());
  }

  /** Of texts in their order, each told from the next by its length. */
  static String of(Collection<String> texts) {
    StringBuilder all = new StringBuilder();
    texts.forEach(text -> all.append(text.length()).append(':').append(text).append('\n'));
    return RawRecord.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
  }
}
