package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.Objects;

/** What was observed beside what is predicted: one number each, or one number at each place. */
public sealed interface PairValues extends Serializable {

  /**
   * Two numbers.
   *
   * @param observed the experiment's value
   * @param predicted theory's value
   * @param level probability content of both intervals, or null when there is none
   * @param chi2 chi-square of the residual; null when there is none
   * @param ndf its degrees of freedom; null when there is none
   */
  record Scalar(Measured observed, Measured predicted, Double level, Double chi2, Integer ndf)
      implements PairValues {
    /** Two numbers without a chi-square. */
    public Scalar(Measured observed, Measured predicted, Double level) {
      this(observed, predicted, level, null, null);
    }

    public Scalar {
      Objects.requireNonNull(observed.value(), "observed value");
      Objects.requireNonNull(predicted.value(), "predicted value");
    }

    /** Observed minus predicted. */
    double residual() {
      return observed.value() - predicted.value();
    }
  }

  /**
   * Two curves over one abscissa; arrays of equal length, which are not copied.
   *
   * @param abscissaName name of the abscissa
   * @param abscissaUnit its unit
   * @param abscissa places
   * @param observed the experiment's values
   * @param predicted theory's values
   * @param residual observed minus predicted
   * @param chi2 chi-square of the residual; null when there is none
   * @param ndf its degrees of freedom; null when there is none
   * @param observedBounds intervals of the observed values, or null when there are none
   * @param predictedBounds intervals of the predicted values, or null when there are none
   * @param level probability content of the intervals, or null when there are none
   */
  record Curve(
      String abscissaName,
      String abscissaUnit,
      double[] abscissa,
      double[] observed,
      double[] predicted,
      double[] residual,
      Double chi2,
      Integer ndf,
      Bounds observedBounds,
      Bounds predictedBounds,
      Double level)
      implements PairValues {
    /** Two curves without intervals. */
    public Curve(
        String abscissaName,
        String abscissaUnit,
        double[] abscissa,
        double[] observed,
        double[] predicted,
        double[] residual,
        Double chi2,
        Integer ndf) {
      this(
          abscissaName,
          abscissaUnit,
          abscissa,
          observed,
          predicted,
          residual,
          chi2,
          ndf,
          null,
          null,
          null);
    }

    public Curve {
      Objects.requireNonNull(abscissaName, "abscissaName");
      Objects.requireNonNull(abscissaUnit, "abscissaUnit");
      int length = abscissa.length;
      if (observed.length != length || predicted.length != length || residual.length != length) {
        throw new IllegalArgumentException(
            String.format(
                "Arrays of a pair have %d, %d, %d and %d values",
                length, observed.length, predicted.length, residual.length));
      }
      checkLength(observedBounds, length);
      checkLength(predictedBounds, length);
    }

    private static void checkLength(Bounds bounds, int length) {
      if (bounds != null && bounds.lower().length != length) {
        throw new IllegalArgumentException(
            "A pair of " + length + " values has " + bounds.lower().length + " intervals");
      }
    }
  }

  /**
   * Intervals of the values of a curve as absolute bounds; what is not a number is missing.
   *
   * @param lower lower bounds
   * @param upper upper bounds, as many
   */
  record Bounds(double[] lower, double[] upper) implements Serializable {
    public Bounds {
      if (lower.length != upper.length) {
        throw new IllegalArgumentException(
            lower.length + " lower and " + upper.length + " upper bounds");
      }
    }
  }
}
