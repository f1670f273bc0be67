package org.rudolphine.transform.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.ingest.protocol.CsvRows;
import org.rudolphine.transform.histogram.Histogram;

/**
 * Real files against the table that was made of them by another reader, in Python: every content
 * that the table has is compared bit by bit, and all others must be zero.
 */
@Tag("corpus")
@EnabledIfEnvironmentVariable(named = "RUDOLPHINE_CORPUS", matches = ".+")
class RootCorpusTest {
  private static Path data() {
    return Path.of(System.getenv("RUDOLPHINE_CORPUS"), "cernopendata", "event-data");
  }

  private static Map<String, Histogram> histograms(String file) throws IOException {
    Map<String, Histogram> byName = new TreeMap<>();
    for (Histogram histogram : read(file).histograms()) {
      byName.put(histogram.name(), histogram);
    }
    return byName;
  }

  private static RootFile read(String file) throws IOException {
    return RootFile.read(Files.readAllBytes(data().resolve(file)));
  }

  /** Rows of one sample by histogram and bin. */
  private static Map<String, Map<Integer, Map<String, String>>> table(String sample)
      throws IOException {
    Path path = data().resolve("h4l-2012-histograms.csv.gz");
    StringBuilder rows = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
      rows.append(lines.readLine()).append('\n');
      lines
          .lines()
          .filter(line -> line.startsWith(sample + ","))
          .forEach(line -> rows.append(line).append('\n'));
    }
    Map<String, Map<Integer, Map<String, String>>> table = new HashMap<>();
    CsvRows parsed = CsvRows.parse(rows.toString().getBytes(StandardCharsets.UTF_8));
    for (CsvRows.Row row : parsed.rows()) {
      Map<String, String> cells = parsed.named(row);
      table
          .computeIfAbsent(cells.get("histogram"), name -> new TreeMap<>())
          .put(Integer.valueOf(cells.get("bin")), cells);
    }
    return table;
  }

  @ParameterizedTest
  @CsvSource({"DoubleMu12", "HZZ12", "ZZ4mu12"})
  void everyHistogramIsThatOfTheTable(String sample) throws IOException {
    Map<String, Histogram> histograms = histograms(sample + ".root");
    Map<String, Map<Integer, Map<String, String>>> table = table(sample);

    assertThat(histograms).hasSize(94);
    assertThat(histograms.keySet()).containsAll(table.keySet());
    int compared = 0;
    for (Histogram histogram : histograms.values()) {
      Map<Integer, Map<String, String>> rows = table.getOrDefault(histogram.name(), Map.of());
      for (int bin = 0; bin <= histogram.bins() + 1; bin++) {
        Map<String, String> row = rows.get(bin);
        String what = histogram.name() + " bin " + bin;
        assertThat(content(histogram, bin))
            .as(what)
            .isEqualTo(row == null ? 0 : Double.parseDouble(row.get("content")));
        if (row != null) {
          compared++;
          assertThat(histogram.title()).isEqualTo(row.get("title"));
          sameEdge(what, edge(histogram, bin - 1), number(row.get("bin_low")));
          sameEdge(what, edge(histogram, bin), number(row.get("bin_high")));
        }
      }
    }
    assertThat(compared).isEqualTo(table.values().stream().mapToInt(Map::size).sum());
  }

  /** The table's edges are rounded to ten digits. */
  private static void sameEdge(String what, double edge, double given) {
    if (Double.isInfinite(given)) {
      assertThat(edge).as(what).isEqualTo(given);
    } else {
      assertThat(edge).as(what).isCloseTo(given, within(1e-9 * Math.max(1, Math.abs(given))));
    }
  }

  private static double content(Histogram histogram, int bin) {
    if (bin == 0) {
      return histogram.underflow().content();
    }
    return bin > histogram.bins() ? histogram.overflow().content() : histogram.contents()[bin - 1];
  }

  private static double edge(Histogram histogram, int at) {
    if (at < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    return at > histogram.bins() ? Double.POSITIVE_INFINITY : histogram.edges()[at];
  }

  private static double number(String text) {
    return switch (text) {
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "inf" -> Double.POSITIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  @Test
  void aFileOfTreesHasNoHistograms() throws IOException {
    RootFile file = read("nanoAOD_2015_CMS_Open_Data_ttbar.root");

    assertThat(file.histograms()).isEmpty();
    assertThat(file.others()).isPositive();
  }

  @Test
  void damageIsToldAndNeverMore() throws IOException {
    byte[] whole = Files.readAllBytes(data().resolve("HZZ12.root"));
    Random random = new Random(4);
    int told = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged =
          i % 3 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
      for (int j = 0; j < 20 && damaged.length > 0; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        List<Histogram> readable = RootFile.read(damaged).histograms();
        assertThat(readable.size()).isLessThanOrEqualTo(94);
      } catch (MalformedRootFile e) {
        told++;
      }
    }
    assertThat(told).isGreaterThan(200);
    assertThatThrownBy(() -> RootFile.read("no root".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("does not begin with root");
  }
}
