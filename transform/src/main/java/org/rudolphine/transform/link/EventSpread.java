package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.List;

/**
 * Where an event lies in the plane of mass ratio and spins, and how far a run is from it:
 * deviations in standard deviations per quantity, and the support that the event's draws give to a
 * place.
 *
 * <p>Nothing here is shared between threads. Functions that a processor may round its own way are
 * taken from StrictMath, so that every machine finds the same numbers.
 */
final class EventSpread {
  /** The support's reference is taken at every tenth draw. */
  private static final int REFERENCE_STEP = 10;

  private final GwEvent event;
  private final RankingSettings settings;
  private final Measured massRatio;
  private final MassRatioSpread massRatioSpread;
  private final Quantity chiEff;
  private final Quantity chiP;
  private final SpinTrade spinTrade;
  private final Measured detectorMass;
  private final KdTree tree;
  private final KdTree.Search search;
  private final double[] scales;
  private final double reference;

  /**
   * A quantity of the event with its standard deviations to both sides.
   *
   * @param published median and interval at the published level
   * @param sigmaBelow standard deviation below the median, 0 when it is not known
   * @param sigmaAbove standard deviation above the median, 0 when it is not known
   */
  record Quantity(Measured published, double sigmaBelow, double sigmaAbove) {
    static final Quantity ABSENT = new Quantity(Measured.ABSENT, 0, 0);

    boolean compared() {
      return published.known() && sigmaBelow + sigmaAbove > 0;
    }

    /** (value - median) / sigma of that side; null when either is not known. */
    Double deviation(Double value) {
      if (value == null || !compared()) {
        return null;
      }
      double difference = value - published.value();
      double sigma = difference < 0 ? sigmaBelow : sigmaAbove;
      // A side of no width is a bound of the quantity: use the other side's.
      return difference / (sigma > 0 ? sigma : Math.max(sigmaBelow, sigmaAbove));
    }
  }

  EventSpread(GwEvent event, RankingSettings settings) {
    this.event = event;
    this.settings = settings;
    EventDraws draws = EventDraws.of(event, settings);
    boolean masses = event.spread(event.mass1()) && event.spread(event.mass2());
    massRatioSpread = masses ? new MassRatioSpread(draws.logMassRatio()) : null;
    massRatio = masses ? interval(draws.massRatio()) : Measured.exactly(event.massRatioOfMedians());
    chiEff = published(event.chiEff());
    chiP = published(event.chiP());
    spinTrade = draws.spinTrade();
    detectorMass = detectorMass(draws);

    List<double[]> coordinates = new ArrayList<>();
    List<Double> widths = new ArrayList<>();
    if (masses) {
      add(coordinates, widths, mirrored(draws.logMassRatio()));
    }
    if (chiEff.compared()) {
      add(coordinates, widths, draws.chiEff());
    }
    if (chiP.compared()) {
      add(coordinates, widths, draws.chiP());
    }
    scales = widths.stream().mapToDouble(Double::doubleValue).toArray();
    tree = coordinates.isEmpty() ? null : new KdTree(coordinates.toArray(double[][]::new));
    search = tree == null ? null : tree.nearest(settings.neighbours());
    reference = tree == null ? 0 : medianDistance(coordinates);
  }

  private Measured interval(double[] draws) {
    double tail = (1 - event.level()) / 2;
    Quantiles quantiles = new Quantiles(draws);
    return new Measured(quantiles.at(0.5), quantiles.at(tail), quantiles.at(1 - tail));
  }

  private Quantity published(Measured measured) {
    if (!event.spread(measured)) {
      return new Quantity(measured, 0, 0);
    }
    double z = NormalInterval.halfWidth(event.level());
    return new Quantity(
        measured,
        (measured.value() - measured.lower()) / z,
        (measured.upper() - measured.value()) / z);
  }

  private Measured detectorMass(EventDraws draws) {
    Double value = event.detectorMass();
    if (value == null || event.level() == null) {
      return Measured.exactly(value);
    }
    Measured drawn = interval(draws.detectorMass());
    return new Measured(value, drawn.lower(), drawn.upper());
  }

  /**
   * ln q with alternating sign. Mass ratios are folded at q = 1, where a density estimate would see
   * an edge; mirrored, the edge is gone.
   */
  private static double[] mirrored(double[] logMassRatios) {
    double[] mirrored = new double[logMassRatios.length];
    for (int i = 0; i < mirrored.length; i++) {
      double logarithm = Math.abs(logMassRatios[i]);
      mirrored[i] = i % 2 == 0 ? logarithm : -logarithm;
    }
    return mirrored;
  }

