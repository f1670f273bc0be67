package org.rudolphine.jobs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.jobs.settings.Settings;
import org.rudolphine.transform.link.LinkedTables;
import org.rudolphine.transform.link.Linker;
import org.rudolphine.transform.normalize.Normalization;
import org.rudolphine.transform.normalize.Normalized;
import org.rudolphine.transform.release.ReleaseBuilder;
import org.rudolphine.transform.release.ReleaseManifest;
import org.rudolphine.transform.release.ReleaseRequest;
import org.rudolphine.transform.release.ReleaseResult;
import org.rudolphine.transform.table.TableStore;

/** Makes a release again from the raw batches and settings that its manifest names. */
final class RebuildJob {
  private final Workspace workspace;
  private final Run run;

  RebuildJob(Workspace workspace, Run run) {
    this.workspace = workspace;
    this.run = run;
  }

  /**
   * What a rebuild gave.
   *
   * @param version version of the release
   * @param folder where it is
   * @param identical whether every file has the checksum that the manifest states
   * @param differing files that came out otherwise
   */
  record Result(String version, String folder, boolean identical, List<String> differing) {}

  /**
   * Rebuilds.
   *
   * @param manifestFile path or URI of a MANIFEST.json
   * @param output folder to put the release into, or null for {@code rebuilt/} in the lake
   */
  Result rebuild(String manifestFile, String output) throws IOException {
    byte[] written = read(manifestFile);
    ReleaseManifest manifest = ReleaseManifest.read(written);
    Settings settings = workspace.settings().overriddenBy(manifest.settings());
    if (!manifest.codeVersion().equals(CodeVersion.current())) {
      workspace
          .console()
          .warn(
              "the release was made by version "
                  + manifest.codeVersion()
                  + ", this is "
                  + CodeVersion.current()
                  + ": bytes may differ");
    }
    Lake scratch = scratch(output, manifest.version());
    workspace.suit();
    run.stage("normalize", () -> normalize(manifest, settings, scratch));
    run.stage("link", () -> link(settings, scratch));
    ReleaseResult released = run.stage("release", () -> release(manifest, scratch));
    return compare(
        manifest, Folder.open(released.folder(), workspace.lake().hadoopSettings()), written);
  }

  private byte[] read(String file) throws IOException {
    boolean local = !file.contains(":");
    if (local && Files.isDirectory(Path.of(file))) {
      throw new UsageException(
          file + " is a folder; name the manifest: " + Path.of(file, ReleaseManifest.PATH));
    }
    try {
      return NamedFile.of(file, workspace.lake().hadoopSettings()).read();
    } catch (FileNotFoundException e) {
      throw new FileNotFoundException("There is no manifest " + file);
    }
  }

  private Lake scratch(String output, String version) throws IOException {
    String folder = output == null ? workspace.lake().uri() + "/rebuilt/" + version : output;
    Lake scratch = Lake.open(folder, workspace.lake().hadoopSettings());
    if (scratch.exists()) {
      throw new UsageException(
          "The rebuild goes to "
              + Workspace.shown(scratch.uri())
              + ", which exists already; remove it or give --output");
    }
    scratch.checkReachable();
    return scratch;
  }

  private Void normalize(ReleaseManifest manifest, Settings settings, Lake scratch)
      throws IOException {
    TableStore store = store(scratch);
    TableStore.Commit commit = store.begin();
    Map<String, Dataset<Row>> tables = new TreeMap<>();
    Map<String, Map<String, List<String>>> batches = new HashMap<>();
    List<Normalized> results = new ArrayList<>();
    for (String source : manifest.rawBatches().keySet()) {
      Normalized normalized =
          new Normalization(workspace.spark(), workspace.lake(), settings.source(source))
              .run(Normalization.Mode.REBUILD, Set.of(), batches(manifest, source));
      results.add(normalized);
      collect(normalized, tables, batches);
    }
    for (Map.Entry<String, Dataset<Row>> entry : tables.entrySet()) {
      commit.put(entry.getKey(), entry.getValue(), batches.get(entry.getKey()), Map.of());
    }
    commit.put("sources", new SourceRows(settings).rows(workspace.spark()), Map.of(), Map.of());
    commit.commit();
    results.forEach(normalized -> normalized.release().run());
    return null;
  }

