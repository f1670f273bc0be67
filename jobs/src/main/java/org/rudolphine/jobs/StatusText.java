package org.rudolphine.jobs;

import java.time.Instant;
import java.util.List;

/** The state of a lake on a terminal of a hundred columns; the answer comes first. */
final class StatusText {
  private static final int FAILURES_SHOWN = 3;
  private static final int REASONS_SHOWN = 8;
  private static final int RELEASES_SHOWN = 5;

  private final StatusReport report;
  private final Instant now;
  private final StringBuilder text = new StringBuilder();

  private StatusText(StatusReport report) {
    this.report = report;
    this.now = report.at();
  }

  static String of(StatusReport report) {
    return new StatusText(report).text();
  }

  private String text() {
    answer();
    head();
    sources();
    failures();
    tables();
    runs();
    leases();
    return text.toString().stripTrailing();
  }

  private void answer() {
    wrapped("last run  ", 10, report.verdict().answer());
    listed("          - ", report.verdict().reasons(), REASONS_SHOWN);
    report.damaged().forEach((what, why) -> wrapped("damaged   ", 10, what + ": " + why));
    for (LeaseState lease : report.leases()) {
      if (lease.state().equals(LeaseState.SILENT)) {
        wrapped(
            "silent    ",
            10,
            "lease "
                + lease.name()
                + ": no heartbeat for "
                + Elapsed.between(lease.heartbeatAt(), now)
                + " from "
                + lease.owner());
      }
    }
  }

  private void head() {
    wrapped("lake      ", 10, Workspace.shown(report.lake()));
    wrapped(
        "snapshot  ", 10, report.snapshot() == 0 ? "none yet" : Long.toString(report.snapshot()));
    wrapped("release   ", 10, releases());
  }

  private String releases() {
    if (report.latestRelease() == null) {
      return "none yet";
    }
    List<String> others =
        report.releases().stream().filter(v -> !v.equals(report.latestRelease())).toList();
    if (others.isEmpty()) {
      return report.latestRelease();
    }
    int hidden = Math.max(0, others.size() - RELEASES_SHOWN);
    return report.latestRelease()
        + " (also "
        + String.join(", ", others.subList(hidden, others.size()))
        + (hidden == 0 ? "" : " and " + hidden + " more")
        + ")";
  }

  private void sources() {
    TextTable marks =
        new TextTable(
            "source", "last success", "watermark", "datestamp", "batches", "records", "pending");
    TextTable harvests =
        new TextTable("source", "ended", "took", "waited", "pages", "records", "failures");
    TextTable accounts =
        new TextTable(
            "source",
            "read",
            "written",
            "unchanged",
            "duplicate",
            "deleted",
            "rejected",
            "skipped",
            "refused");
    for (SourceState source : report.sources()) {
      mark(marks, source);
      if (source.lastHarvest() != null) {
        SourceState.Harvested harvest = source.lastHarvest();
        harvests.row(
            source.source(),
            Elapsed.minute(harvest.at()),
            Elapsed.span(harvest.seconds()),
            Elapsed.span(harvest.waitedSeconds()),
            harvest.pages(),
            harvest.records(),
            harvest.lockedBy() == null ? harvest.failures().size() : "lane in use");
      }
      if (source.lastNormalization() != null) {
        account(accounts, source);
      }
    }
    section("sources (pending: batches that are not normalized yet)", marks);
    if (!harvests.isEmpty()) {
      section("newest harvest of each source", harvests);
    }
    if (!accounts.isEmpty()) {
      section("newest normalization of each source, in raw records", accounts);
    }
  }

  private void mark(TextTable table, SourceState source) {
    StatusReport.Watermark mark =
        report
            .watermark(source.source())
            .orElse(new StatusReport.Watermark(source.source(), null, null, null, 0, 0, 0));
    table.row(
        source.source(),
        Elapsed.minute(source.lastSuccessAt()),
        Elapsed.minute(mark.completedAt()),
        mark.datestamp() == null
            ? "–"
            : mark.datestamp().substring(0, Math.min(16, mark.datestamp().length())),
        mark.batches(),
        mark.records(),
        mark.pending());
  }

  private static void account(TextTable table, SourceState source) {
    var account = source.lastNormalization().accounting();
    table.row(
        source.source(),
        account.read(),
        account.written(),
        account.unchanged(),
        account.duplicate(),
        account.deleted(),
        account.rejected(),
        account.skipped(),
        source.lastNormalization().refusals().isEmpty() ? "" : "yes");
  }

  /** Why sources failed; all of it is in the report of the run. */
  private void failures() {
    boolean titled = false;
    for (SourceState source : report.sources()) {
      if (source.well()) {
        continue;
      }
      if (!titled) {
        text.append("\nfailures (all of them: runs/<run>.json)\n");
        titled = true;
      }
      wrapped("  ", 4, source.source() + " in run " + source.lastHarvest().runId());
      listed("    - ", source.lastHarvest().failures(), FAILURES_SHOWN);
    }
  }

  private void tables() {
    TextTable versions = new TextTable("table", "rows", "version");
    report.tables().forEach(t -> versions.row(t.table(), t.rows(), t.version()));
    section("tables", versions);
  }

  private void runs() {
    TextTable runs = new TextTable("run", "took", "outcome");
    for (StatusReport.RunState run : report.runs()) {
      runs.row(run.runId(), Elapsed.span(run.durationS()), run.outcome());
    }
    section("newest runs", runs);
  }

  private void leases() {
    text.append("\nleases\n");
    if (report.leases().isEmpty()) {
      text.append("  none\n");
    }
    for (LeaseState lease : report.leases()) {
      boolean over = lease.state().equals(LeaseState.ABANDONED);
      wrapped(
          "  " + lease.name() + ": ",
          4,
          (over ? "was not given back by " : lease.state() + " by ") + lease.owner());
      wrapped(
          "    ",
          4,
          "on "
              + lease.host()
              + ", process "
              + lease.process()
              + "; alive "
              + Elapsed.between(lease.heartbeatAt(), now)
              + " ago, "
              + (over
                  ? "free to be taken over since " + Elapsed.minute(lease.expiresAt())
                  : "until " + Elapsed.second(lease.expiresAt())));
      if (lease.progress() != null) {
        wrapped("    ", 4, LeaseState.words(lease.progress(), over ? lease.heartbeatAt() : now));
      }
    }
  }

  private void wrapped(String head, int indent, String line) {
    WrappedText.lines(head, indent, line).forEach(part -> text.append(part).append('\n'));
  }

  /** The first of some lines, each behind a mark, and how many more there are. */
  private void listed(String mark, List<String> lines, int most) {
    lines.stream().limit(most).forEach(line -> wrapped(mark, mark.length(), line));
    if (lines.size() > most) {
      text.append(mark).append("and ").append(lines.size() - most).append(" more\n");
    }
  }

  private void section(String title, TextTable table) {
    text.append('\n').append(title).append('\n');
    text.append(table.isEmpty() ? "  none\n" : table.render("  "));
  }
}