  private static void add(List<double[]> coordinates, List<Double> widths, double[] values) {
    double deviation = standardDeviation(values);
    // Draws that are all clipped to one bound have no width: leave them as they are.
    double width = deviation > 0 ? deviation : 1;
    double[] scaled = new double[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = values[i] / width;
    }
    coordinates.add(scaled);
    widths.add(width);
  }

  private static double standardDeviation(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }

  private double medianDistance(List<double[]> coordinates) {
    double[] distances = new double[(tree.size() + REFERENCE_STEP - 1) / REFERENCE_STEP];
    double[] place = new double[tree.dimensions()];
    for (int i = 0; i < distances.length; i++) {
      for (int d = 0; d < place.length; d++) {
        place[d] = coordinates.get(d)[i * REFERENCE_STEP];
      }
      distances[i] = search.distance(place);
    }
    return EventDraws.quantile(EventDraws.sorted(distances), 0.5);
  }

  GwEvent event() {
    return event;
  }

  /** Median and interval of the draws' mass ratio; without intervals that of the medians. */
  Measured massRatio() {
    return massRatio;
  }

  /** Null where no interval of the masses is published. */
  MassRatioSpread massRatioSpread() {
    return massRatioSpread;
  }

  /** Deviation of a run's mass ratio; null where no interval of the masses is published. */
  Double massRatioDeviation(GwRun run) {
    return massRatioSpread == null ? null : massRatioSpread.deviation(run.logMassRatio());
  }

  Quantity chiEff() {
    return chiEff;
  }

  /** How the effective spin follows mass ratio. */
  SpinTrade spinTrade() {
    return spinTrade;
  }

  /**
   * Deviation of a run's effective spin from what is expected at its mass ratio; null where it is
   * not compared.
   */
  Double chiEffDeviation(GwRun run) {
    Double deviation = chiEff.deviation(run.chiEff());
    return deviation == null
        ? null
        : (deviation - spinTrade.expected(run)) / spinTrade.independent();
  }

  /** The effective spin that is expected at a run's mass ratio. */
  double chiEffAt(GwRun run) {
    double sigma = (chiEff.sigmaBelow() + chiEff.sigmaAbove()) / 2;
    return chiEff.published().value() + sigma * spinTrade.expected(run);
  }

  Quantity chiP() {
    return chiP;
  }

  /** Detector-frame total mass in solar masses, with the interval of the draws. */
  Measured detectorMass() {
    return detectorMass;
  }

  /** Deviation of in-plane spin, from the published chi_p or else from the assumed 0. */
  Double inPlaneDeviation(GwRun run) {
    if (chiP.compared()) {
      return chiP.deviation(run.chiPerp());
    }
    return run.chiPerp() == null ? null : run.chiPerp() / settings.inPlaneSpinWidth();
  }

  /**
   * Deviation of eccentricity from the assumed 0. An upper limit counts as its value while it is
   * within the assumed width; a wider one says nothing.
   */
  Double eccentricityDeviation(GwRun run) {
    Double value = run.eccentricity();
    if (value == null
        && run.eccentricityLimit() != null
        && run.eccentricityLimit() <= settings.eccentricityWidth()) {
      value = run.eccentricityLimit();
    }
    return value == null ? null : value / settings.eccentricityWidth();
  }

  /** Sum of the squared deviations; what was not compared adds nothing. */
  double distanceSquared(GwRun run) {
    return square(massRatioDeviation(run))
        + square(chiEffDeviation(run))
        + square(inPlaneDeviation(run))
        + square(eccentricityDeviation(run));
  }

  private static double square(Double deviation) {
    return deviation == null ? 0 : deviation * deviation;
  }

  /**
   * Support of the draws for the run's place, 0 to 1: the density of draws there over the density
   * at the median draw, at most 1. The density is that of the k nearest neighbours, k / (n V(r_k)),
   * of Loftsgaarden and Quesenberry (1965), so the ratio is (r_reference / r_k) to the power of the
   * dimensions. A quantity that the run lacks is taken at the event's median.
   */
  double support(GwRun run) {
    if (tree == null) {
      return 1;
    }
    double[] place = new double[tree.dimensions()];
    int d = 0;
    if (massRatioSpread != null) {
      place[d] = run.logMassRatio() / scales[d];
      d++;
    }
    if (chiEff.compared()) {
      place[d] = orMedian(run.chiEff(), chiEff) / scales[d];
      d++;
    }
    if (chiP.compared()) {
      place[d] = orMedian(run.chiPerp(), chiP) / scales[d];
    }
    double distance = search.distance(place);
    return distance <= reference ? 1 : StrictMath.pow(reference / distance, tree.dimensions());
  }

  private static double orMedian(Double value, Quantity quantity) {
    return value == null ? quantity.published().value() : value;
  }
}
