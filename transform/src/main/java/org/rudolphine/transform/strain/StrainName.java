package org.rudolphine.transform.strain;

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
 */
record StrainName(String detector, String release, String revision) {
  private static final Pattern NAME =
      Pattern.compile(
          "([A-Z])-([A-Z]\\d)_(LOSC|GWOSC)_(?:([A-Z0-9a-z]+)_)?(?:4|16|4KHZ|16KHZ)_"
              + "([VR]\\d{1,3})-\\d{1,12}-\\d{1,6}\\.(?:hdf5|h5|hdf)");

  static StrainName of(String file) {
    Matcher name = NAME.matcher(file);
    if (!name.matches()) {
      return new StrainName(null, null, null);
    }
    String run = name.group(4) == null ? "" : name.group(4) + " ";
    String release = name.group(3) + " " + run + name.group(5);
    return new StrainName(name.group(2), release, name.group(5));
  }
}
