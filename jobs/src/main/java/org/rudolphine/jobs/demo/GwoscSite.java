package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The GWOSC host: serves its files, and sends any other path to the interface that owns it. */
final class GwoscSite implements Site {
  /** The cumulative list that is no catalog of its own. */
  static final String CUMULATIVE = "GWTC";

  private final SampleData data;
  private final GwoscV1 v1;
  private final GwoscV2 v2;

  GwoscSite(SampleData data, URI self) {
    this.data = data;
    this.v1 = new GwoscV1(data, self);
    this.v2 = new GwoscV2(data, self);
  }

  @Override
  public Answer answer(String path, Query query) {
    Optional<byte[]> file = data.file(path);
    if (file.isPresent()) {
      return Answer.file(file.get());
    }
    if (path.startsWith("/eventapi/")) {
      return v1.answer(path);
    }
    return path.startsWith("/api/v2/") ? v2.answer(path, query) : notFound();
  }

  static Answer notFound() {
    return Answer.json(404, SampleData.detail("No Event matches the given query."));
  }

  /** All event versions, the newest event first and versions of one event ascending. */
  static List<EventVersion> all(SampleData data) {
    return data.eventVersions().entrySet().stream()
        .map(entry -> new EventVersion(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingDouble(EventVersion::gps)
                .reversed()
                .thenComparing(EventVersion::name)
                .thenComparingInt(EventVersion::version))
        .toList();
  }

  /** The versions that a release name selects: those of a catalog, or the cumulative list. */
  static Predicate<EventVersion> inRelease(SampleData data, String release) {
    return release.equals(CUMULATIVE)
        ? cumulative(data)
        : version -> version.catalog().equals(release);
  }

  private static Predicate<EventVersion> cumulative(SampleData data) {
    List<String> catalogs =
        data.catalogs().stream()
            .filter(catalog -> catalog.path("cumulative").booleanValue())
            .map(catalog -> catalog.get("name").textValue())
            .toList();
    return newest(all(data).stream().filter(version -> catalogs.contains(version.catalog())));
  }

  /** Selects the highest version of each event among those given. */
  static Predicate<EventVersion> newest(Stream<EventVersion> among) {
    Map<String, Integer> highest =
        among.collect(Collectors.toMap(EventVersion::name, EventVersion::version, Math::max));
    return version -> Integer.valueOf(version.version()).equals(highest.get(version.name()));
  }

  /** True when the provider knows the list: a catalog of its own or the cumulative one. */
  static boolean isRelease(SampleData data, String name) {
    return name.equals(CUMULATIVE)
        || data.catalogs().stream().map(GwoscSite::name).anyMatch(name::equals);
  }

  private static String name(JsonNode catalog) {
    return catalog.get("name").textValue();
  }
}
