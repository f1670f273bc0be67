package org.rudolphine.ingest.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a release of the SXS catalog says that the waveform of a simulation lies.
 *
 * @param tag release that was looked into
 * @param file name of the file, or empty when the release names none that can be read
 * @param level resolution, {@code Lev6}
 * @param url address
 * @param bytes size, or -1 when it is not stated
 * @param md5 lower-case hex MD5, or empty when it is not stated
 */
record SxsWaveformLink(String tag, String file, String level, String url, long bytes, String md5) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The extrapolated strain; that of the centre of mass is better. */
  private static final Pattern READABLE =
      Pattern.compile(
          "(?:.*[:/])?(Lev-?\\d{1,2})[:/](rhOverM_Asymptotic_GeometricUnits(_CoM)?\\.h5)");

  /** The best readable one of a simulation's {@code files}: the highest resolution. */
  static SxsWaveformLink among(JsonNode files, String tag) {
    return files.properties().stream()
        .map(entry -> read(entry, tag))
        .flatMap(Optional::stream)
        .max(
            Comparator.comparing((SxsWaveformLink link) -> link.file.contains("_CoM"))
                .thenComparingInt(link -> Integer.parseInt(link.level.substring(3)))
                .thenComparing(SxsWaveformLink::url))
        .orElse(new SxsWaveformLink(tag, "", "", "", -1, ""));
  }

  private static Optional<SxsWaveformLink> read(Map.Entry<String, JsonNode> entry, String tag) {
    Matcher name = READABLE.matcher(entry.getKey());
    String url = entry.getValue().path("link").asText("");
    if (!name.matches() || url.isBlank()) {
      return Optional.empty();
    }
    String checksum = entry.getValue().path("checksum").asText("");
    return Optional.of(
        new SxsWaveformLink(
            tag,
            name.group(2),
            name.group(1),
            url,
            entry.getValue().path("size").asLong(-1),
            checksum.matches("md5:[0-9a-f]{32}") ? checksum.substring(4) : ""));
  }

  boolean found() {
    return !file.isEmpty();
  }

  /** What tells this content from another: its checksum, else its address. */
  String identity() {
    return level + "/" + file + "|" + (md5.isEmpty() ? url : md5);
  }

  String toState() {
    return MAPPER
        .createArrayNode()
        .add(tag)
        .add(file)
        .add(level)
        .add(url)
        .add(bytes)
        .add(md5)
        .toString();
  }

  /** The link of a state, or null when there is none. */
  static SxsWaveformLink fromState(String state) {
    if (state == null) {
      return null;
    }
    try {
      JsonNode parts = MAPPER.readTree(state);
      return new SxsWaveformLink(
          parts.path(0).asText(),
          parts.path(1).asText(),
          parts.path(2).asText(),
          parts.path(3).asText(),
          parts.path(4).asLong(-1),
          parts.path(5).asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "An sxs manifest holds a state that is not ours: " + state, e);
    }
  }
}
