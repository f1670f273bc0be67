package org.rudolphine.jobs;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rudolphine.ingest.source.PlanRequest;
import org.rudolphine.transform.normalize.Normalization;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that write, one per stage. */
final class StageCommands {
  private StageCommands() {}

  @CommandLine.Command(
      name = "harvest",
      mixinStandardHelpOptions = true,
      description = "Fetch raw batches from the providers.")
  static final class Harvest extends Command.Writing {
    @Parameters(
        paramLabel = "SOURCE",
        description = "Sources; all that can be harvested by default.")
    List<String> sources = new ArrayList<>();

    @Option(
        names = "--from",
        paramLabel = "DAY",
        description = "First day of a backfill (YYYY-MM-DD).")
    LocalDate from;

    @Option(
        names = "--until",
        paramLabel = "DAY",
        description = "Last day of a backfill (YYYY-MM-DD).")
    LocalDate until;

    @Option(names = "--full", description = "Fetch everything again.")
    boolean full;

    @Option(
        names = "--assets",
        description = "Also fetch the files that tables refer to: strain, waveforms.")
    boolean assets;

    Harvest() {
      super("harvest");
    }

    @Override
    void run(Workspace workspace, Run run) throws IOException {
      checkRange();
      new HarvestJob(workspace, run)
          .harvest(new HarvestJob.Request(sources, mode(), extent(), from, until));
      Summary.harvested(workspace, run);
    }

    private PlanRequest.Mode mode() {
      if (from != null || until != null) {
        return PlanRequest.Mode.BACKFILL;
      }
      return full ? PlanRequest.Mode.FULL : PlanRequest.Mode.INCREMENTAL;
    }

    private PlanRequest.Extent extent() {
      return assets ? PlanRequest.Extent.RECORDS_AND_FILES : PlanRequest.Extent.RECORDS;
    }

    private void checkRange() {
      if (from != null && until != null && from.isAfter(until)) {
        throw new UsageException("--from " + from + " lies after --until " + until);
      }
      if (full && mode() == PlanRequest.Mode.BACKFILL) {
        throw new UsageException("--full asks for everything; leave out --from and --until");
      }
    }
  }

  @CommandLine.Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = "Land files that you already have as raw batches of a source.")
  static final class Import extends Command.Writing {
    @Parameters(index = "0", paramLabel = "SOURCE", description = "The source that they are of.")
    String source;

    @Parameters(
        index = "1",
        paramLabel = "PATH",
        description = "A file, or a folder that is read recursively.")
    String path;

    Import() {
      super("import");
    }

    @Override
    void run(Workspace workspace, Run run) throws IOException {
      ImportJob.Result result = new ImportJob(workspace, run).importPath(source, path);
      workspace.console().result(result);
      workspace
          .console()
          .say(
              "imported "
                  + result.records()
                  + " records from "
                  + result.landed()
                  + " files in "
                  + String.format(Locale.ROOT, "%.1f", result.seconds())
                  + " s ("
                  + Math.round(result.recordsPerSecond())
                  + " records/s); "
                  + result.alreadyThere()
                  + " files were imported before, "
                  + result.notOfThisSource()
                  + " are not of source "
                  + source
                  + (result.refused() == 0 ? "" : ", " + result.refused() + " were refused")
                  + (result.broken().isEmpty()
                      ? ""
                      : ", " + result.broken().size() + " are broken"));
      result.check();
    }
  }

  @CommandLine.Command(
      name = "normalize",
      mixinStandardHelpOptions = true,
      description = "Turn new raw batches into table versions.")
  static final class Normalize extends Command.Writing {
    @Parameters(paramLabel = "SOURCE", description = "Sources; all by default.")
    List<String> sources = new ArrayList<>();

    @Option(names = "--rebuild", description = "Read all raw batches again.")
    boolean rebuild;

    Normalize() {
      super("normalize");
    }

    @Override
    void run(Workspace workspace, Run run) throws IOException {
      Normalization.Mode mode =
          rebuild ? Normalization.Mode.REBUILD : Normalization.Mode.INCREMENTAL;
      NormalizeJob.Result result = new NormalizeJob(workspace, run).normalize(sources, mode);
      Summary.normalized(workspace, result);
    }
  }

  @CommandLine.Command(
      name = "link",
      mixinStandardHelpOptions = true,
      description = "Join experiment and theory by the rules of conf/link.yaml.")
  static final class Link extends Command.Writing {
    @Parameters(paramLabel = "RULE", description = "Rules; all by default.")
    List<String> rules = new ArrayList<>();

    @Option(
        names = "--rebuild",
        description = "Run the rules even if tables, rules and code are those of the last time.")
    boolean rebuild;

    Link() {
      super("link");
    }

    @Override
    void run(Workspace workspace, Run run) throws IOException {
      Redo redo = rebuild ? Redo.AGAIN : Redo.WHERE_NEEDED;
      Summary.linked(workspace, new LinkJob(workspace, run).link(rules, redo));
    }
  }

  @CommandLine.Command(
      name = "release",
      mixinStandardHelpOptions = true,
      description = "Publish the linked dataset, if its content has changed.")
  static final class Release extends Command.Writing {
    @Option(names = "--profile", paramLabel = "P", description = "linked or full.")
    String profile;

    @Option(
        names = "--release-version",
        paramLabel = "V",
        description = "Version; derived from what changed by default.")
    String version;

    @Option(
        names = "--rebuild",
        description = "Build it even if tables, settings and code are those of the newest one.")
    boolean rebuild;

    Release() {
      super("release");
    }

    @Override
    void run(Workspace workspace, Run run) throws IOException {
      Redo redo = rebuild ? Redo.AGAIN : Redo.WHERE_NEEDED;
      Summary.released(workspace, new ReleaseJob(workspace, run).release(profile, version, redo));
    }
  }

  @CommandLine.Command(
      name = "rebuild",
      mixinStandardHelpOptions = true,
      description = "Make a release again from the raw batches that its manifest names.")
  static final class Rebuild extends Command.Writing {
    @Parameters(paramLabel = "MANIFEST", description = "MANIFEST.json of the release.")
    String manifest;

    @Option(
        names = "--output",
        paramLabel = "DIR",
        description = "Where to put it; by default below rebuilt/ in the lake.")
    String output;

    Rebuild() {
      super("rebuild");
    }

    @Override
    void run(Workspace workspace, Run run) throws IOException {
      Summary.rebuilt(workspace, new RebuildJob(workspace, run).rebuild(manifest, output));
    }
  }

  @CommandLine.Command(
      name = "nightly",
      mixinStandardHelpOptions = true,
      description = "All stages in order under one lock.")
  static final class Nightly extends Command.Writing {
    Nightly() {
      super("nightly");
    }

    @Override
    void run(Workspace workspace, Run run) throws IOException {
      Road.Result result = new NightlyJob(workspace, run).run();
      Summary.road(workspace, run, result);
    }
  }
}
