package org.rudolphine.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.jobs.settings.Settings;
import org.rudolphine.jobs.settings.SettingsException;
import org.rudolphine.transform.link.LinkReport;
import org.rudolphine.transform.link.LinkRule;
import org.rudolphine.transform.link.LinkRules;
import org.rudolphine.transform.link.LinkedTables;
import org.rudolphine.transform.link.Linker;
import org.rudolphine.transform.link.RuleSettings;
import org.rudolphine.transform.table.TableStore;

/** Runs link rules on one pinned snapshot and publishes what they found. */
final class LinkJob {
  private static final List<String> TABLES = List.of("links", "pairs", "unmatched");
  private final Workspace workspace;
  private final Run run;

  LinkJob(Workspace workspace, Run run) {
    this.workspace = workspace;
    this.run = run;
  }

  /** What the rules found, and whether anything changed by it. */
  record Result(LinkReport report, List<String> changedTables) {}

  /** Runs the named rules and those that rest on them, or all. */
  Result link(List<String> names) throws IOException {
    List<LinkRule> rules = rules(workspace.settings(), names);
    return run.stage("link", () -> link(workspace.tables(run), rules));
  }

  static List<LinkRule> rules(Settings settings, List<String> names) {
    for (String name : names) {
      settings.rule(name); // refuses an unknown name with the nearest one
    }
    List<RuleSettings> all =
        settings.ruleIds().stream().map(id -> new RuleSettings(id, settings.rule(id))).toList();
    try {
      LinkRules rules = LinkRules.of(all);
      return names.isEmpty() ? rules.all() : rules.withDependants(names);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(e.getMessage());
    }
  }

  private Result link(TableStore store, List<LinkRule> rules) throws IOException {
    Linker linker = new Linker(workspace.spark(), store::read);
    try (LinkedTables linked = linker.link(rules)) {
      TableStore.Commit commit = store.begin();
      Map<String, String> inputs = inputs(store);
      Map<String, Dataset<Row>> rows =
          Map.of("links", linked.links(), "pairs", linked.pairs(), "unmatched", linked.unmatched());
      for (String table : TABLES) {
        Dataset<Row> others = linked.rowsOfOthers(store.read(table));
        commit.put(table, others.unionByName(rows.get(table)), Map.of(), inputs);
      }
      for (Map.Entry<String, Dataset<Row>> made : more(linked, store).entrySet()) {
        commit.put(made.getKey(), made.getValue(), Map.of(), inputs);
      }
      Snapshot snapshot = commit.commit();
      run.committed(snapshot.number());
      report(linked.report());
      return new Result(linked.report(), new ArrayList<>(commit.changed()));
    }
  }

  /** Tables besides links; a lake without papers gets no table of what papers mention. */
  static Map<String, Dataset<Row>> more(LinkedTables linked, TableStore store) {
    return store.snapshot().tables().containsKey("papers") ? linked.more() : Map.of();
  }

  private static Map<String, String> inputs(TableStore store) {
    Map<String, String> inputs = new TreeMap<>(store.snapshot().tables());
    TABLES.forEach(inputs::remove);
    inputs.remove("mentions"); // made from the other inputs on the way
    List.of("runs", "rejects", "sources").forEach(inputs::remove);
    inputs.keySet().removeIf(table -> table.endsWith("_history"));
    return inputs;
  }

  private void report(LinkReport report) {
    for (LinkReport.OfRule rule : report.rules()) {
      run.linked(
          new RunReport.RuleCount(
              rule.rule(), rule.accepted(), rule.candidates(), rule.unmatched()));
      workspace
          .console()
          .progress(
              "linked by "
                  + rule.rule()
                  + ": "
                  + rule.accepted()
                  + " accepted, "
                  + rule.candidates()
                  + " candidates, "
                  + rule.unmatched()
                  + " unmatched, "
                  + rule.pairs()
                  + " pairs");
      for (LinkReport.BlockSize block : rule.largestBlocks()) {
        if (block.refused()) {
          run.message(
              String.format(
                  "%s: block %s of %d x %d records is not compared, it is above the cap",
                  rule.rule(), block.block(), block.left(), block.right()));
        }
      }
    }
  }
}
