package org.rudolphine.ingest.source;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a strain file of GWOSC, {@code H-H1_GWOSC_4KHZ_R1-1126259447-32.hdf5}: observatory,
 * detector, origin, nominal rate, revision, GPS start and duration. Both times are whole seconds.
 * What a file holds is read from the file; its name says which file it is.
 *
 * @param detector {@code H1}
 * @param rateHz 4096 for a nominal rate of 4 kHz, 16384 for 16 kHz
 * @param gpsStart GPS time of the first sample, in s
 * @param durationS in s
 * @param release origin and revision, {@code GWOSC R1}, {@code LOSC V2}, {@code LOSC CLN V1}
 * @param format {@code hdf5}, {@code gwf} or {@code txt}
 */
record StrainFileName(
    String detector, int rateHz, long gpsStart, int durationS, String release, String format) {
  private static final Pattern NAME =
      Pattern.compile(
          "[A-Z]-([A-Z]\\d)_((?:LOSC|GWOSC)(?:_[A-Za-z0-9]{1,20}){0,3}?)_(\\d{1,3})(?:KHZ)?"
              + "_([VR]\\d{1,3})-(\\d{9,10})-(\\d{1,5})\\.(hdf5|h5|gwf|txt|txt\\.gz)");

  /** GWOSC's kHz are 1024 Hz. */
  private static final int HZ_PER_NOMINAL_KHZ = 1024;

  static Optional<StrainFileName> of(String name) {
    Matcher match = NAME.matcher(name);
    if (!match.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new StrainFileName(
            match.group(1),
            Integer.parseInt(match.group(3)) * HZ_PER_NOMINAL_KHZ,
            Long.parseLong(match.group(5)),
            Integer.parseInt(match.group(6)),
            match.group(2).replace('_', ' ') + " " + match.group(4),
            format(match.group(7))));
  }

  private static String format(String ending) {
    return switch (ending) {
      case "hdf5", "h5" -> "hdf5";
      case "gwf" -> "gwf";
      default -> "txt";
    };
  }

  /** What the record of the file says of it. */
  Map<String, Object> said() {
    Map<String, Object> said = new TreeMap<>();
    said.put("detector", detector);
    said.put("sample_rate_hz", rateHz);
    said.put("gps_start_s", gpsStart);
    said.put("duration_s", durationS);
    said.put("release", release);
    return said;
  }
}
