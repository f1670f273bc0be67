package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.rudolphine.transform.signal.DetectorResult;

/** Lays whitened strain and the whitened template beside each other, one pair for each detector. */
final class StrainPairs {
  static final String QUANTITY = "strain_whitened";

  private final StrainFinding finding;
  private final StrainTask task;

  private StrainPairs(StrainFinding finding) {
    this.finding = finding;
    this.task = finding.task();
  }

  static List<Pair> of(StrainFinding finding) {
    StrainPairs pairs = new StrainPairs(finding);
    List<Pair> all = new ArrayList<>();
    for (DetectorResult result : finding.detectors()) {
      all.add(pairs.pair(result));
    }
    return all;
  }

  private Pair pair(DetectorResult result) {
    DetectorResult.Overlay overlay = result.overlay();
    StrainSegment strain = finding.strain().get(result.detector()).get(0).segment();
    String event = task.event().event().name();
    String simulation = task.waveform().simulation();
    return new Pair(
        pairType(),
        "gw",
        event,
        QUANTITY,
        "1",
        result.detector(),
        new PairValues.Curve(
            "time_after_template_zero",
            "s",
            overlay.timeS(),
            overlay.data(),
            overlay.template(),
            overlay.residual(),
            overlay.chiSquare(),
            overlay.ndf()),
        false,
        conditions(result, strain),
        texts(result, strain),
        metrics(result),
        event,
        simulation == null ? task.waveform().id() : simulation);
  }

  /** GWOSC's template files hold an analytic model, the others numerical relativity. */
  private String pairType() {
    return "gwosc_template".equals(task.waveform().format())
        ? "experiment-theory"
        : "experiment-simulation";
  }

  private SortedMap<String, Double> conditions(DetectorResult result, StrainSegment strain) {
    SortedMap<String, Double> conditions = new TreeMap<>();
    conditions.put("band_high_hz", result.bandHighHz());
    conditions.put("band_low_hz", result.bandLowHz());
    conditions.put("event_gps_s", task.event().gps());
    conditions.put("psd_segments", (double) result.psdSegments());
    conditions.put("sample_rate_hz", strain.rateHz());
    put(conditions, "luminosity_distance_mpc", task.event().distanceMpc());
    put(conditions, "total_mass_detector_msun", finding.detectorMass());
    if (finding.isStretched()) {
      conditions.put("time_stretch", finding.scan().best());
    }
    return conditions;
  }

  private SortedMap<String, String> texts(DetectorResult result, StrainSegment strain) {
    StrainWaveform waveform = task.waveform();
    SortedMap<String, String> texts = new TreeMap<>();
    texts.put("detector", result.detector());
    texts.put("extrapolation_order", waveform.order());
    texts.put("inclination", waveform.isMode() ? "face-on" : "as the waveform has it");
    texts.put("mode", waveform.mode());
    put(texts, "simulation_id", waveform.simulation());
    texts.put("strain_file", String.join(", ", finding.files(result.detector())));
    put(texts, "strain_release", strain.release());
    texts.put("time_zero", finding.search().zero().words());
    put(texts, "waveform_file", waveform.fileName());
    put(texts, "waveform_format", waveform.format());
    return texts;
  }

  private SortedMap<String, Double> metrics(DetectorResult result) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    metrics.put("amplitude", result.amplitude());
    metrics.put("background_s", result.backgroundS());
    put(metrics, "background_snr", result.backgroundSnr());
    metrics.put("chisq", result.chiSquare());
    metrics.put("chisq_ndf", (double) result.chiSquareNdf());
    metrics.put("chisq_reduced", result.chiSquareReduced());
    metrics.put("peak_gps", result.peakGps());
    metrics.put("phase", result.phase());
    metrics.put("sigma", result.sigma());
    metrics.put("snr", result.snr());
    metrics.put("snr_reweighted", StrainScore.reweighted(result.snr(), result.chiSquareReduced()));
    if (finding.isNetwork()) {
      metrics.put("snr_network", finding.network().snr());
      delays(metrics);
    }
    return metrics;
  }

  private void delays(SortedMap<String, Double> metrics) {
    List<String> names =
        finding.detectors().stream().map(DetectorResult::detector).sorted().toList();
    for (int i = 0; i < names.size(); i++) {
      for (String other : names.subList(i + 1, names.size())) {
        String key = "delay_" + (names.get(i) + "_" + other).toLowerCase(Locale.ROOT) + "_ms";
        put(metrics, key, finding.network().delayMs(names.get(i), other));
      }
    }
  }

  private static <V> void put(SortedMap<String, V> map, String key, V value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
