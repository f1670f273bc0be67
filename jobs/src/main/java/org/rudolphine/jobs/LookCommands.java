package org.rudolphine.jobs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.ingest.lake.TableManifest;
import org.rudolphine.ingest.parquet.ParquetRows;
import org.rudolphine.jobs.settings.Nearest;
import org.rudolphine.transform.link.Explanation;
import org.rudolphine.transform.release.Finding;
import org.rudolphine.transform.release.ReleaseVerifier;
import org.rudolphine.transform.table.Table;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that only look. None of them starts Spark. */
final class LookCommands {
  private LookCommands() {}

  @CommandLine.Command(
      name = "sources",
      mixinStandardHelpOptions = true,
      description = "What is known, its status, licence and last harvest.")
  static final class Sources extends Command.Looking {
    /** One line of the list. */
    record Entry(
        String source,
        String title,
        String domain,
        String status,
        String reason,
        String licence,
        String redistribute,
        String lastHarvest,
        List<String> tables) {}

    @Override
    int look(Workspace workspace) throws IOException {
      List<Entry> entries = new ArrayList<>();
      TextTable table =
          new TextTable("source", "title", "status", "licence", "redistribute", "last harvest");
      for (String id : workspace.settings().sourceIds()) {
        Entry entry = entry(workspace, workspace.settings().source(id));
        entries.add(entry);
        table.row(
            entry.source(),
            shortened(entry.title()),
            entry.status(),
            entry.licence(),
            entry.redistribute(),
            entry.lastHarvest() == null ? "–" : entry.lastHarvest());
      }
      workspace.console().result(entries);
      workspace.console().say(table.render(""));
      workspace
          .console()
          .say(entries.size() + " datasets; --json also gives the reason for each status");
      return ExitCode.DONE;
    }

    private static String shortened(String title) {
      return title.length() <= 48 ? title : title.substring(0, 47) + "…";
    }

    private static Entry entry(Workspace workspace, SourceSettings source) throws IOException {
      List<BatchManifest> batches = workspace.lake().batches(source.id());
      String last =
          batches.isEmpty()
              ? null
              : batches
                  .get(batches.size() - 1)
                  .completedAt()
                  .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                  .toString();
      return new Entry(
          source.id(),
          source.text("title"),
          source.text("domain"),
          source.text("status"),
          source.text("status-reason"),
          source.licence(),
          source.redistribute(),
          last,
          source.texts("tables"));
    }
  }

  @CommandLine.Command(
      name = "path",
      mixinStandardHelpOptions = true,
      description = "The folder of a table's current version.")
  static final class Path extends Command.Looking {
    @Parameters(paramLabel = "TABLE", description = "Name of a table.")
    String table;

    @Override
    int look(Workspace workspace) throws IOException {
      Folder folder = CurrentTable.folder(workspace.lake(), table);
      workspace.console().result(Map.of("table", table, "path", folder.uri()));
      workspace.console().say(Workspace.shown(folder.uri()));
      return ExitCode.DONE;
    }
  }

  @CommandLine.Command(
      name = "explain",
      mixinStandardHelpOptions = true,
      description = "Why two records are linked, in words and numbers.")
  static final class Explain extends Command.Looking {
    @Parameters(
        paramLabel = "LINK_ID",
        description = "A link_id, or the start of one (8 characters at least).")
    String linkId;

    @Override
    int look(Workspace workspace) throws IOException {
      if (!linkId.matches("[0-9a-f]{8,64}")) {
        throw new UsageException(
            "A link id is 64 characters of 0-9 a-f, its start at least 8, not " + linkId);
      }
      Map<String, Object> link = find(workspace.lake());
      workspace.console().result(link);
      Explanation.of(
              link,
              title(workspace.lake(), link.get("left_table"), link.get("left_id")),
              title(workspace.lake(), link.get("right_table"), link.get("right_id")))
          .forEach(workspace.console()::say);
      return ExitCode.DONE;
    }

    /** Title of a record; null when its table has no titles or the record is not there any more. */
    private static String title(Lake lake, Object tableName, Object id) throws IOException {
      Table table = Table.named(tableName.toString());
      if (!table.has("title") || !lake.snapshot().tables().containsKey(table.name())) {
        return null;
      }
      TableManifest manifest = CurrentTable.manifest(lake, table.name());
      Folder folder = lake.tableFolder(table.name(), manifest.version());
      for (LakeFile file : manifest.files()) {
        List<Map<String, Object>> rows =
            ParquetRows.where(folder.parquet(file.path()), table.key().get(0), id.toString());
        if (!rows.isEmpty()) {
          return (String) rows.get(0).get("title");
        }
      }
      return null;
    }

