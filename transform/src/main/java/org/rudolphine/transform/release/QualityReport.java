package org.rudolphine.transform.release;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code QUALITY.json}: what was checked and counted, table by table. */
final class QualityReport {
  private QualityReport() {}

  static ObjectNode document(ReleaseContent content) {
    ReleaseFacts facts = content.facts();
    ObjectNode json = ReleaseJson.object();
    json.put("profile", content.request().profile().id());
    ObjectNode checks = json.putObject("checks");
    checks.put(
        "duplicate_keys", facts.tables().values().stream().mapToLong(TableFacts::duplicates).sum());
    checks.put("orphans", facts.orphans().values().stream().mapToLong(Long::longValue).sum());
    ObjectNode splits = facts.splits().toJson();
    checks.set("groups_in_two_splits", splits.get("groups_in_two_splits"));
    checks.set("theory_groups_in_two_splits", splits.get("theory_groups_in_two_splits"));
    checks.put(
        "values_outside_their_interval",
        facts.tables().values().stream().mapToLong(TableFacts::disorderedIntervals).sum());
    ObjectNode tables = json.putObject("tables");
    facts.tables().forEach((name, table) -> tables.set(name, table(table)));
    ObjectNode orphans = json.putObject("orphans");
    facts.orphans().forEach(orphans::put);
    json.set("splits", splits);
    json.set("unmatched", tallies(content.unmatched()));
    json.set("rejects", tallies(content.rejects()));
    ObjectNode withheld = json.putObject("withheld");
    content.withheld().forEach((table, reasons) -> reasons.forEach(withheld.putObject(table)::put));
    return json;
  }

  private static ObjectNode table(TableFacts table) {
    ObjectNode json = ReleaseJson.object();
    json.put("rows", table.rows());
    json.put("duplicate_keys", table.duplicates());
    json.put("values_outside_their_interval", table.disorderedIntervals());
    table.nulls().forEach(json.putObject("nulls")::put);
    return json;
  }

  private static ArrayNode tallies(List<ReleaseContent.Tally> tallies) {
    ArrayNode json = ReleaseJson.object().arrayNode();
    for (ReleaseContent.Tally tally : tallies) {
      ObjectNode node = json.addObject();
      tally.of().forEach(node::put);
      node.put("rows", tally.rows());
    }
    return json;
  }
}
