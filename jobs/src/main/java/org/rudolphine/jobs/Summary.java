package org.rudolphine.jobs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.rudolphine.transform.link.LinkReport;
import org.rudolphine.transform.normalize.Accounting;
import org.rudolphine.transform.release.ReleaseResult;

/** What a command says when it is done. */
final class Summary {
  private Summary() {}

  static void harvested(Workspace workspace, Run run) {
    RunReport report = run.report(CodeVersion.current(), workspace.settings().sha256());
    workspace.console().result(report);
    TextTable table =
        new TextTable("source", "records", "pages", "batches", "waited s", "seconds", "failures");
    report
        .harvests()
        .forEach(
            h ->
                table.row(
                    h.source(),
                    h.records(),
                    h.pages(),
                    h.batches().size(),
                    seconds(h.waitedSeconds()),
                    seconds(h.seconds()),
                    h.lockedBy() == null ? h.failures().size() : "lane in use"));
    workspace.console().say(table.render(""));
  }

  static void normalized(Workspace workspace, NormalizeJob.Result result) {
    workspace.console().result(result);
    workspace.console().say(accounting(result.accounting()).render(""));
    workspace
        .console()
        .say(
            result.changedTables().isEmpty()
                ? "nothing new: no table has changed"
                : "new versions of "
                    + String.join(", ", result.changedTables().stream().sorted().toList())
                    + " in snapshot "
                    + result.snapshot());
  }

  static void linked(Workspace workspace, LinkJob.Result result) {
    workspace.console().result(result);
    if (!result.done()) {
      workspace
          .console()
          .say(
              "nothing new: tables, rules and code are those of the last time; --rebuild links again");
      return;
    }
    workspace.console().say(rules(result.report()).render(""));
    workspace.console().say(domains(result.report()).render(""));
    TextTable blocks = new TextTable("rule", "largest blocks", "left", "right", "comparisons", "");
    for (LinkReport.OfRule rule : result.report().rules()) {
      long refused = rule.largestBlocks().stream().filter(b -> b.refused()).count();
      rule.largestBlocks().stream()
          .limit(Math.max(3, refused))
          .forEach(
              b ->
                  blocks.row(
                      rule.rule(),
                      b.block(),
                      b.left(),
                      b.right(),
                      b.pairs(),
                      b.refused() ? "not compared" : ""));
    }
    if (!blocks.isEmpty()) {
      workspace.console().say(blocks.render(""));
    }
    workspace
        .console()
        .say(
            result.changedTables().isEmpty()
                ? "nothing new: no link has changed"
                : "links published");
  }

  static void released(Workspace workspace, ReleaseResult result) {
    workspace.console().result(result);
    workspace.console().say(releaseLine(result));
    workspace.console().say(tables(result).render(""));
  }

  static void rebuilt(Workspace workspace, RebuildJob.Result result) {
    workspace.console().result(result);
    String where = Workspace.brief(result.folder());
    workspace
        .console()
        .say(
            result.identical()
                ? "release " + result.version() + " was rebuilt byte for byte: " + where
                : "release "
                    + result.version()
                    + " came out differently in "
                    + String.join(", ", result.differing())
                    + ": "
                    + where);
  }

  /** The end of the whole road. */
  static void road(Workspace workspace, Run run, Road.Result result) {
    RunReport report = run.report(CodeVersion.current(), workspace.settings().sha256());
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("run", report);
    machine.put(
        "pairs_by_domain",
        result.linked() == null
            ? Map.of()
            : new TreeMap<>(result.linked().report().pairsByDomain()));
    machine.put("release", result.released());
    machine.put("report", result.report());
    workspace.console().result(machine);

    Console console = workspace.console();
    console.say("");
    console.say(accounting(report.accounting()).render("  "));
    if (result.linked() != null) {
      console.say(rules(result.linked().report()).render("  "));
      console.say(domains(result.linked().report()).render("  "));
    }
    TextTable stages = new TextTable("stage", "seconds");
    report.stages().forEach(stage -> stages.row(stage.stage(), seconds(stage.seconds())));
    console.say(stages.render("  "));
    if (result.released() != null) {
      console.say(tables(result.released()).render("  "));
      console.say("  " + releaseLine(result.released()));
    }
    if (result.report() != null) {
      console.say("  report   " + Workspace.brief(result.report()));
    }
    report.messages().forEach(message -> console.say("  note     " + message));
    if (result.released() == null) {
      return;
    }
    console.say("");
    console.say("  query it:");
    String lake = Workspace.brief(workspace.lake().uri());
    String quoted = lake.contains(" ") ? "'" + lake + "'" : lake;
    examples(result.linked().report())
        .forEach(
            sql -> console.say("  bin/rudolphine --lake " + quoted + " query \"" + sql + "\""));
  }

  /** A query for each kind of link that was found. */
  private static List<String> examples(LinkReport report) {
    Map<String, Long> links = new TreeMap<>();
    report.rules().forEach(r -> links.put(r.rule(), r.accepted() + r.candidates()));
    List<String> examples = new ArrayList<>();
    examples.add(
        "SELECT case_id, theory_id, quantity, observed[0] AS observed, predicted[0] AS predicted,"
            + " residual[0] AS residual FROM pairs ORDER BY case_id, quantity LIMIT 10");
    if (links.getOrDefault("hep-stated", 0L) > 0) {
      examples.add(
          "SELECT left_id AS data, right_id AS simulation, score, statement"
              + " FROM links WHERE rule = 'hep-stated' ORDER BY score DESC, link_id LIMIT 10");
    }
    if (links.getOrDefault("literature", 0L) > 0) {
      examples.add(
          "SELECT paper_id, title, array_sort(collect_list(right_id)) AS names"
              + " FROM papers JOIN links ON left_id = paper_id WHERE rule = 'literature'"
              + " GROUP BY ALL ORDER BY paper_id LIMIT 10");
    }
    return examples;
  }

  private static String releaseLine(ReleaseResult result) {
    String where = Workspace.brief(result.folder());
    return result.status() == ReleaseResult.Status.PUBLISHED
        ? "release  " + result.version() + " published: " + where
        : "release  nothing new: " + result.version() + " holds this content already: " + where;
  }

  private static TextTable tables(ReleaseResult result) {
    TextTable table = new TextTable("released table", "rows", "withheld");
    result
        .rows()
        .forEach((name, rows) -> table.row(name, rows, result.withheld().getOrDefault(name, 0L)));
    return table;
  }

  private static TextTable accounting(List<Accounting> accounting) {
    TextTable table =
        new TextTable(
            "source",
            "read",
            "written",
            "unchanged",
            "duplicate",
            "deleted",
            "rejected",
            "skipped",
            "tombstoned");
    accounting.forEach(
        a ->
            table.row(
                a.source(),
                a.read(),
                a.written(),
                a.unchanged(),
                a.duplicate(),
                a.deleted(),
                a.rejected(),
                a.skipped(),
                a.tombstoned()));
    return table;
  }

  private static TextTable rules(LinkReport report) {
    TextTable table = new TextTable("rule", "accepted", "candidates", "unmatched", "pairs");
    report
        .rules()
        .forEach(r -> table.row(r.rule(), r.accepted(), r.candidates(), r.unmatched(), r.pairs()));
    return table;
  }

  private static TextTable domains(LinkReport report) {
    TextTable table = new TextTable("domain", "pairs");
    report.pairsByDomain().forEach(table::row);
    return table;
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
