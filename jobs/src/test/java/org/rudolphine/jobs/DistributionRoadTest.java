package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The four-lepton example of 2012 down the road: import, normalize, link, release. Counts and
 * weighted sums are those of the contract and were computed with Python from the same tables,
 * {@code sum(content) * 11580 * cross_section_pb * extra_scale_factor / generated_events}.
 */
@Tag("corpus")
@EnabledIfEnvironmentVariable(
    named = "RUDOLPHINE_CORPUS",
    matches = ".+",
    disabledReason = "RUDOLPHINE_CORPUS does not name the directory of real data")
class DistributionRoadTest {
  @TempDir Path folder;

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  @Test
  void fourLeptonsBecomePairs(TestReporter reporter) throws IOException {
    Path lake = folder.resolve("lake");
    Path files =
        Path.of(System.getenv("RUDOLPHINE_CORPUS")).resolve("cernopendata").resolve("event-data");
    Cli cli = Cli.on(lake);
    run(cli, "import", "cernopendata", files.toString());
    run(cli, "normalize", "cernopendata");
    run(cli, "link", "hep-distributions");

    assertThat(rows(cli, "SELECT * FROM rejects")).isEmpty();
    series(cli);
    pairs(cli);
    masses(cli);
    JsonNode link =
        rows(
                cli,
                "SELECT p.link_id, p.metrics, l.evidence, l.statement FROM pairs p JOIN links l ON"
                    + " l.link_id = p.link_id WHERE p.conditions_text['histogram'] ="
                    + " 'mass4mu_8TeV_low'")
            .get(0);
    reporter.publishEntry("four muons", link.toString());
    Cli.Result explanation = run(cli, "explain", link.get("link_id").asText());
    reporter.publishEntry("explain", explanation.out());
    assertThat(explanation.out())
        .contains("ZZ4mu12 cross_section_pb", "0.077", "11580", "1.386", "record 10071");
    run(cli, "release");
    Cli.Result verified = run(cli, "verify", lake.resolve("releases/1.0.0").toString());
    assertThat(verified.err() + verified.out()).doesNotContain("damaged");
    run(cli, "report", lake.resolve("releases/1.0.0").toString());
  }

  private static void series(Cli cli) throws IOException {
    assertThat(total(cli, "DoubleMu12|0", "1")).isEqualTo(95);
    assertThat(total(cli, "DoubleMu12|0", "0")).isEqualTo(42);
    assertThat(total(cli, "ZZ4mu12|0", "1")).isEqualTo(97_214);
    assertThat(total(cli, "ZZ4mu12|0", "0")).isEqualTo(32_706);
    assertThat(total(cli, "ZZ4mu12|1", "1")).isCloseTo(80.14402563375545, within(1e-9));
    assertThat(total(cli, "HZZ12|0", "0")).isEqualTo(10_900);
    assertThat(total(cli, "HZZ12|1", "1")).isCloseTo(2.735056155053955, within(1e-9));
    assertThat(total(cli, "stack-2012|1", "1")).isCloseTo(82.8790817888094, within(1e-9));
    assertThat(total(cli, "stack-2012|1", "0")).isCloseTo(29.698153058561733, within(1e-9));
  }

  /** Sum of a histogram, with what lies outside of the bins or without. */
  private static double total(Cli cli, String which, String outside) throws IOException {
    return rows(
            cli,
            "SELECT aggregate(value, 0D, (a, b) -> a + b) + "
                + outside
                + " * (underflow + overflow) AS n FROM series WHERE series_id = 'cernopendata/5500/"
                + which
                + "|mass4mu_8TeV_low'")
        .get(0)
        .get("n")
        .asDouble();
  }

