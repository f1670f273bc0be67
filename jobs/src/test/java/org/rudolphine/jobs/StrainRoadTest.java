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
 *
 * <p>The figures to agree with come from a program in numpy 2.4 and scipy 1.17 that has nothing of
 * ours: scipy.signal.welch (hann, 4 s, half overlapping, average='median'), numpy.interp to the
 * bins of 32 s from 20 to below 1024 Hz, Tukey ramps of 1 s, the template through a natural
 * scipy.interpolate.CubicSpline with its times stretched, ends weaker than 1e-4 and the beginning
 * slower than 15 Hz cut off, squared sines of a tenth of either side; the second quadrature from -i
 * times the first (one polarisation) or Gram and Schmidt; both transformed back with sixteen times
 * as many zeros, the largest sample within 0.5 s of GPS 1126259462.4, in the other detector within
 * 15.0 ms of it; 81 stretches from 0.9 to 1.1, then 51 around the best. t = 0 is that of the text
 * file, and the largest amplitude of the tutorial's template, which has no times.
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

  /** SNR, GPS time of arrival after second 1126259462, network SNR and stretch. */
  private record Expected(double snr, double after, double network, double stretch) {
    static Expected of(String format, String detector) {
      boolean hanford = detector.equals("H1");
      if (format.equals("gwosc_text")) {
        return new Expected(
            hanford ? 19.4019 : 13.1036, hanford ? 0.423355 : 0.416306, 23.4123, 0.9724);
      }
      return new Expected(
          hanford ? 19.3620 : 13.0712, hanford ? 0.423737 : 0.416702, 23.3612, 0.9946);
    }
  }

  private static void check(JsonNode pair) {
    JsonNode metrics = pair.get("metrics");
    String detector = pair.get("detector").asText();
    String format = pair.get("format").asText();
    String what = format + " " + detector;
    Expected expected = Expected.of(format, detector);
    assertThat(metrics.get("snr").asDouble()).as(what).isEqualTo(expected.snr, within(0.05));
    assertThat(metrics.get("snr_network").asDouble())
        .as(what)
        .isEqualTo(expected.network, within(0.05));
    assertThat(metrics.get("peak_gps").asDouble() - 1126259462)
        .as(what)
        .isEqualTo(expected.after, within(2e-4));
    assertThat(metrics.get("delay_h1_l1_ms").asDouble())
        .as(what)
        .isEqualTo(7.04, within(0.2))
        .isBetween(6.5, 7.4);
    // The SNR hardly depends on the stretch near its largest value.
    assertThat(pair.get("conditions").get("time_stretch").asDouble())
        .as(what)
        .isEqualTo(expected.stretch, within(0.005));
    // The published triggers; single templates of a search bank, another noise density.
    assertThat(metrics.get("snr").asDouble())
        .as(what)
        .isEqualTo(detector.equals("H1") ? 19.9 : 13.1, within(0.6));
    assertThat(metrics.get("background_snr").asDouble()).as(what).isBetween(4.2, 4.6);
    assertThat(metrics.get("chisq_reduced").asDouble()).as(what).isBetween(0.4, 1.3);
    // 2008 independent samples: one standard deviation is 0.03.
    assertThat(pair.get("fit").asDouble()).as(what).isEqualTo(1, within(0.1));
    assertThat(pair.get("samples").asInt()).as(what).isEqualTo(4096);
  }

  private static JsonNode rows(Cli cli, String query) throws IOException {
    Cli.Result result = cli.run("query", query, "--format", "json");
    assertThat(result.exit()).as(result.err()).isZero();
    return new ObjectMapper()
        .readTree("[" + String.join(",", result.out().strip().split("\n")) + "]");
  }
}
