package org.rudolphine.ingest.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.harvest.LaneHarvest;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.ingest.harvest.SourceJob;
import org.rudolphine.ingest.http.FakeProvider;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.parquet.ParquetRows;

/** Whole harvests with {@code --assets} of the SXS catalog. */
class SxsWaveformsTest {
  private static final String RELEASES = "/repos/sxs-collaboration/sxscatalogdata/releases";
  private static final String DOCUMENT = "/sxs-collaboration/sxscatalogdata/v2.0/simulations.json";
  private static final String FILE = "rhOverM_Asymptotic_GeometricUnits_CoM.h5";

  /** The signature and two letters; md5sum of these ten bytes. */
  private static final byte[] BODY = "\u0089HDF\r\n\u001a\nsx".getBytes(ISO_8859_1);

  private static final String MD5 = "9dc23a5025e80598f4faeea4675b8e12";

  @TempDir Path folder;
  private FakeProvider provider;
  private Lake lake;
  private int runs;
  private int seen;

  @BeforeEach
  void start() {
    provider = FakeProvider.start();
    lake = Lake.at(folder);
    provider.reply(
        RELEASES,
        200,
        "application/json",
        "[{\"tag_name\": \"v2.0\", \"published_at\": \"2025-05-14T12:00:00Z\"}]");
    serve(BODY.length, MD5);
    provider.reply("/f/6com", 200, "application/octet-stream", BODY);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private void serve(int size, String md5) {
    String entry = "{\"link\": \"%s/f/%s\", \"size\": %d, \"checksum\": \"md5:%s\"}";
    String url = provider.url();
    provider.reply(
        DOCUMENT,
        200,
        "application/json",
        """
        {"SXS:BBH:0305": {"files": {
           "Lev5:%s": %s, "Lev6:%s": %s, "Lev6:rhOverM_Asymptotic_GeometricUnits.h5": %s}},
         "SXS:BBH:1132": {"files": {"Lev4:Strain_N2.h5": %s}}}
        """
            .formatted(
                FILE,
                entry.formatted(url, "5com", size, md5),
                FILE,
                entry.formatted(url, "6com", size, md5),
                entry.formatted(url, "6", size, md5),
                entry.formatted(url, "1132", size, md5)));
  }

  private SourceHarvest harvest(PlanRequest.Extent extent, String... simulations) {
    Map<String, Serializable> values = new HashMap<>();
    values.put("source-class", SxsSource.class.getName());
    values.put("tag", "");
    values.put("document", "simulations.json");
    values.put("max-attempts", 1L);
    values.put("asset-simulations", new ArrayList<>(List.of(simulations)));
    SourceJob job = new SourceJob(provider.settings("sxs", values));
    PlanRequest.Mode mode = PlanRequest.Mode.INCREMENTAL;
    return new LaneHarvest(lake, "sxs", List.of(job), "run-" + ++runs, mode, extent, null, null)
        .run()
        .get(0);
  }

  private List<String> asked() {
    List<String> targets = provider.targets().subList(seen, provider.targets().size());
    seen = provider.targets().size();
    return targets;
  }

  private List<String> landed() throws IOException {
    List<String> payloads = new ArrayList<>();
    for (BatchManifest batch : lake.batches("sxs")) {
      if (batch.unit().equals("waveform-sxs-bbh-0305") && batch.records() > 0) {
        ParquetRows.read(
                lake.batchFolder("sxs", batch.batch()).parquet(batch.files().get(0).path()))
            .forEach(row -> payloads.add(new String((byte[]) row.get("payload"), UTF_8)));
      }
    }
    return payloads;
  }

  @Test
  void theWaveformOfAWantedSimulationIsFetchedOnceAtItsHighestLevel() throws IOException {
    harvest(PlanRequest.Extent.RECORDS, "SXS:BBH:0305");
    assertThat(asked()).containsExactly(RELEASES, DOCUMENT);

    SourceHarvest harvest = harvest(PlanRequest.Extent.RECORDS_AND_FILES, "SXS:BBH:0305");

    assertThat(harvest.failures()).isEmpty();
    assertThat(asked()).containsExactly(RELEASES, DOCUMENT, "/f/6com");
    String sha256 = lake.assets().list().get(0).sha256();
    assertThat(lake.assets().read(sha256, 100)).isEqualTo(BODY);
    assertThat(landed())
        .containsExactly(
            ("{\"file\":\"%s\",\"sha256\":\"%s\",\"bytes\":10,\"url\":\"%s/f/6com\","
                    + "\"catalog_tag\":\"v2.0\",\"level\":\"Lev6\","
                    + "\"simulation_id\":\"SXS:BBH:0305\"}")
                .formatted(FILE, sha256, provider.url()));

    harvest(PlanRequest.Extent.RECORDS_AND_FILES, "SXS:BBH:0305");
    assertThat(asked()).containsExactly(RELEASES);
  }

  /** Newer releases name compressed files only; some simulations are in no release at all. */
  @Test
  void whatTheReleaseDoesNotNameIsLookedUpOnce() {
    SourceHarvest harvest =
        harvest(PlanRequest.Extent.RECORDS_AND_FILES, "SXS:BBH:1132", "SXS:BBH:9999");
    assertThat(harvest.failures()).isEmpty();
    assertThat(asked()).containsExactly(RELEASES, DOCUMENT, DOCUMENT);

    harvest(PlanRequest.Extent.RECORDS_AND_FILES, "SXS:BBH:1132", "SXS:BBH:9999");
    assertThat(asked()).containsExactly(RELEASES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"size", "md5", "limit"})
  void whatIsNotWhatTheCatalogStatesIsNotTaken(String wrong) throws IOException {
    switch (wrong) {
      case "size" -> serve(BODY.length + 1, MD5);
      case "md5" -> serve(BODY.length, "0".repeat(32));
      default -> serve(17_000_000, MD5);
    }
    harvest(PlanRequest.Extent.RECORDS_AND_FILES, "SXS:BBH:0305");
    assertThat(asked().contains("/f/6com")).isEqualTo(!wrong.equals("limit"));
    assertThat(landed()).isEmpty();
    assertThat(lake.assets().list()).isEmpty();

    harvest(PlanRequest.Extent.RECORDS_AND_FILES, "SXS:BBH:0305");
    assertThat(asked().contains("/f/6com")).as("again").isEqualTo(!wrong.equals("limit"));
  }

  @Test
  void theSettingListsSimulations() {
    for (String odd : List.of("SXS:BBH:0305/Lev6", "../x", "305", "SXS:BBH:0305 ")) {
      Map<String, Serializable> values = Map.of("asset-simulations", new ArrayList<>(List.of(odd)));
      assertThatThrownBy(() -> new SxsSource(provider.settings("sxs", values)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("asset-simulations")
          .hasMessageContaining(odd);
    }
  }
}
