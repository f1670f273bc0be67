package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * A made-up chirp in units of its mass, and strain that holds it in white noise of known strength:
 * everything is computed here, with nothing of the product.
 */
final class StrainSamples {
  static final double GPS = 1_000_000_016.3;
  static final double DELAY_S = 0.0069;
  static final double MASS = 72;
  static final double SNR_H1 = 20;
  static final double SNR_L1 = 12;
  static final String FILE = "a".repeat(64);
  static final String OTHER_LEVEL = "b".repeat(64);
  static final String TEXT = "c".repeat(64);
  static final String COMPRESSED = "d".repeat(64);
  static final String STRAIN_H1 = "1".repeat(64);
  static final String STRAIN_L1 = "2".repeat(64);
  static final String STRAIN_V1 = "3".repeat(64);
  static final String STRAIN_SHORT = "4".repeat(64);
  static final String STRAIN_FAR = "5".repeat(64);
  static final String TIMING = "known to lie at wrong times";

  private static final double SOLAR_MASS_S = 4.925490947e-6;
  private static final double START = 1_000_000_000.0;
  private static final double RATE = 1024;
  private static final int SAMPLES = 32 * 1024;
  private static final double NOISE = 1e-21;
  private static final double STEP = 0.5;
  private static final double[] TIME = times();

  /** Time of the mode's largest modulus. */
  static final double PEAK = peak();

  private StrainSamples() {}

  private static double[] times() {
    double[] times = new double[2601];
    for (int i = 0; i < times.length; i++) {
      times[i] = 500 + STEP * i;
    }
    return times;
  }

  /** Modulus and phase of the mode at a time after 1700 M, where it is about to end. */
  private static double[] mode(double t) {
    double smooth = 12 * Math.log1p(Math.exp(-Math.abs(t) / 12)) + Math.max(0, -t);
    double tau = smooth + 20;
    double modulus = 0.4 * Math.pow(20 / tau, 0.25) / (1 + Math.exp(t / 6));
    double phase = -8 * Math.pow(0.05 * tau, 0.625);
    return new double[] {modulus, phase};
  }

  private static double re(double t) {
    double[] mode = mode(t);
    return mode[0] * Math.cos(mode[1]);
  }

  private static double im(double t) {
    double[] mode = mode(t);
    return mode[0] * Math.sin(mode[1]);
  }

  private static double peak() {
    double best = TIME[0];
    for (double time : TIME) {
      best = mode(time - 1700)[0] > mode(best - 1700)[0] ? time : best;
    }
    return best;
  }

  private static boolean inside(double time) {
    return time >= TIME[0] && time <= TIME[TIME.length - 1];
  }

