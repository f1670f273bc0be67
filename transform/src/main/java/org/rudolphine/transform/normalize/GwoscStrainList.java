package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The strain files of an event version, from the rows of either API. */
final class GwoscStrainList {
  /** GWOSC's "4 kHz" and "16 kHz" are 4096 Hz and 16384 Hz. */
  private static final int HZ_PER_NOMINAL_KHZ = 1024;

  private static final Comparator<Map<String, Object>> ORDER =
      Comparator.comparing((Map<String, Object> file) -> (String) file.get("detector"))
          .thenComparing(file -> (Integer) file.get("sampling_rate_hz"))
          .thenComparing(file -> (Integer) file.get("duration_s"))
          .thenComparing(file -> (Double) file.get("gps_start_s"))
          .thenComparing(file -> (String) file.get("format"))
          .thenComparing(file -> (String) file.get("url"));

  private static final Pattern START_AND_DURATION =
      Pattern.compile("-(\\d{9,10})-(\\d{1,6})\\.[a-z0-9.]+$");

  private GwoscStrainList() {}

  /**
   * Rows of the nested list in dumps from before May 2022: {@code files.H1["32sec"]["4KHz"].HDF} is
   * an address, whose name tells start and duration.
   */
  static List<Map<String, String>> ofDump(JsonNode files) {
    List<Map<String, String>> rows = new ArrayList<>();
    files
        .properties()
        .forEach(
            detector ->
                detector
                    .getValue()
                    .forEach(
                        durations ->
                            durations
                                .properties()
                                .forEach(
                                    rate ->
                                        rate.getValue()
                                            .properties()
                                            .forEach(
                                                file ->
                                                    rows.add(
                                                        dumped(
                                                            detector.getKey(),
                                                            rate.getKey(),
                                                            file.getKey(),
                                                            file.getValue().asText("")))))));
    return rows;
  }

  private static Map<String, String> dumped(
      String detector, String rate, String format, String url) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("detector", detector);
    row.put("sample_rate_kHz", rate.toLowerCase(Locale.ROOT).replace("khz", "").strip());
    row.put("format", format);
    row.put("url", url);
    Matcher named = START_AND_DURATION.matcher(url);
    if (named.find()) {
      row.put("GPSstart", named.group(1));
      row.put("duration", named.group(2));
    }
    return row;
  }

  /** Writes the files, sorted, and returns the detectors among them, sorted. */
  static Set<String> write(RowBuilder row, List<Map<String, String>> published) {
    List<Map<String, Object>> files = new ArrayList<>();
    Set<String> detectors = new TreeSet<>();
    for (Map<String, String> cells : published) {
      Optional<Map<String, Object>> file = file(cells);
      file.ifPresentOrElse(
          files::add,
          () -> row.issue("strain_files", "a strain file lacks address, detector or numbers"));
      file.ifPresent(known -> detectors.add((String) known.get("detector")));
    }
    files.sort(ORDER);
    row.structs("strain_files", files.isEmpty() ? null : files);
    return detectors;
  }

  private static Optional<Map<String, Object>> file(Map<String, String> cells) {
    Optional<String> url =
        GwoscLinks.url(cells.getOrDefault("url", cells.getOrDefault("download_url", "")));
    String detector = cells.getOrDefault("detector", "").strip();
    Integer rate = samplingRate(cells);
    Integer duration = whole(cells.get("duration"), 1);
    GwoscNumber start =
        GwoscNumber.read(cells.getOrDefault("GPSstart", cells.getOrDefault("gps_start", "")));
    boolean complete =
        url.isPresent()
            && !detector.isEmpty()
            && rate != null
            && duration != null
            && start.present();
    if (!complete) {
      return Optional.empty();
    }
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("detector", detector);
    file.put("sampling_rate_hz", rate);
    file.put("duration_s", duration);
    file.put("gps_start_s", start.value());
    file.put("format", format(cells));
    file.put("url", url.get());
    return Optional.of(file);
  }

  private static Integer samplingRate(Map<String, String> cells) {
    Integer hertz = whole(cells.get("sampling_rate"), 1);
    return hertz != null ? hertz : whole(cells.get("sample_rate_kHz"), HZ_PER_NOMINAL_KHZ);
  }

  private static Integer whole(String text, int factor) {
    GwoscNumber number = GwoscNumber.read(text);
    if (!number.present()) {
      return null;
    }
    double scaled = number.value() * factor;
    return scaled >= 1 && scaled <= Integer.MAX_VALUE && scaled == Math.rint(scaled)
        ? (int) scaled
        : null;
  }

  private static String format(Map<String, String> cells) {
    String format =
        cells
            .getOrDefault("format", cells.getOrDefault("file_format", ""))
            .strip()
            .toLowerCase(Locale.ROOT);
    return switch (format) {
      case "hdf", "h5", "hdf5" -> "hdf5";
      case "txt", "txt.gz" -> "txt";
      default -> format;
    };
  }
}
