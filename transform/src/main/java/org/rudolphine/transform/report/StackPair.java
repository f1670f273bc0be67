package org.rudolphine.transform.report;

/**
 * A histogram of collisions beside the stacked prediction, as a pair holds them.
 *
 * @param linkId link that it rests on
 * @param experimentId series of the collisions
 * @param histogram name of the histogram
 * @param sample primary dataset
 * @param quantity observable
 * @param unit unit of the abscissa
 * @param middles middles of the bins
 * @param observed observed events
 * @param observedUpper their upper bounds
 * @param predicted predicted events
 * @param predictedUpper their upper bounds
 * @param chi2 chi-square, or null
 * @param ndf its degrees of freedom, or null
 * @param conditions luminosity and more
 * @param metrics sums, yields of the processes and more
 */
record StackPair(
    String linkId,
    String caseId,
    String experimentId,
    String histogram,
    String sample,
    String quantity,
    String unit,
    double[] middles,
    double[] observed,
    double[] observedUpper,
    double[] predicted,
    double[] predictedUpper,
    Double chi2,
    Long ndf,
    Cells conditions,
    Cells metrics) {

  /** The pair of a row, or null when it is of something else or has nothing to draw. */
  static StackPair of(Cells row) {
    Cells texts = row.map("conditions_text");
    String histogram = texts.text("histogram");
    double[] middles = row.numbers("abscissa");
    double[] observed = row.numbers("observed");
    double[] predicted = row.numbers("predicted");
    double[] observedUpper = row.numbers("observed_upper");
    double[] predictedUpper = row.numbers("predicted_upper");
    boolean drawable =
        histogram != null
            && "series".equals(row.text("experiment_table"))
            && middles != null
            && middles.length > 1
            && lengthOf(observed) == middles.length
            && lengthOf(predicted) == middles.length
            && lengthOf(observedUpper) == middles.length
            && lengthOf(predictedUpper) == middles.length;
    if (!drawable) {
      return null;
    }
    Double ndf = row.number("ndf");
    return new StackPair(
        row.text("link_id", ""),
        row.text("case_id", ""),
        row.text("experiment_id", ""),
        histogram,
        texts.text("sample", "data"),
        row.text("quantity", histogram),
        row.text("abscissa_unit", "unknown"),
        middles,
        observed,
        observedUpper,
        predicted,
        predictedUpper,
        row.number("chi2"),
        ndf == null ? null : Math.round(ndf),
        row.map("conditions"),
        row.map("metrics"));
  }

  private static int lengthOf(double[] array) {
    return array == null ? -1 : array.length;
  }

  int bins() {
    return middles.length;
  }

  /** Lower edge of a bin; {@code bins()} gives the upper edge of the last. */
  double edge(int bin) {
    if (bin == 0) {
      return middles[0] - (middles[1] - middles[0]) / 2;
    }
    if (bin == bins()) {
      return middles[bin - 1] + (middles[bin - 1] - middles[bin - 2]) / 2;
    }
    return (middles[bin - 1] + middles[bin]) / 2;
  }
}
