package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * GW150914's files from GWOSC down the road: import, normalize, link, explain, release. Published
 * for the event: SNR 19.9 in H1 and 13.1 in L1 (4-OGC, single-detector triggers), network SNR 24 to
 * 26 (GWOSC), arrival in H1 6.9 +0.5 -0.4 ms after L1 (Abbott et al. 2016, Phys. Rev. Lett. 116,
 * 061102).
 */
@Tag("corpus")
@EnabledIfEnvironmentVariable(
    named = "RUDOLPHINE_CORPUS",
    matches = ".+",
    disabledReason = "RUDOLPHINE_CORPUS does not name the directory of real data")
class StrainRoadTest {
  private static final List<String> FILES =
      List.of(
          "strain/H-H1_LOSC_4_V2-1126259446-32.hdf5",
          "strain/L-L1_LOSC_4_V2-1126259446-32.hdf5",
          "nr/GW150914_4_NR_waveform.txt",
          "nr/GW150914_4_template.hdf5");

  @TempDir Path folder;

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  private Path copies() throws IOException {
    Path corpus = Path.of(System.getenv("RUDOLPHINE_CORPUS")).resolve("gwosc");
    Path copies = Files.createDirectory(folder.resolve("files"));
    for (String file : FILES) {
      Path from = corpus.resolve(file);
      Files.copy(from, copies.resolve(from.getFileName()));
    }
    Path list = corpus.resolve("events/api_v2_GWTC-1-confident.csv");
    Files.copy(list, copies.resolve(list.getFileName()));
    return copies;
  }

  @Test
  void strainAndWaveformsBecomePairs(TestReporter reporter) throws IOException {
    Path lake = folder.resolve("lake");
    Cli cli = Cli.on(lake);
    for (String[] command :
        new String[][] {{"import", "gwosc", copies().toString()}, {"normalize"}, {"link"}}) {
      Cli.Result result = cli.run(command);
      assertThat(result.exit()).as(result.err()).isZero();
    }
    JsonNode pairs =
        rows(
            cli,
            "SELECT p.link_id, w.format, p.conditions_text['detector'] AS detector, p.metrics,"
                + " p.chi2 / p.ndf AS fit, size(p.observed) AS samples, p.conditions"
                + " FROM pairs p JOIN nr_waveforms w ON p.theory_id ="
                + " concat_ws('|', w.asset_sha256, w.mode, w.extrapolation_order)"
                + " WHERE p.quantity = 'strain_whitened' ORDER BY w.format, detector");
    assertThat(pairs).hasSize(4);
    for (JsonNode pair : pairs) {
      reporter.publishEntry("pair", pair.toString());
      check(pair);
    }
    String link = pairs.get(0).get("link_id").asText();
    Cli.Result explanation = cli.run("explain", link);
    assertThat(explanation.exit()).as(explanation.err()).isZero();
    reporter.publishEntry("explain", explanation.out());
    assertThat(explanation.out())
        .contains("snr_network", "delay_h1_l1_ms", "explains an SNR of")
        .contains("gw_events GW150914-v3  --  nr_waveforms ");
    Cli.Result release = cli.run("release");
    assertThat(release.exit()).as(release.err()).isZero();
    Cli.Result verified = cli.run("verify", lake.resolve("releases/1.0.0").toString());
    assertThat(verified.exit()).as(verified.out() + verified.err()).isZero();
  }

  private static void check(JsonNode pair) {
    JsonNode metrics = pair.get("metrics");
    boolean hanford = pair.get("detector").asText().equals("H1");
    String what = pair.get("format").asText() + " " + pair.get("detector").asText();
    assertThat(metrics.get("snr").asDouble())
        .as(what)
        .isEqualTo(hanford ? 19.9 : 13.1, within(2.0));
    assertThat(metrics.get("snr_network").asDouble()).as(what).isBetween(22.5, 26.5);
    assertThat(metrics.get("delay_h1_l1_ms").asDouble()).as(what).isBetween(6.3, 7.6);
    assertThat(metrics.get("background_snr").asDouble()).as(what).isLessThan(8);
    // The peak at Hanford: 09:50:45.42 UTC, GPS 1126259462.42.
    assertThat(metrics.get("peak_gps").asDouble()).as(what).isEqualTo(1126259462.42, within(0.02));
    assertThat(pair.get("fit").asDouble()).as(what).isEqualTo(1, within(0.25));
    assertThat(pair.get("samples").asInt()).as(what).isBetween(4090, 4100);
  }

  private static JsonNode rows(Cli cli, String query) throws IOException {
    Cli.Result result = cli.run("query", query, "--format", "json");
    assertThat(result.exit()).as(result.err()).isZero();
    return new ObjectMapper()
        .readTree("[" + String.join(",", result.out().strip().split("\n")) + "]");
  }
}