  /** The chirp with its peak at a GPS time, in white noise, at an SNR: sum h^2 = (snr noise)^2. */
  static Object[] strain(double gpsPeak, double phase, double snr, long seed) {
    double[] signal = new double[SAMPLES];
    double power = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double time = (START + i / RATE - gpsPeak) / (MASS * SOLAR_MASS_S) + PEAK;
      if (inside(time)) {
        signal[i] = Math.cos(phase) * re(time - 1700) + Math.sin(phase) * im(time - 1700);
      }
      power += signal[i] * signal[i];
    }
    double scale = snr * NOISE / Math.sqrt(power);
    Random random = new Random(seed);
    Object[] strain = new Object[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      strain[i] = scale * signal[i] + NOISE * random.nextGaussian();
    }
    return strain;
  }

  static Row segment(String asset, String detector, Map<String, Object> more) {
    Map<String, Object> values = new TreeMap<>();
    values.put("asset_sha256", asset);
    values.put("chunk", 0);
    values.put("file_name", detector + "-" + asset.charAt(0) + ".hdf5");
    values.put("detector", detector);
    values.put("gps_start_s", START);
    values.put("sample_rate_hz", RATE);
    values.put("n_samples", SAMPLES);
    values.put("timing_usable", true);
    values.putAll(more);
    return Rows.of("strain_segments", values);
  }

  static Object[] words(int word) {
    Object[] words = new Object[32];
    java.util.Arrays.fill(words, word);
    return words;
  }

  static List<Row> segments() {
    Map<String, Object> quality = new TreeMap<>();
    quality.put("strain", strain(GPS + DELAY_S, 0.3, SNR_H1, 5));
    quality.put("dq_names", new Object[] {"DATA", "CBC_CAT1"});
    quality.put("dq_mask", words(3));
    quality.put("injection_names", new Object[] {"NO_CBC_HW_INJ", "NO_CW_HW_INJ"});
    quality.put("injection_mask", words(1));
    return List.of(
        segment(STRAIN_H1, "H1", quality),
        segment(STRAIN_L1, "L1", Map.of("strain", strain(GPS, 2.1, SNR_L1, 6))),
        segment(STRAIN_SHORT, "H1", Map.of("n_samples", 20 * 1024)),
        segment(STRAIN_FAR, "H1", Map.of("gps_start_s", 1_200_000_000.0)),
        segment(
            STRAIN_V1,
            "V1",
            Map.of(
                "strain",
                new Object[] {0.0},
                "timing_usable",
                false,
                "timing_note",
                TIMING,
                "gps_start_s",
                START)));
  }

  private static Object[] boxed(double[] values) {
    return java.util.Arrays.stream(values).boxed().toArray();
  }

  private static double[] over(java.util.function.DoubleUnaryOperator function) {
    return java.util.Arrays.stream(TIME).map(time -> function.applyAsDouble(time - 1700)).toArray();
  }

  /** The (2,2) mode of a simulation. */
  static Row waveform(String asset, String mode, String order, int level) {
    Map<String, Object> values = new TreeMap<>();
    values.put("asset_sha256", asset);
    values.put("mode", mode);
    values.put("extrapolation_order", order);
    values.put("file_name", "Lev" + level + ".h5");
    values.put("format", "sxs_extrapolated");
    values.put("simulation_id", "SXS:BBH:9001");
    values.put("level", level);
    values.put("time_unit", "M");
    values.put("amplitude_unit", "rh/M");
    values.put("time", boxed(TIME));
    values.put("re", boxed(over(StrainSamples::re)));
    values.put("im", boxed(over(StrainSamples::im)));
    values.put("peak_time", PEAK);
    values.put("n_samples", TIME.length);
    return Rows.of("nr_waveforms", values);
  }

  /** The same chirp in seconds, for a mass 4 % below the true one. */
  static Row text() {
    return text(0);
  }

  /** Likewise with times that begin earlier by so many seconds. */
  static Row text(double earlier) {
    double seconds = MASS / 1.04 * SOLAR_MASS_S;
    Map<String, Object> values = new TreeMap<>();
    values.put("asset_sha256", TEXT);
    values.put("mode", "projected");
    values.put("extrapolation_order", "none");
    values.put("file_name", "GW200001_4_NR_waveform.txt");
    values.put("format", "gwosc_text");
    values.put("event_name", "GW200001");
    values.put("time_unit", "s");
    values.put("amplitude_unit", "strain");
    values.put(
        "time", boxed(java.util.Arrays.stream(TIME).map(t -> t * seconds - earlier).toArray()));
    values.put("re", boxed(over(t -> 1e-21 * re(t))));
    values.put("peak_time", PEAK * seconds - earlier);
    values.put("total_mass_detector_msun", MASS / 1.04);
    values.put("n_samples", TIME.length);
    return Rows.of("nr_waveforms", values);
  }

  static List<Row> waveforms() {
    return List.of(
        waveform(FILE, "l2_m2", "N2", 3),
        waveform(FILE, "l2_m2", "N3", 3),
        waveform(FILE, "l3_m3", "N2", 3),
        waveform(OTHER_LEVEL, "l2_m2", "N2", 2),
        text(),
        Rows.of(
            "nr_waveforms",
            Map.of(
                "asset_sha256",
                COMPRESSED,
                "mode",
                "l2_m2",
                "extrapolation_order",
                "N2",
                "format",
                "sxs_rpdmb",
                "note",
                "metadata only: compressed")));
  }

  static RuleSettings settings(Map<String, Serializable> more) {
    Map<String, Serializable> values = new TreeMap<>();
    values.put("class", GwStrainRule.class.getName());
    values.put("basis", "gw-parameters");
    values.put("max-rank", 20L);
    values.put("strain-around", 64.0);
    values.put("required-flags", new java.util.ArrayList<>(List.of("DATA", "CBC_CAT1")));
    values.put("signal-injections", new java.util.ArrayList<>(List.of("NO_CBC_HW_INJ")));
    values.put("extrapolation-orders", new java.util.ArrayList<>(List.of("N2", "N3")));
    values.put("draws", 500L);
    values.put("mass-scan-widths", 2.0);
    values.put("mass-scan-part", 0.2);
    values.put("stretch-scan-part", 0.1);
    values.put("scan-points", 11L);
    values.put("scan-tolerance", 0.002);
    values.put("accept-network-snr", 8.0);
    values.put("accept-chi-square", 3.0);
    values.put("accept-score", 0.1);
    values.put("psd-segment", 4.0);
    values.put("band-low-hz", 20.0);
    values.put("band-high-hz", 1024.0);
    values.put("edge-ramp", 1.0);
    values.put("template-ramp", 0.1);
    values.put("chi-square-bins", 8L);
    values.put("search-half-width", 0.5);
    values.put("delay-tolerance", 0.005);
    values.put("pair-window-before", 0.75);
    values.put("pair-window-after", 0.25);
    values.putAll(more);
    return new RuleSettings("gw-strain", values);
  }
}
