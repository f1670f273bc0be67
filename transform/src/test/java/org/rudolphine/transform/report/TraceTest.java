package org.rudolphine.transform.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceTest {
  private static final Frame FRAME =
      new Frame(Scale.linear(0, 10, 0, 10), Scale.linear(-50, 50, 100, 0), null, null, 5, 5);

  @Test
  void keepsTheExtremesOfEachUnitOfWidthAtTheirPlaces() {
    double[] x = {0.1, 0.3, 0.5, 0.7, 1.2, 2.4, 2.6};
    double[] y = {0, 40, -30, 5, 10, -10, 20};
    assertThat(Trace.path(FRAME, x, y, i -> true))
        .isEqualTo("M0.3 10l0.2 70l0.7 -40l1.2 20l0.2 -30");
  }

  @Test
  void stopsAtTheEdgeAndLeavesOutWhatIsNotShown() {
    double[] x = {0.5, 1.5, 2.5};
    double[] y = {0, 1000, 7};
    assertThat(Trace.path(FRAME, x, y, i -> i < 2)).isEqualTo("M0.5 50l1 -50");
    assertThat(Trace.path(FRAME, x, y, i -> false)).isEmpty();
  }
}
