package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.List;

/**
 * Lays a predicted series over an observed one: on the observed places by straight lines, never
 * beyond the prediction's range; bins only on bins with the same edges.
 *
 * @param contours quantities whose curve around a body may be cut into suction and pressure side
 * @param onPredicted quantities that are laid on the predicted places, where the prediction is the
 *     coarser of the two
 */
record SeriesLaying(List<String> contours, List<String> onPredicted) implements Serializable {
  static final String SUCTION = "suction side";
  static final String PRESSURE = "pressure side";

  SeriesOverlay.Outcome lay(
      SeriesRecord observed,
      SeriesCurve observedCurve,
      SeriesRecord predicted,
      SeriesCurve predictedCurve) {
    if (observed.isScalar()) {
      return some(List.of(SeriesOverlay.of(null, observedCurve, predictedCurve, 1)));
    }
    if (observedCurve.low() != null && predictedCurve.low() != null) {
      SeriesBins bins = new SeriesBins(observedCurve, predictedCurve);
      return bins.refusal() == null
          ? some(List.of(bins.overlay()))
          : SeriesOverlay.Outcome.refused(bins.refusal());
    }
    return points(observed, observedCurve, predicted, predictedCurve);
  }

  private static SeriesOverlay.Outcome some(List<SeriesOverlay> overlays) {
    List<SeriesOverlay> kept = overlays.stream().filter(one -> one.length() > 0).toList();
    return kept.isEmpty()
        ? SeriesOverlay.Outcome.refused("no place at which both have a value")
        : new SeriesOverlay.Outcome(kept, null);
  }

  private SeriesOverlay.Outcome points(
      SeriesRecord observed,
      SeriesCurve observedCurve,
      SeriesRecord predicted,
      SeriesCurve predictedCurve) {
    SeriesRuns observedRuns = SeriesRuns.eachPlaceOnce(observedCurve);
    SeriesRuns predictedRuns = SeriesRuns.of(predictedCurve);
    boolean around = observed.goesAround() && observedRuns.isContour();
    if (predictedRuns.isEmpty() || observedRuns.isEmpty()) {
      return SeriesOverlay.Outcome.refused("no place has a value");
    }
    if (predictedRuns.isFunction() && !around) {
      return plain(observed, observedCurve, observedRuns, predictedRuns.function());
    }
    if (!contours.contains(observed.quantity())
        || !(predictedRuns.isContour() || predictedRuns.isFunction())) {
      SeriesRuns turning = predictedRuns.isFunction() ? observedRuns : predictedRuns;
      return SeriesOverlay.Outcome.refused(
          "%s of the %s turns back %s, so that there is no one value at each place"
              .formatted(
                  observed.abscissaName(),
                  predictedRuns.isFunction() ? observed.side() : predicted.side(),
                  times(turning.turns())));
    }
    return around && predictedRuns.isContour()
        ? bothSides(observedRuns, predictedRuns)
        : oneSide(observed, observedCurve, observedRuns, predicted, predictedRuns);
  }

  private static String times(int turns) {
    return turns == 1 ? "once" : turns + " times";
  }

  private SeriesOverlay.Outcome plain(
      SeriesRecord observed, SeriesCurve curve, SeriesRuns runs, SeriesCurve predicted) {
    if (!onPredicted.contains(observed.quantity())) {
      return some(List.of(overlay(null, curve, predicted)));
    }
    if (!runs.isFunction()) {
      return SeriesOverlay.Outcome.refused(
          "%s of the %s turns back %s, so that it has no one value at the predicted places"
              .formatted(observed.abscissaName(), observed.side(), times(runs.turns())));
    }
    SeriesCurve interpolated = runs.function().interpolated(predicted.x());
    return some(List.of(SeriesOverlay.of(null, interpolated, predicted, curve.known().length)));
  }

  private static SeriesOverlay overlay(String branch, SeriesCurve observed, SeriesCurve predicted) {
    return SeriesOverlay.of(
        branch, observed, predicted.interpolated(observed.x()), observed.known().length);
  }

  private static SeriesOverlay.Outcome bothSides(SeriesRuns observed, SeriesRuns predicted) {
    return some(
        List.of(
            overlay(SUCTION, observed.suctionSide(), predicted.suctionSide()),
            overlay(PRESSURE, observed.pressureSide(), predicted.pressureSide())));
  }

  /** One of the two goes around the body, the other one is of one surface. */
  private static SeriesOverlay.Outcome oneSide(
      SeriesRecord observed,
      SeriesCurve observedCurve,
      SeriesRuns observedRuns,
      SeriesRecord predicted,
      SeriesRuns predictedRuns) {
    SeriesRecord named = predictedRuns.isContour() ? observed : predicted;
    String branch = branch(named);
    if (branch == null) {
      return SeriesOverlay.Outcome.refused(
          "%s goes around the body, but the surface of the %s is %s"
              .formatted(
                  observed.abscissaName(),
                  named.side(),
                  named.surface() == null ? "not named" : named.surface()));
    }
    return predictedRuns.isContour()
        ? some(List.of(overlay(branch, observedCurve, side(predictedRuns, branch))))
        : some(List.of(overlay(branch, side(observedRuns, branch), predictedRuns.function())));
  }

  private static SeriesCurve side(SeriesRuns contour, String branch) {
    return branch.equals(SUCTION) ? contour.suctionSide() : contour.pressureSide();
  }

  /** At an angle of attack above zero the upper surface is the suction side. */
  private static String branch(SeriesRecord named) {
    String surface = named.surface() == null ? "" : named.surface();
    double alpha = named.conditions().getOrDefault("alpha_deg", 0.0);
    return switch (surface) {
      case "upper", "upper surface" -> alpha >= 0 ? SUCTION : PRESSURE;
      case "lower", "lower surface" -> alpha >= 0 ? PRESSURE : SUCTION;
      default -> null;
    };
  }
}
