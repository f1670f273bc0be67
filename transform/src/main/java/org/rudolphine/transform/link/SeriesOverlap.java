package org.rudolphine.transform.link;

import java.util.List;

/**
 * How much of the observed places a prediction covers.
 *
 * @param common observed places within the prediction's range
 */
record SeriesOverlap(SeriesRecord observed, SeriesRecord predicted, int common) {

  static SeriesOverlap of(SeriesRecord observed, SeriesRecord predicted) {
    if (observed.isScalar()) {
      return new SeriesOverlap(observed, predicted, observed.points());
    }
    int common = 0;
    for (double place : observed.places()) {
      common += place >= predicted.low() && place <= predicted.high() ? 1 : 0;
    }
    return new SeriesOverlap(observed, predicted, common);
  }

  String words() {
    if (observed.isScalar()) {
      return "one number each";
    }
    return "%d of %d places within the prediction's range, %s %s to %s"
        .formatted(
            common,
            observed.places().length,
            observed.abscissaName(),
            Explanation.number(predicted.low()),
            Explanation.number(predicted.high()));
  }

  List<Evidence> evidence() {
    Evidence points =
        new Evidence(
            "points",
            (double) observed.points(),
            null,
            null,
            (double) predicted.points(),
            "1",
            null,
            null);
    if (observed.isScalar()) {
      return List.of(points);
    }
    return List.of(
        new Evidence(
            observed.abscissaName(),
            null,
            observed.low(),
            observed.high(),
            null,
            observed.abscissaUnit(),
            null,
            words()),
        points);
  }
}