    private Map<String, Object> find(Lake lake) throws IOException {
      List<Map<String, Object>> found = new ArrayList<>();
      TableManifest manifest = CurrentTable.manifest(lake, "links");
      Folder folder = lake.tableFolder("links", manifest.version());
      for (LakeFile file : manifest.files()) {
        if (linkId.length() == 64) {
          found.addAll(ParquetRows.where(folder.parquet(file.path()), "link_id", linkId));
        } else {
          ParquetRows.forEach(
              folder.parquet(file.path()),
              row -> {
                if (row.get("link_id").toString().startsWith(linkId)) {
                  found.add(row);
                }
              });
        }
      }
      if (found.size() > 1) {
        throw new UsageException(
            found.size() + " links start with " + linkId + "; give more of it");
      }
      if (found.isEmpty()) {
        throw new FileNotFoundException("No link " + linkId + " in the current table links");
      }
      return found.get(0);
    }
  }

  @CommandLine.Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Check every promise of a release; exit 1 naming each damaged file.")
  static final class Verify extends Command.Looking {
    @Parameters(paramLabel = "DIR", description = "Folder of a release.")
    String folder;

    @Override
    int look(Workspace workspace) throws IOException {
      List<Finding> findings =
          ReleaseVerifier.verify(Folder.open(folder, workspace.lake().hadoopSettings()));
      workspace.console().result(findings);
      for (Finding finding : findings) {
        workspace.console().say(finding.toString());
      }
      boolean damaged = findings.stream().anyMatch(Finding::damages);
      workspace
          .console()
          .say(
              damaged
                  ? "the release does not keep its promises: " + folder
                  : "every promise is kept: " + folder);
      return damaged ? ExitCode.FAILED : ExitCode.DONE;
    }
  }

  @CommandLine.Command(
      name = "report",
      mixinStandardHelpOptions = true,
      description = "The HTML report of a release, with plots.")
  static final class Report extends Command.Looking {
    @Parameters(paramLabel = "DIR", description = "Folder of a release.")
    String folder;

    @Option(
        names = "--output",
        paramLabel = "FILE",
        description = "Where to write it; beside the release by default.")
    String output;

    @Override
    int look(Workspace workspace) throws IOException {
      String report = new ReportJob(workspace).write(folder, output, List.of());
      workspace.console().result(Map.of("report", report));
      workspace.console().say("report " + report);
      return ExitCode.DONE;
    }
  }

  @CommandLine.Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description =
          "Whether the last night is fine; watermarks, failures, table versions, runs, leases.")
  static final class Status extends Command.Looking {
    @Override
    int look(Workspace workspace) throws IOException {
      if (!workspace.lake().exists()) {
        throw new FileNotFoundException(
            "There is no lake at "
                + Workspace.shown(workspace.lake().uri())
                + "; run demo, harvest or import first");
      }
      StatusReport report = StatusReport.of(workspace.lake(), Clock.systemUTC());
      workspace.console().result(report);
      workspace.console().say(StatusText.of(report));
      return ExitCode.DONE;
    }
  }

  /** Where the current version of a table lies. */
  static final class CurrentTable {
    private CurrentTable() {}

    static Folder folder(Lake lake, String table) throws IOException {
      return lake.tableFolder(table, manifest(lake, table).version());
    }

    static TableManifest manifest(Lake lake, String table) throws IOException {
      Snapshot snapshot = lake.snapshot();
      String version = snapshot.tables().get(table);
      if (version == null) {
        Map<String, String> tables = new LinkedHashMap<>(snapshot.tables());
        throw new FileNotFoundException(
            tables.isEmpty()
                ? "The lake " + Workspace.shown(lake.uri()) + " has no tables yet"
                : "The lake has no table "
                    + table
                    + Nearest.suggestion(table, tables.keySet())
                    + " (it has "
                    + String.join(", ", tables.keySet())
                    + ")");
      }
      return lake.tableManifest(table, version);
    }
  }
}
