package org.rudolphine.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/**
 * Runs link rules on one pinned snapshot and publishes what they found. Rules that have been run on
 * the same content, with the same settings and code, are not run again.
 */
final class LinkJob {
  private static final List<String> TABLES = List.of("links", "pairs", "unmatched");

  /** Tables that linking makes. */
  static final Set<String> MADE = Set.of("links", "pairs", "unmatched", "mentions");

  private final Workspace workspace;
  private final Run run;

  LinkJob(Workspace workspace, Run run) {
    this.workspace = workspace;
    this.run = run;
  }

  /**
   * What the rules found, and whether anything changed by it.
   *
   * @param done whether they were run; if not, the report counts what is there, or nothing where
   *     that would take a start of Spark
   */
  record Result(LinkReport report, List<String> changedTables, boolean done) {}

  /** Runs the named rules and those that rest on them, or all. */
  Result link(List<String> names, Redo redo) throws IOException {
    List<LinkRule> rules = rules(workspace.settings(), names);
    return run.stage(
        "link",
        () -> OnNewestState.work(workspace.console(), "linking", () -> linkWhatIsDue(rules, redo)));
  }

  private Result linkWhatIsDue(List<LinkRule> asked, Redo redo) throws IOException {
    DueRules due = DueRules.of(workspace, asked);
    if (redo == Redo.WHERE_NEEDED && due.rules().isEmpty()) {
      return unchanged(asked);
    }
    boolean all = !due.lost().isEmpty();
    return link(
        workspace.tables(run), all ? rules(workspace.settings(), List.of()) : asked, due.lost());
  }

  private Result unchanged(List<LinkRule> rules) throws IOException {
    run.message("link: same tables, rules and code; not done again");
    workspace.console().progress("links are up to date");
    LinkReport report =
        workspace.hasStartedSpark()
            ? new Linker(workspace.spark(), workspace.tables(run)::read).count(rules)
            : new LinkReport(List.of(), Map.of());
    report.rules().forEach(this::count);
    return new Result(report, List.of(), false);
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

  private Result link(TableStore store, List<LinkRule> rules, Set<String> lost) throws IOException {
    Linker linker = new Linker(workspace.spark(), store::read);
    try (LinkedTables linked = linker.link(rules)) {
      TableStore.Commit commit = store.begin();
      Map<String, String> inputs = inputs(store.snapshot());
      Map<String, Dataset<Row>> rows =
          Map.of("links", linked.links(), "pairs", linked.pairs(), "unmatched", linked.unmatched());
      for (String table : TABLES) {
        Dataset<Row> made = rows.get(table);
        commit.put(
            table,
            lost.contains(table) ? made : linked.rowsOfOthers(store.read(table)).unionByName(made),
            Map.of(),
            inputs);
      }
      for (Map.Entry<String, Dataset<Row>> made : more(linked, store).entrySet()) {
        commit.put(made.getKey(), made.getValue(), Map.of(), inputs);
      }
      DueRules.note(workspace, store.snapshot(), rules, commit);
      Snapshot snapshot = commit.commit();
      run.committed(snapshot.number());
      report(linked.report());
      return new Result(linked.report(), new ArrayList<>(commit.changed()), true);
    }
  }

  /** Tables besides links; a lake without papers gets no table of what papers mention. */
  static Map<String, Dataset<Row>> more(LinkedTables linked, TableStore store) {
    return store.snapshot().tables().containsKey("papers") ? linked.more() : Map.of();
  }

  /** Versions of the tables that rules read. */
  static Map<String, String> inputs(Snapshot snapshot) {
    Map<String, String> inputs = new TreeMap<>(snapshot.tables());
    inputs.keySet().removeAll(MADE); // mentions are made from the others on the way
    List.of("runs", "rejects", "sources").forEach(inputs::remove);
    inputs.keySet().removeIf(table -> table.endsWith("_history"));
    return inputs;
  }

  private void count(LinkReport.OfRule rule) {
    run.linked(
        new RunReport.RuleCount(rule.rule(), rule.accepted(), rule.candidates(), rule.unmatched()));
  }

  private void report(LinkReport report) {
    for (LinkReport.OfRule rule : report.rules()) {
      count(rule);
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
          run.alert(
              String.format(
                  "%s: block %s of %d x %d records is not compared, it is above the cap",
                  rule.rule(), block.block(), block.left(), block.right()));
        }
      }
    }
  }
}
