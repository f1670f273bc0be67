package org.rudolphine.transform.link;

import org.rudolphine.transform.link.EventDraws.SplitNormal;

/**
 * How the two component masses of an event hang together. Their own published intervals do not say;
 * the published interval of the chirp mass, which is much narrower than independent masses give,
 * does. The deviates of the two masses get that correlation (a normal copula: each mass keeps its
 * own distribution) with which the draws' chirp mass is as wide as published. Where no chirp mass
 * is published, the total mass is used; without either, the masses are independent.
 */
final class MassCorrelation {
  /** Beyond this the masses would be functions of each other. */
  private static final double MOST = 0.999;

  /** Draws that take part in the search. */
  private static final int DRAWS = 5000;

  /** Steps of the search: the squared width is nearly linear in the correlation. */
  private static final int STEPS = 6;

  private static final double CLOSE = 1e-3;

  private final SplitNormal heavier;
  private final SplitNormal lighter;
  private final double[] deviates1;
  private final double[] deviates2;
  private final double tail;
  private final Combination combination;
  private final double[] scratch;

  /** A mass that both components make up, as a function that rises with it. */
  private enum Combination {
    /** (m1 m2)^(3/5) (m1 + m2)^(-1/5), to the fifth power. */
    CHIRP {
      @Override
      double rising(double m1, double m2) {
        double product = m1 * m2;
        return product * product * product / (m1 + m2);
      }

      @Override
      double mass(double rising) {
        return StrictMath.pow(rising, 0.2);
      }
    },
    TOTAL {
      @Override
      double rising(double m1, double m2) {
        return m1 + m2;
      }

      @Override
      double mass(double rising) {
        return rising;
      }
    };

    abstract double rising(double m1, double m2);

    abstract double mass(double rising);
  }

  private MassCorrelation(
      SplitNormal heavier,
      SplitNormal lighter,
      double[] deviates1,
      double[] deviates2,
      double level,
      Combination combination) {
    this.heavier = heavier;
    this.lighter = lighter;
    this.deviates1 = deviates1;
    this.deviates2 = deviates2;
    this.tail = (1 - level) / 2;
    this.combination = combination;
    this.scratch = new double[Math.min(DRAWS, deviates1.length)];
  }

  /**
   * The correlation of the masses' deviates, -0.999 to 0.999.
   *
   * @param deviates1 standard normal deviates of the heavier mass
   * @param deviates2 likewise of the lighter one, independent of the others
   */
  static double of(
      GwEvent event,
      SplitNormal heavier,
      SplitNormal lighter,
      double[] deviates1,
      double[] deviates2) {
    if (!event.spread(event.mass1()) || !event.spread(event.mass2())) {
      return 0;
    }
    Combination combination =
        event.spread(event.chirpMass()) ? Combination.CHIRP : Combination.TOTAL;
    Measured published = combination == Combination.CHIRP ? event.chirpMass() : event.totalMass();
    if (!event.spread(published)) {
      return 0;
    }
    return new MassCorrelation(heavier, lighter, deviates1, deviates2, event.level(), combination)
        .fit(published.upper() - published.lower());
  }

  /** Regula falsi (Illinois) in the squared width, from independent masses on. */
  private double fit(double wanted) {
    double target = wanted * wanted;
    double independent = excess(0, target);
    double edge = independent > 0 ? -MOST : MOST;
    double atEdge = excess(edge, target);
    if (independent * atEdge >= 0) {
      return Math.abs(independent) < Math.abs(atEdge) ? 0 : edge;
    }
    double a = 0;
    double atA = independent;
    double b = edge;
    double atB = atEdge;
    double between = a;
    for (int i = 0; i < STEPS; i++) {
      between = (a * atB - b * atA) / (atB - atA);
      double found = excess(between, target);
      if (Math.abs(found) < CLOSE * target) {
        break;
      }
      if (found * atB < 0) {
        a = b;
        atA = atB;
      } else {
        atA /= 2;
      }
      b = between;
      atB = found;
    }
    return between;
  }

  private double excess(double correlation, double target) {
    double width = width(correlation);
    return width * width - target;
  }

  private double width(double correlation) {
    double rest = Math.sqrt(1 - correlation * correlation);
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] =
          combination.rising(
              heavier.mass(deviates1[i]),
              lighter.mass(correlation * deviates1[i] + rest * deviates2[i]));
    }
    Quantiles quantiles = new Quantiles(scratch);
    return combination.mass(quantiles.at(1 - tail)) - combination.mass(quantiles.at(tail));
  }
}
