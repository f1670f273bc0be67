package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Published events against the SXS catalog of April 2019, both read here straight from the
 * providers' files, so that nothing but the ranking is tested.
 */
@Tag("corpus")
@EnabledIfEnvironmentVariable(
    named = "RUDOLPHINE_CORPUS",
    matches = ".+",
    disabledReason = "RUDOLPHINE_CORPUS does not name the directory of real data")
class GravitationalWaveCorpusTest {
  private static List<GwRun> runs;

  @BeforeAll
  static void readRuns() throws IOException {
    runs = new ArrayList<>();
    for (JsonNode run :
        new ObjectMapper().readTree(file("sxs/catalog_2019-04_subset.json").toFile())) {
      if (run.path("object_types").asText().equals("BHBH")) {
        runs.add(run(run));
      }
    }
    runs.sort(Comparator.comparing(GwRun::id));
  }

  private static Path file(String name) {
    return Path.of(System.getenv("RUDOLPHINE_CORPUS")).resolve(name);
  }

  /** chi_p of Schmidt, Ohme and Hannam (2015), with the bodies sorted by mass. */
  private static GwRun run(JsonNode run) {
    double given = run.get("relaxed_mass_ratio").asDouble();
    boolean swapped = given < 1;
    double q = swapped ? 1 / given : given;
    double heavy = run.get(swapped ? "relaxed_chi2_perp" : "relaxed_chi1_perp").asDouble();
    double light = run.get(swapped ? "relaxed_chi1_perp" : "relaxed_chi2_perp").asDouble();
    double weight = (2 + 1.5 * q) / ((2 + 1.5 / q) * q * q);
    JsonNode eccentricity = run.get("relaxed_eccentricity");
    return new GwRun(
        run.get("name").asText(),
        q,
        run.get("relaxed_chi_eff").asDouble(),
        Math.max(heavy, weight * light),
        eccentricity.isNumber() ? eccentricity.asDouble() : null,
        eccentricity.isNumber() ? null : limit(eccentricity.asText()),
        run.get("relaxed_orbital_frequency_mag").asDouble(),
        run.path("number_of_orbits").asDouble(),
        false);
  }

  private static Double limit(String text) {
    double limit = Double.parseDouble(text.replace("<", ""));
    return limit < 1 ? limit : null;
  }

  private static List<GwEvent> events(String name) throws IOException {
    List<String> lines = Files.readAllLines(file("gwosc/events/" + name));
    String[] header = lines.get(0).split(",", -1);
    List<GwEvent> events = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, Double> numbers = new HashMap<>();
      for (int i = 7; i < header.length; i++) {
        numbers.put(header[i], cells[i].isEmpty() ? null : Double.valueOf(cells[i]));
      }
      if (numbers.get("mass_2_source") != null && numbers.get("mass_2_source") >= 3) {
        events.add(event(cells[1], numbers));
      }
    }
    events.sort(Comparator.comparing(GwEvent::id));
    return events;
  }

  private static GwEvent event(String id, Map<String, Double> numbers) {
    return new GwEvent(
        id,
        id.substring(0, id.lastIndexOf("-v")),
        0.9,
        measured(numbers, "mass_1_source"),
        measured(numbers, "mass_2_source"),
        measured(numbers, "total_mass_source"),
        measured(numbers, "chi_eff"),
        Measured.ABSENT,
        measured(numbers, "redshift"));
  }

  private static Measured measured(Map<String, Double> numbers, String name) {
    Double value = numbers.get(name);
    Double lower = numbers.get(name + "_lower");
    Double upper = numbers.get(name + "_upper");
    return new Measured(
        value, lower == null ? null : value + lower, upper == null ? null : value + upper);
  }

  private static List<Match> matches(GwEvent event) {
    EventSpread spread = new EventSpread(event, GwSamples.RANKING);
    return RunRanking.best(spread, runs, 20).stream()
        .map(ranked -> RunComparison.of(spread, ranked, GwSamples.RANKING).match())
        .toList();
  }

  /**
   * Counted with Python over the same file: 350 runs of two black holes, of which 79 lie in the box
   * 1/q in [0.65, 1], chi_eff in [-0.14, 0.11] (of the whole catalog's 435 it is 90).
   */
  @Test
  void readsTheCatalog() {
    assertThat(runs).hasSize(350);
    assertThat(runs)
        .filteredOn(
            run -> 1 / run.massRatio() >= 0.65 && run.chiEff() >= -0.14 && run.chiEff() <= 0.11)
        .hasSize(79);
  }

  /** The run that was made for GW150914 (Lovelace et al. 2016). */
  @Test
  void listsTheRunThatWasMadeForGw150914() {
    List<Match> matches = matches(GwSamples.GW150914);
    assertThat(matches.subList(0, 10)).extracting(Match::rightId).contains("SXS:BBH:0305");
    assertThat(matches)
        .filteredOn(match -> match.rightId().equals("SXS:BBH:0305"))
        .allSatisfy(
            match -> {
              assertThat(match.decision()).isEqualTo(Match.Decision.ACCEPTED);
              assertThat(match.mismatches()).isEmpty();
            });
  }

  @Test
  void everyBlackHoleEventOfTwoCatalogsHasARankedList(TestReporter reporter) throws IOException {
    List<GwEvent> events = new ArrayList<>(events("api_v2_GWTC-1-confident.csv"));
    assertThat(events).as("GWTC-1 has ten binary black holes").hasSize(10);
    events.addAll(events("api_v2_GWTC-2.1-confident.csv"));
    for (GwEvent event : events) {
      List<Match> matches = matches(event);
      assertThat(matches).as(event.id()).hasSize(20);
      assertThat(matches).isSortedAccordingTo(Comparator.comparingDouble(Match::score).reversed());
      reporter.publishEntry(event.id(), summary(matches));
    }
  }

  private static String summary(List<Match> matches) {
    long accepted =
        matches.stream().filter(one -> one.decision() == Match.Decision.ACCEPTED).count();
    int place = matches.stream().map(Match::rightId).toList().indexOf("SXS:BBH:0305") + 1;
    return String.format(
        Locale.ROOT,
        "accepted %d, SXS:BBH:0305 at %d, %s",
        accepted,
        place,
        matches.subList(0, 5).stream()
            .map(one -> String.format(Locale.ROOT, "%s %.3f", one.rightId(), one.score()))
            .toList());
  }
}
