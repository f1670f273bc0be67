package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.rudolphine.ingest.raw.CompactionLimits;
import org.rudolphine.jobs.settings.Settings;
import org.rudolphine.jobs.settings.SettingsException;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that keep a lake small. None of them starts Spark. */
final class SpaceCommands {
  private SpaceCommands() {}

  @CommandLine.Command(
      name = "compact",
      mixinStandardHelpOptions = true,
      description = "Pack many small raw batches into larger files; what they say stays the same.")
  static final class Compact extends Command.Writing {
    @Parameters(paramLabel = "SOURCE", description = "Sources; all by default.")
    List<String> sources = new ArrayList<>();

    @Option(names = "--dry-run", description = "Only say what would be packed.")
    boolean dryRun;

    Compact() {
      super("compact");
    }

    @Override
    void run(Workspace workspace, Run run) throws IOException {
      CompactJob job = new CompactJob(workspace, run, limits(workspace.settings()));
      CompactJob.Result result = dryRun ? job.look(sources) : job.compact(sources);
      result.failures().forEach(run::message);
      run.outcome(result.failures().isEmpty() ? ExitCode.DONE : ExitCode.FAILED);
      SpaceSummary.compacted(workspace.console(), result);
    }

    private static CompactionLimits limits(Settings settings) {
      try {
        return new CompactionLimits(
            duration(settings, "compact.min-age"),
            Long.parseLong(settings.text("compact.max-batch-bytes")),
            Math.toIntExact(Long.parseLong(settings.text("compact.min-batches"))),
            Long.parseLong(settings.text("compact.pack-bytes")));
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new SettingsException("compact: " + e.getMessage());
      }
    }
  }

  @CommandLine.Command(
      name = "retain",
      mixinStandardHelpOptions = true,
      description =
          "Remove old snapshots, the table versions that only they name, raw batches that lie in"
              + " packs, and what killed runs have left.")
  static final class Retain extends Command.Writing {
    @Option(
        names = "--keep",
        paramLabel = "N",
        description = "Newest snapshots to keep (default: ${DEFAULT-VALUE}).",
        defaultValue = "10")
    int keep;

    @Option(
        names = "--days",
        paramLabel = "D",
        description =
            "Keep snapshots that were current in the last D days too (default: ${DEFAULT-VALUE}).",
        defaultValue = "7")
    int days;

    @Option(names = "--dry-run", description = "Only say what would be removed.")
    boolean dryRun;

    Retain() {
      super("retain");
    }

    @Override
    void run(Workspace workspace, Run run) throws IOException {
      if (keep < 1 || days < 0) {
        throw new UsageException("--keep is at least 1 and --days at least 0");
      }
      Duration grace = duration(workspace.settings(), "retain.grace");
      Retention.Rules rules = new Retention.Rules(keep, days, grace);
      RetainJob job = new RetainJob(workspace, run);
      RetainJob.Result result = dryRun ? job.look(rules) : job.remove(rules);
      result.failures().forEach(run::message);
      run.outcome(result.failures().isEmpty() ? ExitCode.DONE : ExitCode.FAILED);
      SpaceSummary.retained(workspace.console(), result);
    }
  }

  private static Duration duration(Settings settings, String path) {
    String text = settings.text(path);
    try {
      Duration duration = Duration.parse(text);
      if (duration.isNegative()) {
        throw new SettingsException(path + " must not be negative: " + text);
      }
      return duration;
    } catch (DateTimeParseException e) {
      throw new SettingsException(path + " is an ISO-8601 duration such as PT24H, not " + text);
    }
  }
}