  private static void collect(
      Normalized normalized,
      Map<String, Dataset<Row>> tables,
      Map<String, Map<String, List<String>>> batches) {
    Map<String, Dataset<Row>> all = new TreeMap<>(normalized.tables());
    normalized.histories().forEach((table, rows) -> all.put(table + "_history", rows));
    all.put("rejects", normalized.rejects());
    all.forEach(
        (table, rows) -> {
          tables.merge(table, rows, Dataset::unionByName);
          batches
              .computeIfAbsent(table, name -> new TreeMap<>())
              .put(normalized.source(), normalized.batches());
        });
  }

  private List<BatchManifest> batches(ReleaseManifest manifest, String source) throws IOException {
    Map<String, BatchManifest> there = new HashMap<>();
    workspace.lake().batches(source).forEach(batch -> there.put(batch.batch(), batch));
    List<BatchManifest> batches = new ArrayList<>();
    for (String id : manifest.rawBatches().get(source)) {
      BatchManifest batch = there.get(id);
      if (batch == null) {
        throw new FileNotFoundException(
            "The lake "
                + Workspace.shown(workspace.lake().uri())
                + " lacks raw batch "
                + id
                + " of source "
                + source
                + ", from which the release was made");
      }
      checkAssets(batch);
      batches.add(batch);
    }
    return batches;
  }

  /** Rows are made of files too, which a batch only names. */
  private void checkAssets(BatchManifest batch) throws IOException {
    for (Map.Entry<String, String> asset : batch.assets().entrySet()) {
      if (!workspace.lake().assets().exists(asset.getKey())) {
        throw new FileNotFoundException(
            "The lake %s lacks the asset %s, the file %s of raw batch %s of source %s: import that file again, or run harvest %s --assets --full"
                .formatted(
                    Workspace.shown(workspace.lake().uri()),
                    asset.getKey(),
                    asset.getValue(),
                    batch.batch(),
                    batch.source(),
                    batch.source()));
      }
    }
  }

  private Void link(Settings settings, Lake scratch) throws IOException {
    TableStore store = store(scratch);
    Linker linker = new Linker(workspace.spark(), store::read);
    try (LinkedTables linked = linker.link(LinkJob.rules(settings, List.of()))) {
      TableStore.Commit commit = store.begin();
      commit.put("links", linked.links(), Map.of(), Map.of());
      commit.put("pairs", linked.pairs(), Map.of(), Map.of());
      commit.put("unmatched", linked.unmatched(), Map.of(), Map.of());
      for (Map.Entry<String, Dataset<Row>> made : LinkJob.more(linked, store).entrySet()) {
        commit.put(made.getKey(), made.getValue(), Map.of(), Map.of());
      }
      commit.commit();
    }
    return null;
  }

  private ReleaseResult release(ReleaseManifest manifest, Lake scratch) throws IOException {
    TableStore store = store(scratch);
    ReleaseRequest request =
        ReleaseRequest.again(
            manifest, store.snapshot(), ReleaseJob.manifests(scratch, store.snapshot()));
    return new ReleaseBuilder(workspace.spark(), store::read, scratch, request).build();
  }

  private TableStore store(Lake scratch) throws IOException {
    return TableStore.open(
        workspace.spark(), scratch, run.id(), CodeVersion.current(), run.clock());
  }

  private static Result compare(ReleaseManifest manifest, Folder rebuilt, byte[] before)
      throws IOException {
    List<String> differing = new ArrayList<>();
    for (ReleaseManifest.Entry entry : manifest.files()) {
      boolean same =
          rebuilt.exists(entry.path())
              && rebuilt.describe(entry.path(), null).sha256().equals(entry.sha256());
      if (!same) {
        differing.add(entry.path());
      }
    }
    if (!java.util.Arrays.equals(before, rebuilt.read(ReleaseManifest.PATH))) {
      differing.add(ReleaseManifest.PATH);
    }
    return new Result(manifest.version(), rebuilt.uri(), differing.isEmpty(), differing);
  }
}
