package org.rudolphine.transform.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Pairs of strain and waveform to draw. All of it is synthetic: a chirp whose both quadratures are
 * known, in white noise of variance 1, and links with made-up numbers.
 */
final class SampleStrain {
  static final double RATE = 1024;
  static final double LOW_HZ = 20;
  static final double HIGH_HZ = 460;

  private static final int SAMPLES = 1024;
  private static final double BEFORE_S = 0.75;

  private final List<Map<String, Object>> links = new ArrayList<>();
  private final List<Map<String, Object>> pairs = new ArrayList<>();

  /** One event with three waveforms in two detectors. */
  static SampleStrain one() {
    SampleStrain sample = new SampleStrain();
    sample.event("GW150914-v3", 20);
    return sample;
  }

  void event(String event, double snr) {
    waveform(event, 2, "SYN:BBH:0002", "Synthetic_2.h5", 0.9 * snr);
    waveform(event, 1, "SYN:BBH:0001", "Synthetic_1.h5", snr);
    waveform(event, 3, null, "Synthetic_" + event + "_text.txt", 0.8 * snr);
  }

  void waveform(String event, int rank, String simulation, String file, double snr) {
    String id = "%016x%048d".formatted(event.hashCode() * 31L + rank, rank);
    Map<String, Double> single = new TreeMap<>();
    for (String detector : List.of("H1", "L1")) {
      single.put(detector, pair(id, event, simulation, file, detector, snr));
    }
    link(id, event, rank, single);
  }

  /** Adds a pair and gives back the SNR of its samples, by the chirp's own quadratures. */
  private double pair(
      String link, String event, String simulation, String file, String detector, double snr) {
    boolean first = detector.equals("H1");
    double phase = first ? 0.4 : 2.2;
    Random random = new Random((event + detector).hashCode());
    double[] template = new double[SAMPLES];
    double[] quadrature = new double[SAMPLES];
    double power = 0;
    for (int i = 0; i < SAMPLES; i++) {
      template[i] = chirp(i / RATE - BEFORE_S, phase);
      quadrature[i] = chirp(i / RATE - BEFORE_S, phase + Math.PI / 2);
      power += template[i] * template[i];
    }
    double scale = (first ? 0.83 : 0.56) * snr / Math.sqrt(power * 2 * (HIGH_HZ - LOW_HZ) / RATE);
    List<Double> time = new ArrayList<>();
    List<Double> observed = new ArrayList<>();
    List<Double> predicted = new ArrayList<>();
    List<Double> residual = new ArrayList<>();
    double cosine = 0;
    double sine = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double noise = random.nextGaussian();
      time.add(i / RATE - BEFORE_S);
      predicted.add(scale * template[i]);
      observed.add(scale * template[i] + noise);
      residual.add(noise);
      cosine += observed.get(i) * template[i];
      sine += observed.get(i) * quadrature[i];
    }
    double found = Math.sqrt(2 * (HIGH_HZ - LOW_HZ) / RATE / power) * Math.hypot(cosine, sine);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("pair_id", link + detector);
    row.put("quantity", "strain_whitened");
    row.put("link_id", link);
    row.put("experiment_id", event);
    row.put("group_id", event.replaceAll("-v.*", ""));
    row.put("theory_group_id", simulation == null ? file : simulation);
    row.put("split", "train");
    row.put("abscissa", time);
    row.put("observed", observed);
    row.put("predicted", predicted);
    row.put("residual", residual);
    row.put("conditions", Map.of("band_low_hz", LOW_HZ, "band_high_hz", HIGH_HZ));
    Map<String, String> texts = new TreeMap<>(Map.of("detector", detector, "waveform_file", file));
    if (simulation != null) {
      texts.put("simulation_id", simulation);
    }
    row.put("conditions_text", texts);
    row.put("metrics", Map.of("snr", found, "background_snr", 4.2, "chisq_reduced", 1.02));
    pairs.add(row);
    return found;
  }

  /** Rises to its peak at t = 0 and rings down. */
  private static double chirp(double timeS, double phase) {
    double tau = 0.004 + Math.max(0, -timeS);
    double amplitude = Math.pow(0.004 / tau, 0.6) * Math.exp(-Math.max(0, timeS) / 0.006);
    double turns =
        timeS <= 0 ? -42 * Math.pow(tau, 0.625) : -42 * Math.pow(0.004, 0.625) + 200 * timeS;
    return amplitude * Math.cos(2 * Math.PI * turns - phase);
  }

  private void link(String id, String event, int rank, Map<String, Double> single) {
    List<Map<String, Object>> evidence = new ArrayList<>();
    double network = Math.hypot(single.get("H1"), single.get("L1"));
    evidence.add(
        Map.of(
            "quantity",
            "snr_network",
            "left_value",
            24.4,
            "left_lower",
            24.0,
            "left_upper",
            24.9,
            "right_value",
            network));
    single.forEach(
        (detector, snr) -> {
          evidence.add(
              Map.of("quantity", "snr_" + detector, "left_value", 4.2, "right_value", snr));
          evidence.add(Map.of("quantity", "chisq_reduced_" + detector, "right_value", 1.02));
        });
    evidence.add(
        Map.of(
            "quantity",
            "delay_h1_l1_ms",
            "left_lower",
            -10.0,
            "left_upper",
            10.0,
            "right_value",
            7.02));
    evidence.add(Map.of("quantity", "total_mass_detector_msun", "right_value", 71.26));
    evidence.add(Map.of("quantity", "parameters_score", "right_value", 0.55));
    Map<String, Object> link = new LinkedHashMap<>();
    link.put("link_id", id);
    link.put("rule", "gw-strain");
    link.put("relation", "matched_filter");
    link.put("left_table", "gw_events");
    link.put("left_id", event);
    link.put("right_table", "nr_waveforms");
    link.put("right_id", "f".repeat(64) + "|l2_m2|N" + rank);
    link.put("rank", rank);
    link.put("score", 0.5 / rank);
    link.put("decision", rank < 3 ? "accepted" : "candidate");
    link.put("evidence", evidence);
    links.add(link);
  }

  List<Map<String, Object>> links() {
    return links;
  }

  List<Map<String, Object>> pairs() {
    return pairs;
  }

  void write(Path folder) throws IOException {
    ParquetWriting.write(folder.resolve("data/links/part-00002.parquet"), "links", links);
    ParquetWriting.write(folder.resolve("data/pairs/train-00001-of-00002.parquet"), "pairs", pairs);
  }
}
