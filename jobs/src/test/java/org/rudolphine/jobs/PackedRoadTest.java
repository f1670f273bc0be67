package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.jobs.demo.SampleServer;

/** A lake whose raw batches were packed goes on as if they had not been. */
class PackedRoadTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  @Test
  void packedNightsGiveTheSameTablesReleasesAndPlans() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      Cli cli =
          Cli.on(folder, server)
              .set("compact.min-age=PT0S")
              .set("compact.min-batches=2")
              .set("retain.grace=PT0S");
      done(cli.run("nightly"));
      Path first = newestRelease();
      server.edit(data -> data.setValue("GW150914-v3", "mass_1_source", 36.1));
      done(cli.run("nightly"));
      assertThat(newestRelease()).isNotEqualTo(first);
      done(cli.run("harvest"));
      Map<String, String> releases = Trees.sums(folder.resolve("releases"));
      Map<String, String> tables = tables();
      Map<String, List<BatchManifest>> batches = batches();
      JsonNode watermarks = status(cli).get("watermarks");

      Cli.Result packed = cli.run("compact");
      done(packed);
      assertThat(packed.out()).contains("packed ");
      done(cli.run("retain", "--keep", "1", "--days", "0"));

      try (Stream<Path> raw = Files.list(folder.resolve("raw/gwosc"))) {
        assertThat(raw.map(path -> path.getFileName().toString()))
            .filteredOn(name -> name.contains("="))
            .singleElement()
            .asString()
            .startsWith("pack=");
      }
      assertThat(batches()).isEqualTo(batches);
      assertThat(status(cli).get("watermarks")).isEqualTo(watermarks);

      done(cli.run("normalize", "--rebuild"));
      assertThat(tables()).as("by --rebuild from packs").isEqualTo(tables);
      Path output = folder.resolve("again");
      Cli.Result rebuilt =
          cli.run(
              "rebuild", first.resolve("MANIFEST.json").toString(), "--output", output.toString());
      done(rebuilt);
      assertThat(rebuilt.out()).contains("byte for byte");

      done(cli.run("nightly"));
      assertThat(tables()).as("after a night without news").isEqualTo(tables);
      assertThat(Trees.sums(folder.resolve("releases"))).isEqualTo(releases);
      done(cli.run("compact"));
      assertThat(batches().get("gwosc")).hasSizeGreaterThan(batches.get("gwosc").size());
    }
  }

  private static void done(Cli.Result result) {
    assertThat(result.exit()).as(result.err()).isZero();
  }

  /** Current versions, but for the table that tells of the runs. */
  private Map<String, String> tables() throws IOException {
    Map<String, String> tables = new TreeMap<>(Lake.at(folder).snapshot().tables());
    tables.remove("runs");
    return tables;
  }

  private Map<String, List<BatchManifest>> batches() throws IOException {
    Map<String, List<BatchManifest>> batches = new TreeMap<>();
    for (String source : Lake.at(folder).harvestedSources()) {
      batches.put(source, Lake.at(folder).batches(source));
    }
    return batches;
  }

  private static JsonNode status(Cli cli) throws IOException {
    return JSON.readTree(cli.run("status", "--json").out());
  }

  private Path newestRelease() throws IOException {
    JsonNode latest = JSON.readTree(Files.readAllBytes(folder.resolve("releases/latest.json")));
    return folder.resolve("releases").resolve(latest.get("path").asText());
  }
}
