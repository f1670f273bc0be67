package org.rudolphine.transform.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Published events and runs read straight from the providers' files below RUDOLPHINE_CORPUS, so
 * that nothing but the ranking takes part.
 */
final class GwCorpus {
  private GwCorpus() {}

  /** The SXS catalog of April 2019: its runs of two black holes in the order of their ids. */
  static List<GwRun> runs() throws IOException {
    List<GwRun> runs = new ArrayList<>();
    for (JsonNode run : catalog()) {
      if (run.path("object_types").asText().equals("BHBH")) {
        runs.add(run(run));
      }
    }
    runs.sort(Comparator.comparing(GwRun::id));
    return runs;
  }

  /** Runs whose catalog entry names one of these papers as theirs. */
  static List<String> runsOf(String... papers) throws IOException {
    List<String> ids = new ArrayList<>();
    for (JsonNode run : catalog()) {
      List<String> keys = new ArrayList<>();
      JsonNode stated = run.path("simulation_bibtex_keys");
      if (stated.isTextual()) {
        keys.add(stated.asText());
      }
      stated.forEach(key -> keys.add(key.asText()));
      if (keys.stream().anyMatch(List.of(papers)::contains)) {
        ids.add(run.get("name").asText());
      }
    }
    ids.sort(Comparator.naturalOrder());
    return ids;
  }

  private static JsonNode catalog() throws IOException {
    return new ObjectMapper().readTree(file("sxs/catalog_2019-04_subset.json").toFile());
  }

  static Path file(String name) {
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

  /** Binary black holes of a v2 CSV file, in the order of their ids. */
  static List<GwEvent> events(String name) throws IOException {
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
        measured(numbers, "chirp_mass_source"),
        measured(numbers, "chirp_mass"),
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
}
