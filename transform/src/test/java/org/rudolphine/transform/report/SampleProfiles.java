package org.rudolphine.transform.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Pairs of measured and modelled curves to draw. All of it is synthetic: smooth functions with the
 * names that wind-tunnel cases have, and models that are off by stated amounts.
 */
final class SampleProfiles {
  static final double[] STATIONS = {-4, 1, 4, 6, 10};

  private final List<Map<String, Object>> links = new ArrayList<>();
  private final List<Map<String, Object>> pairs = new ArrayList<>();

  /** A step with profiles, wall curves and a number, and an airfoil with a contour. */
  static SampleProfiles two() {
    SampleProfiles sample = new SampleProfiles();
    sample.step("2DBFS", Map.of("cfl3d_sa", 0.02, "cfl3d_sst", 0.04, "cfl3d_w06", -0.06));
    sample.airfoil("2DN44", Map.of("cfl3d_sa", 0.1, "cfl3d_sst", 0.05));
    return sample;
  }

  void step(String caseId, Map<String, Double> models) {
    new TreeMap<>(models)
        .forEach(
            (model, off) -> {
              for (double station : STATIONS) {
                double back = Math.max(0, 1 - Math.abs(station - 3) / 8);
                add(
                    new Curve(caseId, "u/Uref", model, "y/H", places(0.1, 3, 24))
                        .measured(y -> Math.tanh(y * 1.5) - 0.9 * back * Math.exp(-y * y))
                        .off(off)
                        .text("station", "x/H=" + (int) station));
              }
              add(
                  new Curve(caseId, "cf", model, "x/H", places(-4, 30, 40))
                      .measured(x -> 0.003 * Math.tanh((x - 6.2) / 5))
                      .off(off / 50)
                      .sigma(0.0002)
                      .text("surface", "lower"));
              add(
                  new Curve(caseId, "reattachment_x_over_h", model, null, new double[] {0})
                      .measured(x -> 6.26)
                      .off(10 * off)
                      .sigma(0.1));
            });
  }

  void airfoil(String caseId, Map<String, Double> models) {
    new TreeMap<>(models)
        .forEach(
            (model, off) -> {
              add(
                  new Curve(caseId, "cp", model, "x/c", places(0.001, 0.99, 30))
                      .measured(x -> -3 * Math.sqrt(1 - x) * Math.exp(-2 * x) + 0.1)
                      .off(off)
                      .text("branch", "suction side"));
              add(
                  new Curve(caseId, "cp", model, "x/c", places(0.001, 0.99, 30))
                      .measured(x -> Math.exp(-5 * x) - 0.1)
                      .off(off)
                      .text("branch", "pressure side"));
            });
  }

  void candidate() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("link_id", "f".repeat(64));
    row.put("left_table", "series");
    row.put("right_table", "series");
    row.put("relation", "same_conditions");
    row.put("decision", "candidate");
    links.add(row);
  }

  static double[] places(double from, double to, int count) {
    return IntStream.range(0, count)
        .mapToDouble(i -> from + (to - from) * i / (count - 1))
        .toArray();
  }

  /** Values of one pair. */
  static final class Curve {
    private final String caseId;
    private final String quantity;
    private final String model;
    private final String abscissa;
    private final double[] x;
    private final Map<String, String> texts = new TreeMap<>();
    private DoubleUnaryOperator measured = at -> at;
    private double off;
    private double sigma;

    /** A curve, or a number when the abscissa has no name. */
    Curve(String caseId, String quantity, String model, String abscissa, double[] x) {
      this.caseId = caseId;
      this.quantity = quantity;
      this.model = model;
      this.abscissa = abscissa;
      this.x = x;
      texts.put("provider", model);
      texts.put("observed_by", "exp");
    }

    Curve measured(DoubleUnaryOperator function) {
      measured = function;
      return this;
    }

    Curve off(double by) {
      off = by;
      return this;
    }

    Curve sigma(double size) {
      sigma = size;
      return this;
    }

    Curve text(String key, String value) {
      texts.put(key, value);
      return this;
    }
  }

  void add(Curve curve) {
    List<Double> observed = Arrays.stream(curve.x).map(curve.measured).boxed().toList();
    String station = curve.texts.getOrDefault("station", "");
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("pair_id", "%064d".formatted(pairs.size()));
    row.put("link_id", "%064d".formatted(pairs.size()));
    row.put("pair_type", "experiment-simulation");
    row.put("domain", "fluids");
    row.put("case_id", curve.caseId);
    row.put("quantity", curve.quantity);
    row.put("unit", "1");
    row.put("experiment_id", curve.caseId + "/" + curve.quantity + "/" + station);
    row.put("theory_id", curve.model + curve.quantity + station);
    row.put("group_id", curve.caseId);
    row.put("theory_group_id", curve.model);
    row.put("split", "train");
    if (curve.abscissa != null) {
      row.put("abscissa_name", curve.abscissa);
      row.put("abscissa_unit", "1");
      row.put("abscissa", Arrays.stream(curve.x).boxed().toList());
    }
    row.put("observed", observed);
    if (curve.sigma > 0) {
      row.put("observed_lower", observed.stream().map(y -> y - curve.sigma).toList());
      row.put("observed_upper", observed.stream().map(y -> y + curve.sigma).toList());
    }
    row.put("predicted", observed.stream().map(y -> y - curve.off).toList());
    row.put("residual", observed.stream().map(y -> curve.off).toList());
    row.put("conditions", Map.of("mach", 0.1));
    row.put("conditions_text", curve.texts);
    Map<String, Double> metrics = new TreeMap<>(Map.of("rms", Math.abs(curve.off)));
    double range =
        observed.stream().mapToDouble(y -> y).max().orElseThrow()
            - observed.stream().mapToDouble(y -> y).min().orElseThrow();
    if (range > 0) {
      metrics.put("rms_over_range", Math.abs(curve.off) / range);
    }
    row.put("metrics", metrics);
    pairs.add(row);
  }

  List<Map<String, Object>> pairs() {
    return pairs;
  }

  void write(Path folder) throws IOException {
    ParquetWriting.write(folder.resolve("data/links/part-00003.parquet"), "links", links);
    ParquetWriting.write(folder.resolve("data/pairs/train-00002-of-00002.parquet"), "pairs", pairs);
  }
}
