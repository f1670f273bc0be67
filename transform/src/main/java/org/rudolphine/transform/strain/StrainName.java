package org.rudolphine.transform.strain;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a strain file says: {@code H-H1_LOSC_4_V2-1126259446-32.hdf5} and {@code
 * H-H1_GWOSC_O3a_4KHZ_R1-1238163456-4096.hdf5} are observatory, detector, generation, run, rate,
 * revision, start and duration. Start and rate are read from the file; the name may be wrong.
 *
 * @param detector two characters, or null
 * @param release generation, run and revision ({@code GWOSC O3a R1}), or null
 * @param revision {@code V1}, {@code R1}, …, or null
 * @param nominalKhz 4 or 16 for 4096 and 16384 Hz, or null
 * @param start GPS time of the first sample in s, or null
 * @param duration in s, or null
 */
record StrainName(
    String detector,
    String release,
    String revision,
    Integer nominalKhz,
    Long start,
    Integer duration) {
  private static final StrainName SAYS_NOTHING = new StrainName(null, null, null, null, null, null);

  /** GWOSC's kHz are 1024 Hz. */
  private static final int HZ_PER_NOMINAL_KHZ = 1024;

  private static final Pattern NAME =
      Pattern.compile(
          "[A-Z]-([A-Z]\\d)_((?:LOSC|GWOSC)(?:_[A-Za-z0-9]{1,20}){0,3}?)_(4|16)(?:KHZ)?_"
              + "([VR]\\d{1,3})-(\\d{1,12})-(\\d{1,6})\\.(?:hdf5|h5|hdf)");

  static StrainName of(String file) {
    Matcher name = NAME.matcher(file);
    if (!name.matches()) {
      return SAYS_NOTHING;
    }
    return new StrainName(
        name.group(1),
        name.group(2).replace('_', ' ') + " " + name.group(4),
        name.group(4),
        Integer.valueOf(name.group(3)),
        Long.valueOf(name.group(5)),
        Integer.valueOf(name.group(6)));
  }

  /** In which points the name states something else than the file. */
  List<String> differences(String ofDetector, int rateHz, long from, int seconds) {
    List<String> differences = new ArrayList<>();
    if (detector != null) {
      note(detector.equals(ofDetector), "another detector", differences);
      note(nominalKhz * HZ_PER_NOMINAL_KHZ == rateHz, "another rate", differences);
      note(start == from, "another start", differences);
      note(duration == seconds, "another duration", differences);
    }
    return differences;
  }

  private static void note(boolean same, String difference, List<String> differences) {
    if (!same) {
      differences.add("the name of the file states " + difference);
    }
  }
}