  /**
   * Chi-square and deviance by numpy: {@code o, p, v} arrays of observed counts, predicted sum of
   * {@code w n} and {@code w^2 n}; {@code used = (o > 0) | (p > 0)}; {@code chi2 = ((o - p)**2 /
   * (where(o > 0, o, p) + v))[used].sum()}; {@code deviance = 2 (p - o + o log(o / p)).sum()}.
   */
  private static void pairs(Cli cli) throws IOException {
    Map<String, double[]> expected =
        Map.of(
            "mass4mu_8TeV_low DoubleMu12", new double[] {20.769723521954113, 37, 41.34436895638119},
            "mass4e_8TeV_low DoubleE12", new double[] {10.379498390408676, 37, 20.31070591503909},
            "mass2mu2e_8TeV_low DoubleMu12",
                new double[] {19.710182906969436, 37, 40.66530582863369},
            "mass4mu_full DoubleMu12", new double[] {60.465335458928784, 274, 140.90082420614357},
            "mZa_4mu DoubleMu12", new double[] {51.12864857728467, 80, 89.84004328804699},
            "massZto2muon DoubleMu12", new double[] {175564.72156954085, 120, 617706.9935851017});
    Map<String, JsonNode> pairs = new TreeMap<>();
    for (JsonNode pair : rows(cli, "SELECT * FROM pairs")) {
      JsonNode texts = pair.get("conditions_text");
      String name = texts.get("histogram").asText() + " " + texts.get("sample").asText();
      assertThat(pairs.put(name, pair)).as(name).isNull();
      assertThat(pair.get("pair_type").asText()).isEqualTo("experiment-simulation");
      assertThat(pair.get("group_id").asText()).isEqualTo("cernopendata 5500 2012");
    }
    expected.forEach(
        (name, numbers) -> {
          JsonNode pair = pairs.get(name);
          assertThat(pair.get("chi2").asDouble()).as(name).isCloseTo(numbers[0], close(numbers[0]));
          assertThat(pair.get("ndf").asInt()).as(name).isEqualTo((int) numbers[1]);
          assertThat(pair.get("metrics").get("deviance").asDouble())
              .as(name)
              .isCloseTo(numbers[2], close(numbers[2]));
        });
    JsonNode metrics = pairs.get("mass4mu_8TeV_low DoubleMu12").get("metrics");
    assertThat(metrics.get("yield_ZZ4mu12").asDouble()).isCloseTo(80.14402563375545, within(1e-9));
    assertThat(metrics.get("yield_HZZ12").asDouble()).isCloseTo(2.735056155053955, within(1e-9));
    assertThat(metrics.get("observed_overflow").asDouble()).isEqualTo(53);
    // Events of DoubleE stand beside electrons only: no collision is counted twice.
    assertThat(pairs.keySet())
        .filteredOn(name -> name.endsWith("DoubleE12"))
        .allMatch(name -> name.contains("4e") || name.contains("Zto2e"));
  }

  private static Offset<Double> close(double value) {
    return within(1e-9 * value);
  }

  /** Greatest deviations of M, mZ1 and mZ2 by Python from the same four-vectors. */
  private static void masses(Cli cli) throws IOException {
    Map<String, Double> expected =
        Map.of(
            "4mu_2011.csv|0|M", 0.0012882895424581875,
            "4mu_2011.csv|0|mZ1", 0.0014560858772298957,
            "4mu_2011.csv|0|mZ2", 0.001001818740434146,
            "4e_2011.csv|0|M", 0.0004600249408497348,
            "2e2mu_2011.csv|0|M", 0.0005358503191814634);
    Map<String, Double> found = new TreeMap<>();
    for (JsonNode row :
        rows(cli, "SELECT series_id, value FROM series WHERE series_id LIKE '%_deviation'")) {
      String name = row.get("series_id").asText();
      found.put(
          name.substring(name.indexOf('/') + 1, name.lastIndexOf('_')),
          row.get("value").get(0).asDouble());
    }
    assertThat(found).hasSize(9);
    expected.forEach(
        (name, most) -> assertThat(found.get(name)).as(name).isCloseTo(most, within(1e-9)));
    JsonNode muons =
        rows(
                cli,
                "SELECT entries, underflow, overflow, case_id, side FROM series WHERE series_id ="
                    + " 'cernopendata/Zmumu_Run2011A.csv|0|mass2mu'")
            .get(0);
    assertThat(muons.get("entries").asDouble()).isEqualTo(10_583);
    assertThat(muons.get("side").asText()).isEqualTo("experiment");
  }

  private static JsonNode rows(Cli cli, String query) throws IOException {
    String out = run(cli, "query", query, "--format", "json").out().strip();
    return new ObjectMapper()
        .readTree(out.isEmpty() ? "[]" : "[" + String.join(",", out.split("\n")) + "]");
  }

  private static Cli.Result run(Cli cli, String... command) {
    Cli.Result result = cli.run(command);
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    return result;
  }
}
