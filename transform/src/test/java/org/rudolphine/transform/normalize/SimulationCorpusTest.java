package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.rudolphine.ingest.source.RitSource;
import org.rudolphine.ingest.source.Source;
import org.rudolphine.ingest.source.SxsSource;

/** Real catalogs. Expected counts are what the files hold, counted without this project's code. */
@Tag("corpus")
@EnabledIfEnvironmentVariable(
    named = "RUDOLPHINE_CORPUS",
    matches = ".+",
    disabledReason = "RUDOLPHINE_CORPUS does not name the folder of real data")
class SimulationCorpusTest {
  private final SxsNormalizer sxs = new SxsNormalizer(SimulationRecords.SETTINGS);
  private final RitNormalizer rit = new RitNormalizer(SimulationRecords.SETTINGS);
  private final Source sxsSource = new SxsSource(SimulationRecords.SETTINGS);

  @Test
  void theListOf2019IsReadWhole() throws IOException {
    List<NormalizedRow> rows = rows(sxs, sxsSource, "catalog_2019-04_subset.json");

    assertThat(rows).hasSize(356);
    assertThat(ids(rows)).hasSize(356);
    assertThat(withColumn(rows, "mass_ratio")).hasSize(356);
    assertThat(rows).noneMatch(row -> number(row, "mass_ratio") < 1);
    assertThat(withColumn(rows, "omega_orbital")).hasSize(356);
    // 283 numbers, and 73 texts: 66 bounds below 1, five above, two NaN
    assertThat(withColumn(rows, "eccentricity")).hasSize(283);
    assertThat(withColumn(rows, "eccentricity_limit")).hasSize(66);
    assertThat(issues(rows))
        .containsEntry("eccentricity", 5L)
        .doesNotContainKey("chi_eff")
        // five runs with neutron stars have a mass or a spin of the initial data only
        .containsEntry("mass_ratio", 5L)
        // code units of another total mass: six with neutron stars, SXS:BBH:0170 and 0171
        .containsEntry("total_mass", 8L);
    assertThat(rows).allMatch(row -> Boolean.FALSE.equals(row.values().get("deprecated")));
  }

  @Test
  void theRunOfTheFirstEventIsThere() throws IOException {
    Map<String, Object> run =
        rows(sxs, sxsSource, "catalog_2019-04_subset.json").stream()
            .filter(row -> row.key().equals("SXS:BBH:0305"))
            .findFirst()
            .orElseThrow()
            .values();

    assertThat((Double) run.get("mass_ratio")).isCloseTo(1.2212026034520165, within(1e-12));
    assertThat(run)
        .containsEntry("chi_eff", -0.0166486688481975)
        .containsEntry("eccentricity", 0.0008382)
        .containsEntry("n_orbits", 15.168887885)
        .containsEntry("remnant_mass", 0.952032939704);
    assertThat((Double) run.get("omega_orbital")).isCloseTo(0.01799614585720004, within(1e-15));
    assertThat((Double) run.get("remnant_spin")).isCloseTo(0.6920851868180025, within(1e-15));
    // 0.0004475469016137533 of the speed of light
    assertThat((Double) run.get("remnant_kick_km_s")).isCloseTo(134.1711857, within(1e-6));
  }

  @Test
  void filesOfSingleRunsCombineToSimulations() throws IOException {
    List<NormalizedRow> rows = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder().resolve("metadata"))) {
      for (Path file : files.filter(path -> path.endsWith("metadata.json")).sorted().toList()) {
        rows.addAll(rows(sxs, sxsSource, folder().relativize(file).toString()));
      }
    }

    assertThat(rows).hasSize(72);
    assertThat(ids(rows)).hasSize(37);
    // seven bounds of 1.1 to 2.1
    assertThat(issues(rows)).isEqualTo(Map.of("eccentricity", 7L));
    List<NormalizedRow> one =
        rows.stream()
            .filter(row -> row.key().equals("SXS:BBH:2586"))
            .sorted((a, b) -> b.precedence() - a.precedence())
            .toList();
    assertThat(one).hasSize(2);
    assertThat(sxs.combine(one))
        .containsEntry("levels", List.of(2, 3))
        .containsEntry("simulation_name", "017/Lev3");
  }

  @Test
  void theRecordOfVersion3HasItsFilesAndLevels() throws IOException {
    List<NormalizedRow> rows = rows(sxs, sxsSource, "simulations_v3_single_record.json");

    assertThat(ids(rows)).containsExactly("SXS:BBH:1132");
    assertThat(rows.get(0).issues()).isEmpty();
    assertThat(rows.get(0).values())
        .containsEntry("levels", List.of(-1, 0, 1, 2, 3, 4))
        .containsEntry("chi_eff", -1.1360230305390596e-07)
        .containsEntry("n_orbits", 53.41547707495209)
        .containsEntry("citation_dois", List.of("10.1088/1361-6382/ab34e2"));
  }

  @Test
  void theTableOfRitIsReadWhole() throws IOException {
    List<NormalizedRow> rows =
        rows(
            rit,
            new RitSource(SimulationRecords.SETTINGS),
            "other_catalogs/rit_metadata_trimmed.csv");

    assertThat(rows).hasSize(1409);
    assertThat(ids(rows)).hasSize(1409);
    assertThat(withColumn(rows, "mass_ratio")).hasSize(1409);
    assertThat(rows).noneMatch(row -> number(row, "mass_ratio") < 1);
    assertThat(withColumn(rows, "chi_eff")).hasSize(1409);
    assertThat(withColumn(rows, "remnant_mass")).hasSize(1409);
    assertThat(withColumn(rows, "remnant_kick_km_s")).hasSize(1406);
    // 94 starts are 0 (not given) and one is negative; 94 orbit counts are 0 and ten negative
    assertThat(withColumn(rows, "omega_orbital")).hasSize(1314);
    assertThat(withColumn(rows, "n_orbits")).hasSize(1305);
    assertThat(issues(rows)).isEqualTo(Map.of("omega_orbital", 1L, "n_orbits", 10L));
  }

  private static Path folder() {
    return Path.of(System.getenv("RUDOLPHINE_CORPUS")).resolve("sxs");
  }

  private static List<NormalizedRow> rows(Normalizer normalizer, Source source, String file)
      throws IOException {
    List<NormalizedRow> rows = new ArrayList<>();
    for (var record : SimulationRecords.imported(source, folder(), folder().resolve(file))) {
      Outcome outcome = Outcome.of(normalizer, record);
      assertThat(outcome.rejectReason()).as(record.nativeId()).isNull();
      rows.addAll(outcome.rows());
    }
    return rows;
  }

  private static Set<String> ids(List<NormalizedRow> rows) {
    return rows.stream().map(NormalizedRow::key).collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<NormalizedRow> withColumn(List<NormalizedRow> rows, String column) {
    return rows.stream().filter(row -> row.values().containsKey(column)).toList();
  }

  private static double number(NormalizedRow row, String column) {
    return (Double) row.values().get(column);
  }

  private static Map<String, Long> issues(List<NormalizedRow> rows) {
    return rows.stream()
        .flatMap(row -> row.issues().stream().distinct())
        .collect(Collectors.groupingBy(Issue::field, TreeMap::new, Collectors.counting()));
  }
}
