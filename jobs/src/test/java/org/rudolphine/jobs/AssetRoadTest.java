package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Asset;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.jobs.demo.SampleServer;

/** Files on their way from a provider, and what a rebuild says when one has been lost. */
class AssetRoadTest {
  private static final String NAME = "H-H1_GWOSC_4KHZ_R1-1126259447-32.hdf5";
  private static final byte[] BODY =
      "\u0089HDF\r\n\u001a\nH1".getBytes(StandardCharsets.ISO_8859_1);

  @TempDir Path folder;

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  @Test
  void filesComeWithAssetsOnlyAndARebuildNeedsThem() throws IOException {
    Path lake = folder.resolve("lake");
    try (SampleServer server = SampleServer.start()) {
      server.edit(data -> data.putStrainFile("GW170814-v3", NAME, BODY));
      Cli cli =
          Cli.on(lake, server)
              .set("sources.gwosc.asset-events=GW170814")
              .set("sources.gwosc.details=v1");
      assertThat(cli.run("harvest", "gwosc").exit()).isZero();
      assertThat(Lake.at(lake).assets().list()).isEmpty();

      Cli.Result harvest = cli.run("harvest", "gwosc", "--assets");
      assertThat(harvest.exit()).as(harvest.err()).isZero();
      Asset asset = Lake.at(lake).assets().list().get(0);
      assertThat(Lake.at(lake).assets().read(asset.sha256(), 100)).isEqualTo(BODY);

      String batch =
          Lake.at(lake).batches("gwosc").stream()
              .filter(manifest -> !manifest.assets().isEmpty())
              .findFirst()
              .orElseThrow()
              .batch();
      Path manifest = folder.resolve("MANIFEST.json");
      Files.writeString(
          manifest,
          """
          {"format": 1, "version": "1.0.0", "profile": "linked", "code_version": "x",
           "settings": {}, "snapshot": {"content_sha256": "", "tables": {}},
           "raw_batches": {"gwosc": ["%s"]}, "files": []}
          """
              .formatted(batch));
      Files.delete(
          lake.resolve("assets").resolve(asset.sha256().substring(0, 2)).resolve(asset.sha256()));
      Cli.Result rebuild = cli.run("rebuild", manifest.toString());
      assertThat(rebuild.exit()).isEqualTo(ExitCode.FAILED);
      assertThat(rebuild.err())
          .contains("lacks the asset " + asset.sha256())
          .contains(NAME)
          .contains(batch)
          .contains("harvest gwosc --assets --full")
          .doesNotContain("\tat ");
    }
  }
}
