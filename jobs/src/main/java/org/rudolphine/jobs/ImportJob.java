package org.rudolphine.jobs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.harvest.SourceJob;
import org.rudolphine.ingest.lake.Asset;
import org.rudolphine.ingest.lake.AssetStore;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.raw.ImportLanding;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.ingest.raw.SteadyClock;
import org.rudolphine.ingest.source.BrokenFile;
import org.rudolphine.ingest.source.ImportFile;
import org.rudolphine.ingest.source.RefusedFile;
import org.rudolphine.ingest.source.Source;

/** Lands files that the user already has: one raw batch per file. */
final class ImportJob {
  private static final String FILE_SUM = "import.file_sha256";
  private static final String FILE_NAME = "import.file";
  private static final int READ_BYTES = 1 << 20;
  private final Workspace workspace;
  private final Run run;

  ImportJob(Workspace workspace, Run run) {
    this.workspace = workspace;
    this.run = run;
  }

  /**
   * What an import did with the files it was given.
   *
   * @param refused files that are of the source by their name but are not read; each was told why
   * @param broken what is wrong with files that begin like those of the source and are damaged
   */
  record Result(
      int landed,
      int alreadyThere,
      int notOfThisSource,
      int refused,
      List<String> broken,
      long records,
      double seconds,
      double recordsPerSecond) {

    /** Fails when a file was broken, after all others have been imported. */
    void check() throws IOException {
      if (!broken.isEmpty()) {
        String count = broken.size() == 1 ? "" : ", and " + (broken.size() - 1) + " more like it";
        throw new IOException(broken.get(0) + count + "; all other files are imported");
      }
    }
  }

  /** Imports a file, or all files below a folder. */
  Result importPath(String sourceId, String path) throws IOException {
    SourceSettings settings = Selection.source(workspace.settings(), sourceId, "source-class");
    Path root = Path.of(path);
    if (!Files.exists(root)) {
      throw new FileNotFoundException("There is no file or folder " + path);
    }
    Source source = new SourceJob(settings).source();
    Result result = run.stage("import", () -> importLocked(source, sourceId, root));
    if (result.landed() + result.alreadyThere() == 0 && result.broken().isEmpty()) {
      throw new IOException(
          "Nothing below "
              + path
              + " is a file of source "
              + sourceId
              + " ("
              + (result.notOfThisSource() + result.refused())
              + " files looked at"
              + (result.refused() == 0 ? "" : ", " + result.refused() + " of them refused")
              + ")");
    }
    return result;
  }

  /** Two imports of one file at a time would get in each other's way. */
  private Result importLocked(Source source, String sourceId, Path root) throws IOException {
    String held = "files of " + sourceId + " are being imported";
    try (LakeLock lock = LakeLock.take(workspace, run, "import-" + sourceId, held);
        HarvestLog.Scope ofRun = HarvestLog.scope("run", run.id());
        HarvestLog.Scope ofSource = HarvestLog.scope("source", sourceId)) {
      return importAll(source, sourceId, root);
    }
  }

