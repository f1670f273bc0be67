package org.rudolphine.transform.waveform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.transform.hdf.HdfNumbers;
import org.rudolphine.transform.hdf.HdfTree;
import org.rudolphine.transform.hdf.UnreadableFile;

/** Modes of r h/M over t/M, extrapolated to infinity, of the first two SXS catalogs. */
final class SxsExtrapolated {
  private static final Pattern GROUP =
      Pattern.compile("(?:Extrapolated_(N\\d)|(Outermost)Extraction)\\.dir");
  private static final int MOST_SAMPLES = 1 << 22;

  private SxsExtrapolated() {}

  static boolean isPart(String name) {
    return GROUP.matcher(name).matches();
  }

  static WaveformFile read(HdfTree file, List<String> modes) throws UnreadableFile {
    List<Waveform> waveforms = new ArrayList<>();
    for (String group : file.names("")) {
      Matcher name = GROUP.matcher(group);
      if (name.matches()) {
        String order = name.group(1) == null ? "outermost" : name.group(1);
        for (String mode : modes) {
          String path = group + "/Y_" + mode + ".dat";
          if (file.has(path)) {
            waveforms.add(waveform(path, mode, order, file.numbers(path)));
          }
        }
      }
    }
    if (waveforms.isEmpty()) {
      throw new UnreadableFile("the file has none of the modes " + String.join(", ", modes));
    }
    return new WaveformFile(
        "sxs_extrapolated",
        WaveformFile.MASSES,
        WaveformFile.RH_OVER_M,
        null,
        null,
        null,
        null,
        waveforms,
        Map.of());
  }

  private static Waveform waveform(String path, String mode, String order, HdfNumbers numbers)
      throws UnreadableFile {
    if (numbers.columns() != 3) {
      throw new UnreadableFile(path + " has not three columns: time, real and imaginary part");
    }
    double[] rows = numbers.all(3 * MOST_SAMPLES);
    int samples = numbers.rows();
    double[] time = new double[samples];
    double[] re = new double[samples];
    double[] im = new double[samples];
    for (int i = 0; i < samples; i++) {
      time[i] = rows[3 * i];
      re[i] = rows[3 * i + 1];
      im[i] = rows[3 * i + 2];
    }
    return new Waveform(mode, order, time, re, im).checked(path);
  }
}
