package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/**
 * Against a computation with numpy and scipy from Cutler and Flanagan's own form of the spin term,
 * beta = (1/12) sum over the bodies of (113 (m_i/M)^2 + 75 eta) chi_i: the coefficient eta^(-3/5)
 * (4 beta - 16 pi) 3/128, and the spin with an equal coefficient by root finding.
 */
class InspiralPhaseTest {
  @Test
  void coefficientIsThatOfTwoEqualSpins() {
    assertThat(InspiralPhase.coefficient(1, 0)).isEqualTo(-2.7065567349370236, within(1e-12));
    assertThat(InspiralPhase.coefficient(1.5, 0.1)).isEqualTo(-2.599371116807327, within(1e-12));
    assertThat(InspiralPhase.coefficient(3, 0.242)).isEqualTo(-2.7067446481163318, within(1e-12));
    assertThat(InspiralPhase.coefficient(2, -0.3)).isEqualTo(-3.4601575859845246, within(1e-12));
  }

  @Test
  void spinMakesUpForMassRatio() {
    double coefficient = InspiralPhase.coefficient(1.2, 0);
    assertThat(spin(coefficient, 3)).isEqualTo(0.23567506306271802, within(1e-12));
    assertThat(spin(coefficient, 1)).isEqualTo(-0.008007770876862663, within(1e-12));
    assertThat(spin(coefficient, 1.2)).isEqualTo(0, within(1e-12));
  }

  private static double spin(double coefficient, double massRatio) {
    double eta = InspiralPhase.eta(massRatio);
    return InspiralPhase.spin(coefficient, eta, InspiralPhase.power(eta));
  }

  @Test
  void inspiralEndsAtTheLastStableOrbit() {
    assertThat(InspiralPhase.lastFrequencyHz(72.154)).isEqualTo(60.9415245337651, within(1e-9));
  }
}
