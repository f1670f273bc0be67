package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.ingest.parquet.ParquetRows;
import org.rudolphine.transform.release.Finding;
import org.rudolphine.transform.release.ReleaseVerifier;

/**
 * What must hold of a lake at every moment, whatever was killed there; looked at without Spark.
 * What was found whole once is not read again by {@link #check}, but by {@link #checkAgain}.
 */
final class LakeInvariants {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Path root;
  private final Lake lake;
  private final Set<String> seen = new HashSet<>();

  /** Fetches of records that are in some batch: none may be in two. */
  private final Set<String> landed = new HashSet<>();

  LakeInvariants(Path root) {
    this.root = root;
    this.lake = Lake.at(root);
  }

  void check() throws IOException {
    for (String source : lake.harvestedSources()) {
      for (BatchManifest batch : lake.batches(source)) {
        checkBatch(batch);
      }
    }
    for (long number : lake.snapshotNumbers()) {
      checkSnapshot(lake.snapshot(number));
    }
    for (String version : lake.releases()) {
      checkRelease(version);
    }
    if (lake.latestRelease().isPresent()) {
      assertThat(lake.releases()).contains(lake.latestRelease().get());
    }
    for (String run : lake.runs()) {
      assertThat(JSON.readTree(lake.readRun(run)).get("runId").asText()).isEqualTo(run);
    }
    for (String lease : lake.leases()) {
      assertThat(lake.lease(lease).holder()).isPresent();
    }
  }

  /** The same, reading everything again: what was published must not have changed since. */
  void checkAgain() throws IOException {
    seen.clear();
    landed.clear();
    check();
  }

  private void checkBatch(BatchManifest batch) throws IOException {
    if (!seen.add("batch " + batch.source() + " " + batch.batch())) {
      return;
    }
    Folder folder = lake.batchFolder(batch.source(), batch.batch());
    checkFiles(folder, batch.files());
    long rows = 0;
    for (LakeFile file : batch.files()) {
      for (Map<String, Object> row : ParquetRows.read(folder.parquet(file.path()))) {
        rows++;
        String fetch =
            String.join(
                "|",
                batch.source(),
                row.get("url").toString(),
                row.get("native_id").toString(),
                row.get("fetched_at").toString(),
                row.get("page").toString(),
                row.get("position").toString());
        assertThat(landed.add(fetch)).as("landed twice: %s", fetch).isTrue();
      }
    }
    assertThat(rows).as("records of %s", folder.uri()).isEqualTo(batch.records());
  }

  private void checkSnapshot(Snapshot snapshot) throws IOException {
    for (Map.Entry<String, String> table : snapshot.tables().entrySet()) {
      if (seen.add("table " + table.getKey() + " " + table.getValue())) {
        checkFiles(
            lake.tableFolder(table.getKey(), table.getValue()),
            lake.tableManifest(table.getKey(), table.getValue()).files());
      }
    }
  }

  private static void checkFiles(Folder folder, List<LakeFile> files) throws IOException {
    assertThat(files).as("files of %s", folder.uri()).isNotEmpty();
    for (LakeFile file : files) {
      assertThat(folder.exists(file.path())).as(folder.uri(file.path())).isTrue();
      assertThat(folder.describe(file.path(), file.rows())).isEqualTo(file);
    }
  }

  private void checkRelease(String version) throws IOException {
    assertThat(Files.exists(root.resolve("releases").resolve(version).resolve("MANIFEST.json")))
        .as("release %s has its manifest", version)
        .isTrue();
    if (seen.add("release " + version)) {
      List<Finding> damage =
          ReleaseVerifier.verify(lake.releaseFolder(version)).stream()
              .filter(Finding::damages)
              .toList();
      assertThat(damage).as("release %s", version).isEmpty();
    }
  }
}
