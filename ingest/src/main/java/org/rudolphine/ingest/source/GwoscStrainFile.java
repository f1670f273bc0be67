package org.rudolphine.ingest.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A strain file in HDF5 as a detail of the v1 API ({@code strain}) or the list of the v2 API
 * ({@code results} of {@code strain-files}) names it.
 *
 * @param detector {@code H1}
 * @param rateHz samples per second: 4096 or 16384
 * @param durationS in s
 * @param gpsStart GPS time in s, as the list writes it
 * @param url address, as the list writes it
 */
record GwoscStrainFile(String detector, int rateHz, int durationS, String gpsStart, String url) {
  /** GWOSC's kHz are 1024 Hz. */
  static final int HZ_PER_NOMINAL_KHZ = 1024;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,199}");

  /** The files among such rows; what lacks an address, a detector or a number is none. */
  static List<GwoscStrainFile> among(JsonNode rows) {
    List<GwoscStrainFile> files = new ArrayList<>();
    rows.forEach(row -> read(row).ifPresent(files::add));
    return files;
  }

  private static Optional<GwoscStrainFile> read(JsonNode row) {
    String format = either(row, "format", "file_format").toLowerCase(Locale.ROOT);
    boolean hdf5 = format.equals("hdf5") || format.equals("hdf") || format.equals("h5");
    int hertz = whole(row.path("sampling_rate"), 1);
    GwoscStrainFile file =
        new GwoscStrainFile(
            row.path("detector").asText("").strip(),
            hertz > 0 ? hertz : whole(row.path("sample_rate_kHz"), HZ_PER_NOMINAL_KHZ),
            whole(row.path("duration"), 1),
            either(row, "GPSstart", "gps_start"),
            either(row, "url", "download_url"));
    boolean complete =
        hdf5
            && file.detector.matches("[A-Z][A-Z0-9]{1,3}")
            && file.rateHz > 0
            && file.durationS > 0
            && file.gpsStart.matches("\\d{1,10}(\\.\\d{1,9})?")
            && !file.url.isEmpty();
    return complete ? Optional.of(file) : Optional.empty();
  }

  private static String either(JsonNode row, String one, String other) {
    String text = row.path(one).asText("").strip();
    return text.isEmpty() || text.equals("null") ? row.path(other).asText("").strip() : text;
  }

  private static int whole(JsonNode number, int factor) {
    double value = number.asDouble(0) * factor;
    return value >= 1 && value <= 1e9 && value == Math.rint(value) ? (int) value : 0;
  }

  /** The last part of the address, or nothing when that is no plain file name. */
  Optional<String> fileName() {
    String path = url.replaceFirst("[?#].*", "");
    String last = path.substring(path.lastIndexOf('/') + 1);
    String name;
    try {
      name = URLDecoder.decode(last.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return FILE_NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
  }

  /**
   * What the file is, wherever it lies: event version, detector, rate, duration, start, release. A
   * host or path that changes makes it no other file, a revision does.
   */
  String identity(String shortName) {
    return String.join(
        "|",
        shortName,
        detector,
        Integer.toString(rateHz),
        Integer.toString(durationS),
        gpsStart,
        name().map(StrainFileName::release).orElse(""));
  }

  private Optional<StrainFileName> name() {
    return fileName().flatMap(StrainFileName::of);
  }

  /** What the record of the file says of it. */
  Map<String, Object> said(GwoscEvent event) {
    Map<String, Object> said = new TreeMap<>();
    name().ifPresent(name -> said.put("release", name.release()));
    said.put("detector", detector);
    said.put("sample_rate_hz", rateHz);
    said.put("duration_s", durationS);
    said.put("gps_start_s", Double.valueOf(gpsStart));
    said.put("event_name", event.name());
    said.put("event_version_id", event.shortName());
    return said;
  }

  /** As kept in a manifest's state: the files and which row of the list they were told for. */
  static String toState(String hash, List<GwoscStrainFile> files) {
    ArrayNode state = MAPPER.createArrayNode().add(hash);
    for (GwoscStrainFile file : files) {
      state
          .addArray()
          .add(file.detector)
          .add(file.rateHz)
          .add(file.durationS)
          .add(file.gpsStart)
          .add(file.url);
    }
    return state.toString();
  }

  /** The files of a state, or nothing when it was told for another row of the list. */
  static Optional<List<GwoscStrainFile>> fromState(String hash, String state) {
    if (state == null) {
      return Optional.empty();
    }
    JsonNode parts;
    try {
      parts = MAPPER.readTree(state);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "A gwosc manifest holds a state that is not ours: " + state, e);
    }
    if (!parts.path(0).asText().equals(hash)) {
      return Optional.empty();
    }
    List<GwoscStrainFile> files = new ArrayList<>();
    for (int i = 1; i < parts.size(); i++) {
      JsonNode file = parts.get(i);
      files.add(
          new GwoscStrainFile(
              file.path(0).asText(),
              file.path(1).asInt(),
              file.path(2).asInt(),
              file.path(3).asText(),
              file.path(4).asText()));
    }
    return Optional.of(files);
  }
}
