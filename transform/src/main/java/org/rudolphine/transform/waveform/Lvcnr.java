package org.rudolphine.transform.waveform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.rudolphine.transform.hdf.HdfNumbers;
import org.rudolphine.transform.hdf.HdfTree;
import org.rudolphine.transform.hdf.UnreadableFile;

/**
 * Modes as splines of amplitude and phase over t/M, the format in which catalogs exchange
 * waveforms: {@code h = A exp(i phi)}. Their knots are few and uneven, so the splines are evaluated
 * on an even grid of {@link #STEP} M, from the time at which both have begun to the time at which
 * the first of them ends.
 */
final class Lvcnr {
  /** A mode turns at most about 0.1 times in M near merger: twenty samples a cycle. */
  static final double STEP = 0.5;

  private static final Pattern PART = Pattern.compile("amp_l\\d{1,2}_m-?\\d{1,2}");
  private static final int MOST_KNOTS = 200_000;
  private static final int MOST_SAMPLES = 1 << 21;
  private static final int HIGHEST_DEGREE = 5;

  /** Attributes that describe the run. Others are not taken: some name people. */
  private static final List<String> NUMBERS =
      List.of(
          "Format",
          "Lmax",
          "LNhatx",
          "LNhaty",
          "LNhatz",
          "nhatx",
          "nhaty",
          "nhatz",
          "Omega",
          "eccentricity",
          "eta",
          "q",
          "f_lower_at_1MSUN",
          "mean_anomaly",
          "mass1",
          "mass2",
          "horizon_mass1",
          "horizon_mass2",
          "number_of_orbits",
          "init_sep",
          "spin1x",
          "spin1y",
          "spin1z",
          "spin2x",
          "spin2y",
          "spin2z");

  private static final List<String> TEXTS =
      List.of(
          "name",
          "alternative-names",
          "NR-group",
          "NR-code",
          "simulation-type",
          "object1",
          "object2",
          "INSPIRE-bibtex-keys",
          "license",
          "modification-date");

  private Lvcnr() {}

  static boolean isPart(String name) {
    return PART.matcher(name).matches();
  }

  static WaveformFile read(HdfTree file, List<String> modes) throws UnreadableFile {
    List<Waveform> waveforms = new ArrayList<>();
    for (String mode : modes) {
      if (file.has("amp_" + mode) && file.has("phase_" + mode)) {
        waveforms.add(waveform(file, mode));
      }
    }
    if (waveforms.isEmpty()) {
      throw new UnreadableFile("the file has none of the modes " + String.join(", ", modes));
    }
    return new WaveformFile(
        "lvcnr",
        WaveformFile.MASSES,
        WaveformFile.RH_OVER_M,
        null,
        null,
        null,
        "splines of amplitude and phase, evaluated every " + STEP + " M",
        waveforms,
        attributes(file));
  }

  private static Waveform waveform(HdfTree file, String mode) throws UnreadableFile {
    InterpolatingSpline amplitude = spline(file, "amp_" + mode);
    InterpolatingSpline phase = spline(file, "phase_" + mode);
    double from = Math.max(amplitude.first(), phase.first());
    double to = Math.min(amplitude.last(), phase.last());
    double steps = Math.floor((to - from) / STEP);
    if (!(steps >= 1)) {
      throw new UnreadableFile("amplitude and phase of " + mode + " have no time in common");
    }
    if (steps >= MOST_SAMPLES) {
      throw new UnreadableFile(mode + " lasts longer than " + MOST_SAMPLES * STEP + " M");
    }
    int samples = (int) steps + 1;
    double[] time = new double[samples];
    double[] re = new double[samples];
    double[] im = new double[samples];
    for (int i = 0; i < samples; i++) {
      time[i] = from + i * STEP;
      double size = amplitude.value(time[i]);
      double angle = phase.value(time[i]);
      re[i] = size * StrictMath.cos(angle);
      im[i] = size * StrictMath.sin(angle);
    }
    return new Waveform(mode, Waveform.NO_ORDER, time, re, im).checked(mode);
  }

  private static InterpolatingSpline spline(HdfTree file, String group) throws UnreadableFile {
    double[] x = column(file, group + "/X");
    double[] y = column(file, group + "/Y");
    HdfNumbers stated = file.numbers(group + "/deg");
    double degree = stated.all(1).length == 0 ? 0 : stated.all(1)[0];
    if (!(degree >= 1 && degree <= HIGHEST_DEGREE) || degree != Math.rint(degree)) {
      throw new UnreadableFile("the degree of " + group + " is not 1 to " + HIGHEST_DEGREE);
    }
    return InterpolatingSpline.through(group, x, y, (int) degree);
  }

  private static double[] column(HdfTree file, String path) throws UnreadableFile {
    HdfNumbers numbers = file.numbers(path);
    if (numbers.columns() != 1) {
      throw new UnreadableFile(path + " has more than one column");
    }
    return numbers.all(MOST_KNOTS);
  }

  private static Map<String, Object> attributes(HdfTree file) {
    Map<String, Object> attributes = new TreeMap<>();
    for (String name : NUMBERS) {
      Double number = HdfTree.orNull(() -> file.number("", name));
      if (number != null && Double.isFinite(number)) {
        attributes.put(name, number);
      }
    }
    for (String name : TEXTS) {
      String text = HdfTree.orNull(() -> file.text("", name));
      if (text != null) {
        attributes.put(name, text.strip());
      }
    }
    return attributes;
  }
}
