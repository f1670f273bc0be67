package org.rudolphine.ingest.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a listing says of one event version, as far as its detail's address and turn depend on it.
 *
 * @param shortName event name, in its short or long form, and version, joined by {@code -v}
 * @param name event name
 * @param version version number as text
 * @param catalog short name of the catalog
 * @param gps GPS time in s as text, or empty
 * @param hash short hash of the listing's payload; another hash means that the row was edited
 */
record GwoscEvent(
    String shortName, String name, String version, String catalog, String gps, String hash) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Instant GPS_EPOCH = Instant.parse("1980-01-06T00:00:00Z");
  private static final Pattern NUMBERED_CATALOG =
      Pattern.compile("GWTC-\\d+(\\.\\d+)?(-confident)?");

  /** Details of the numbered catalogs first, of those the newest events first. */
  static final Comparator<GwoscEvent> MOST_WANTED_FIRST =
      Comparator.comparing((GwoscEvent event) -> !event.inNumberedCatalog())
          .thenComparing(Comparator.comparingDouble(GwoscEvent::seconds).reversed())
          .thenComparing(GwoscEvent::shortName);

  /**
   * Of the versions of one event, the one that stands for it comes last: the highest one of a
   * numbered catalog, or where there is none the highest.
   */
  static final Comparator<GwoscEvent> CURRENT_LAST =
      Comparator.comparing(GwoscEvent::inNumberedCatalog)
          .thenComparingLong(GwoscEvent::versionNumber)
          .thenComparing(GwoscEvent::shortName);

  private long versionNumber() {
    return version.matches("\\d{1,9}") ? Long.parseLong(version) : -1;
  }

  private boolean inNumberedCatalog() {
    return NUMBERED_CATALOG.matcher(catalog).matches();
  }

  private double seconds() {
    try {
      return Double.parseDouble(gps);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Time of the event to within the leap seconds, or null when the listing gives none. */
  Instant happenedAt() {
    return gpsInstant(seconds());
  }

  static Instant gpsInstant(double seconds) {
    return seconds > 0 && seconds < 1e10 ? GPS_EPOCH.plusSeconds((long) seconds) : null;
  }

  /** Path of the v1 detail, or null when the listing gives no usable names for it. */
  String v1Path() {
    for (String segment : List.of(catalog, name, version)) {
      if (unusable(segment)) {
        return null;
      }
    }
    return "/eventapi/json/"
        + encoded(catalog)
        + "/"
        + encoded(name)
        + "/v"
        + encoded(version)
        + "/";
  }

  /** Path of the v2 detail, or null when the listing gives no usable name for it. */
  String v2Path() {
    String id = nameWithVersion();
    return unusable(id) ? null : "/api/v2/event-versions/" + encoded(id) + "?format=json";
  }

  /** Path of the v2 list of strain files in HDF5, or null as for the detail. */
  String strainPath(int rateHz, int durationS) {
    String id = nameWithVersion();
    return unusable(id)
        ? null
        : "/api/v2/event-versions/%s/strain-files?sample-rate=%d&duration=%d&file-format=hdf5"
            .formatted(encoded(id), rateHz / GwoscStrainFile.HZ_PER_NOMINAL_KHZ, durationS);
  }

  /**
   * The name that details go by. The short name of some rows has the long form of the name (row
   * GW190412, version 4, is GW190412_053044-v4), but their addresses never do.
   */
  String nameWithVersion() {
    return name.isBlank() || version.isBlank() ? shortName : name + "-v" + version;
  }

  /** Whether both speak of the same version of the same event. */
  boolean sameAs(GwoscEvent other) {
    return shortName.equals(other.shortName) || nameWithVersion().equals(other.nameWithVersion());
  }

  private static boolean unusable(String segment) {
    return segment.isBlank() || segment.equals(".") || segment.equals("..");
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** As kept in a manifest's state. */
  String toState() {
    return MAPPER
        .createArrayNode()
        .add(hash)
        .add(name)
        .add(version)
        .add(catalog)
        .add(gps)
        .toString();
  }

  static GwoscEvent fromState(String shortName, String state) {
    try {
      JsonNode parts = MAPPER.readTree(state);
      return new GwoscEvent(
          shortName,
          parts.path(1).asText(),
          parts.path(2).asText(),
          parts.path(3).asText(),
          parts.path(4).asText(),
          parts.path(0).asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "A gwosc manifest holds a state of " + shortName + " that is not ours: " + state, e);
    }
  }
}
