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
   */
  record Scalar(Measured observed, Measured predicted, Double level) implements PairValues {
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
   */
  record Curve(
      String abscissaName,
      String abscissaUnit,
      double[] abscissa,
      double[] observed,
      double[] predicted,
      double[] residual,
      Double chi2,
      Integer ndf)
      implements PairValues {
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
    }
  }
}