  private Result importAll(Source source, String sourceId, Path root) throws IOException {
    int landed = 0;
    int known = 0;
    int foreign = 0;
    int refused = 0;
    List<String> broken = new ArrayList<>();
    long records = 0;
    long start = System.nanoTime();
    List<BatchManifest> batches = workspace.lake().batches(sourceId);
    Clock clock = SteadyClock.after(batches, run.clock());
    Set<String> names = importedNames(source, batches);
    Set<String> stored = new HashSet<>();
    batches.forEach(batch -> stored.addAll(batch.assets().keySet()));
    SortedMap<String, Path> all = files(root);
    for (Map.Entry<String, Path> entry : all.entrySet()) {
      Path file = entry.getValue();
      String shown = entry.getKey();
      ImportFile importing = importFile(file, shown, all);
      String sum = sum(source, importing, file, all);
      String name = source.importName(shown, sum);
      if (names.contains(name)) {
        known++;
        boolean mended = stored.contains(sum) && mendAsset(file, sum);
        workspace.console().progress((mended ? "stored again  " : "already imported  ") + shown);
        continue;
      }
      BatchManifest batch;
      try {
        batch = importFile(source, sourceId, importing, sum, clock);
      } catch (RefusedFile e) {
        refused++;
        workspace.console().warn("refused  " + shown + ": " + e.getMessage());
        continue;
      } catch (BrokenFile e) {
        broken.add(e.getMessage());
        workspace.console().warn("broken  " + e.getMessage());
        continue;
      }
      if (batch == null) {
        foreign++;
        workspace.console().progress("not of " + sourceId + "  " + shown);
      } else {
        landed++;
        records += batch.records();
        names.add(name);
        workspace
            .console()
            .progress(
                "imported "
                    + batch.records()
                    + " records in "
                    + batch.files().size()
                    + " parts  "
                    + shown);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Result(
        landed, known, foreign, refused, broken, records, seconds, Math.round(records / seconds));
  }

  /** Its record has landed, but the file itself may have been lost or damaged since. */
  private boolean mendAsset(Path file, String sum) throws IOException {
    AssetStore assets = workspace.lake().assets();
    if (assets.isWhole(new Asset(sum, Files.size(file)))) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      assets.store(in, Long.MAX_VALUE);
    }
    return true;
  }

  private BatchManifest importFile(
      Source source, String sourceId, ImportFile file, String sum, Clock clock) throws IOException {
    String unit = "import-" + unitName(source.importName(file.relativePath(), sum), sum);
    try (HarvestLog.Scope ofUnit = HarvestLog.scope("unit", unit);
        ImportLanding landing = ImportLanding.open(workspace.lake(), sourceId, unit, clock)) {
      ImportProgress sink = new ImportProgress(landing, workspace.console());
      if (!source.importFile(file, workspace.lake().assets(), sink)) {
        return null;
      }
      landing.state(FILE_SUM, sum);
      landing.state(FILE_NAME, file.relativePath());
      return landing.complete();
    }
  }

  private static String unitName(String name, String sum) {
    String digest =
        name.equals(sum) ? sum : RawRecord.sha256(name.getBytes(StandardCharsets.UTF_8));
    return digest.substring(0, 12);
  }

  private static Set<String> importedNames(Source source, List<BatchManifest> batches) {
    Set<String> names = new HashSet<>();
    for (BatchManifest batch : batches) {
      String sum = batch.state().get(FILE_SUM);
      if (sum != null) {
        names.add(source.importName(batch.state().getOrDefault(FILE_NAME, ""), sum));
      }
    }
    return names;
  }

  /** Files by the path that people are shown, in the order of the folders. */
  private static SortedMap<String, Path> files(Path root) throws IOException {
    if (Files.isRegularFile(root)) {
      return new TreeMap<>(Map.of(shown(root, root), root));
    }
    try (Stream<Path> walk = Files.walk(root)) {
      SortedMap<String, Path> files = new TreeMap<>();
      walk.filter(Files::isRegularFile).forEach(file -> files.put(shown(root, file), file));
      return files;
    }
  }

  /** Of the file, and of what else goes into its records. */
  private static String sum(Source source, ImportFile importing, Path file, Map<String, Path> all)
      throws IOException {
    StringBuilder sums = new StringBuilder(sha256(file));
    for (ImportFile companion : source.companions(importing)) {
      sums.append(' ').append(sha256(all.get(companion.relativePath())));
    }
    return sums.indexOf(" ") < 0
        ? sums.toString()
        : RawRecord.sha256(sums.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String shown(Path root, Path file) {
    return root.equals(file)
        ? file.getFileName().toString()
        : root.relativize(file).toString().replace('\\', '/');
  }

  private static ImportFile importFile(Path file, String shown, Map<String, Path> all)
      throws IOException {
    return new ImportFile(
        shown,
        Files.size(file),
        Files.getLastModifiedTime(file).toInstant(),
        () -> Files.newInputStream(file),
        path -> {
          Path neighbour = all.get(path);
          return neighbour == null
              ? Optional.empty()
              : Optional.of(importFile(neighbour, path, all));
        });
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = Files.newInputStream(file)) {
        byte[] buffer = new byte[READ_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
