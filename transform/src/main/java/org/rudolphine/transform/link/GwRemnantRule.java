package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * Lays the remnant that a run predicts at the event's mass beside the published one: final mass,
 * final spin and radiated energy. The published numbers were themselves inferred with models that
 * were calibrated on such runs, so this is a consistency check, not a test of the theory.
 */
public final class GwRemnantRule implements PairRule {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;
  private static final String FINAL_MASS = "final_mass_source_msun";
  private static final String FINAL_SPIN = "final_spin";
  private static final String RADIATED = "radiated_energy_msun";

  private final String id;
  private final String basis;
  private final int runsPerEvent;
  private final int draws;

  /** Reads its settings; fails with the path of one that is missing or out of range. */
  public GwRemnantRule(RuleSettings settings) {
    this.id = settings.id();
    this.basis = settings.text("basis");
    this.runsPerEvent = settings.atLeast(1, "max-rank");
    this.draws = settings.atLeast(100, "draws");
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public String basis() {
    return basis;
  }

  @Override
  public String leftTable() {
    return "gw_events";
  }

  @Override
  public String rightTable() {
    return "nr_simulations";
  }

  @Override
  public List<String> leftColumns() {
    return Stream.concat(
            GwEvent.COLUMNS.stream(),
            Stream.of(FINAL_MASS, FINAL_SPIN, RADIATED).flatMap(GwEvent::withBounds))
        .toList();
  }

  @Override
  public List<String> rightColumns() {
    return List.of("simulation_id", "mass_ratio", "chi_eff", "remnant_mass", "remnant_spin");
  }

  @Override
  public int maxRank() {
    return runsPerEvent;
  }

  @Override
  public String refusal(Row left) {
    boolean any =
        Stream.of(FINAL_MASS, FINAL_SPIN, RADIATED).anyMatch(column -> left.getAs(column) != null);
    return any ? null : "no remnant mass, spin or radiated energy is published for this version";
  }

  @Override
  public String nothingForLeft() {
    return "none of the first "
        + runsPerEvent
        + " runs of rule "
        + basis
        + " is accepted and states its remnant";
  }

  @Override
  public List<Pair> pairs(Row left, Row right) {
    GwEvent event = GwEvent.read(left);
    Double remnantMass = right.getAs("remnant_mass");
    Measured total = totalMass(event);
    List<Pair> pairs = new ArrayList<>();
    if (remnantMass != null) {
      add(
          pairs,
          event,
          right,
          "final_mass_source",
          "M_sun",
          left,
          FINAL_MASS,
          total.times(remnantMass));
      add(
          pairs,
          event,
          right,
          "radiated_energy",
          "M_sun c^2",
          left,
          RADIATED,
          total.times(1 - remnantMass));
    }
    add(
        pairs,
        event,
        right,
        "final_spin",
        "1",
        left,
        FINAL_SPIN,
        Measured.exactly(right.getAs("remnant_spin")));
    return pairs;
  }

  /**
   * Source-frame total mass with its interval: as published, or else the sum of the component
   * medians with the interval of the draws' sums.
   */
  Measured totalMass(GwEvent event) {
    if (event.spread(event.totalMass())) {
      return event.totalMass();
    }
    if (event.totalMass().known() || !event.spread(event.mass1()) || !event.spread(event.mass2())) {
      return Measured.exactly(event.totalMassValue());
    }
    double[] sums = EventDraws.sorted(EventDraws.of(event, draws).totalMass());
    double tail = (1 - event.level()) / 2;
    return new Measured(
        event.totalMassValue(),
        EventDraws.quantile(sums, tail),
        EventDraws.quantile(sums, 1 - tail));
  }

  private void add(
      List<Pair> pairs,
      GwEvent event,
      Row right,
      String quantity,
      String unit,
      Row left,
      String column,
      Measured predicted) {
    Measured observed = Measured.read(left, column);
    if (!observed.known() || !predicted.known()) {
      return;
    }
    pairs.add(
        new Pair(
            "experiment-simulation",
            "gw",
            event.name(),
            quantity,
            unit,
            "",
            new PairValues.Scalar(observed, predicted, event.level()),
            true,
            conditions(event, right),
            conditionsText(event),
            metrics(event, observed, predicted),
            event.name(),
            right.getAs("simulation_id")));
  }

  private static SortedMap<String, Double> conditions(GwEvent event, Row run) {
    SortedMap<String, Double> conditions = new TreeMap<>();
    putKnown(conditions, "chi_eff", run.getAs("chi_eff"));
    putKnown(conditions, "mass_ratio", run.getAs("mass_ratio"));
    putKnown(conditions, "redshift", event.redshift().value());
    putKnown(conditions, "total_mass_source_msun", event.totalMassValue());
    return conditions;
  }

  private static void putKnown(SortedMap<String, Double> map, String key, Double value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  private static SortedMap<String, String> conditionsText(GwEvent event) {
    SortedMap<String, String> texts = new TreeMap<>();
    texts.put(
        "total_mass",
        event.totalMass().known() ? "published" : "sum of the published component masses");
    return texts;
  }

  /**
   * The residual in standard deviations of both sides together, where the event gives intervals.
   */
  private static SortedMap<String, Double> metrics(
      GwEvent event, Measured observed, Measured predicted) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    if (event.spread(observed)) {
      double z = NormalInterval.halfWidth(event.level());
      double sigmaObserved = observed.sigmaTowards(predicted.value(), z);
      double sigmaPredicted =
          event.spread(predicted) ? predicted.sigmaTowards(observed.value(), z) : 0;
      double sigma = StrictMath.hypot(sigmaObserved, sigmaPredicted);
      if (sigma > 0) {
        metrics.put("deviation_sigma", (observed.value() - predicted.value()) / sigma);
      }
    }
    return metrics;
  }
}
