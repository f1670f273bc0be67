package org.rudolphine.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample says what the providers' real replies say. */
@Tag("corpus")
@EnabledIfEnvironmentVariable(
    named = "RUDOLPHINE_CORPUS",
    matches = ".+",
    disabledReason = "RUDOLPHINE_CORPUS does not name the folder of real data")
class SampleFactsTest {
  private static final Map<String, String> RENAMED =
      Map.of(
          "reference_mass1", "relaxed_mass1",
          "reference_mass2", "relaxed_mass2",
          "reference_mass_ratio", "relaxed_mass_ratio",
          "reference_chi_eff", "relaxed_chi_eff",
          "reference_eccentricity", "relaxed_eccentricity",
          "reference_time", "relaxed_measurement_time",
          "number_of_orbits", "number_of_orbits",
          "remnant_mass", "remnant_mass");

  private final SampleClient client = new SampleClient();

  @ParameterizedTest
  @CsvSource({"GWTC-1-confident,11", "GWTC-2.1-confident,7"})
  void eventParametersAreThoseOfThePortal(String release, int count) throws Exception {
    Map<String, Map<String, String>> published =
        table(Files.readString(corpus("gwosc/events/api_v2_" + release + ".csv")));
    try (SampleServer server = SampleServer.start()) {
      String query = "?format=csv&include-default-parameters=true&release=" + release;
      Map<String, Map<String, String>> sample =
          table(client.get(server.gwoscUrl() + "/api/v2/event-versions" + query).body());

      assertThat(sample).hasSize(count);
      SoftAssertions softly = new SoftAssertions();
      sample.forEach(
          (id, row) ->
              row.forEach(
                  (column, cell) ->
                      softly
                          .assertThat(comparable(cell))
                          .as("%s of %s", column, id)
                          .isEqualTo(comparable(published.get(id).get(column)))));
      softly.assertAll();
    }
  }

  @Test
  void simulationsAreThoseOfTheCatalogOf2019() throws Exception {
    Map<String, JsonNode> published = new LinkedHashMap<>();
    new ObjectMapper()
        .readTree(corpus("sxs/catalog_2019-04_subset.json").toFile())
        .forEach(run -> published.put(run.get("name").textValue(), run));
    SampleData sample = SampleData.bundled();
    int compared = 0;
    for (Map.Entry<String, JsonNode> run :
        sample.simulations(sample.latestTag()).orElseThrow().properties()) {
      JsonNode original = published.get(run.getKey());
      if (original != null) {
        compared++;
        RENAMED.forEach(
            (to, from) -> same(run.getKey(), run.getValue().path(to), original.path(from)));
      }
    }
    // All but the one record of the third generation, four known from their own metadata and the
    // synthetic one.
    assertThat(compared).isEqualTo(117 - 6);
  }

  /** Titles, DOIs, numbers and conditions, of the records that the two shapes' files hold. */
  @Test
  void colliderRecordsAreThoseOfThePortal() throws Exception {
    Map<String, JsonNode> published = new LinkedHashMap<>();
    for (String file :
        List.of("records-legacy-shape-2018", "records-legacy-shape", "records-datasets")) {
      try (BufferedReader lines = lines(corpus("cernopendata/" + file + ".jsonl.gz"))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          JsonNode record = SampleData.JSON.readTree(line);
          published.put(record.get("recid").asText(), record);
        }
      }
    }
    int compared = 0;
    for (CernRecord record : SampleData.bundled().cernOpenData().all()) {
      JsonNode original = published.get(record.id());
      if (original != null) {
        compared++;
        for (String field :
            List.of("title", "doi", "collision_information", "run_period", "type")) {
          assertThat(record.metadata().path(field)).as(record.id()).isEqualTo(original.path(field));
        }
        for (String number : List.of("number_events", "number_files", "size")) {
          assertThat(record.metadata().path("distribution").path(number))
              .as(record.id())
              .isEqualTo(original.path("distribution").path(number));
        }
      }
    }
    // All datasets; the analyses lie in another file, the glossary in none.
    assertThat(compared).isEqualTo(51);
  }

  private static BufferedReader lines(Path file) throws IOException {
    InputStream packed = new GZIPInputStream(Files.newInputStream(file));
    return new BufferedReader(new InputStreamReader(packed, StandardCharsets.UTF_8));
  }

  private static void same(String id, JsonNode value, JsonNode original) {
    if (original.isNumber()) {
      double expected = original.doubleValue();
      assertThat(value.doubleValue())
          .as(id)
          .isCloseTo(expected, within(1e-8 * Math.abs(expected) + 1e-11));
    } else {
      assertThat(value.asText()).as(id).isEqualTo(original.asText());
    }
  }

  private static Map<String, Map<String, String>> table(String csv) {
    List<String> lines = csv.lines().toList();
    String[] header = lines.get(0).split(",", -1);
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < header.length; i++) {
        row.put(header[i], cells[i]);
      }
      rows.put(row.get("shortName"), row);
    }
    return rows;
  }

  /** Numbers as numbers, so that 1e-07 and 1.0E-7 are one value; anything else as it is. */
  private static Object comparable(String cell) {
    try {
      return Double.valueOf(cell);
    } catch (NumberFormatException e) {
      return cell;
    }
  }

  private static Path corpus(String file) throws IOException {
    Path path = Path.of(System.getenv("RUDOLPHINE_CORPUS")).resolve(file);
    if (!Files.isReadable(path)) {
      throw new IOException("The corpus lacks " + path);
    }
    return path;
  }
}
