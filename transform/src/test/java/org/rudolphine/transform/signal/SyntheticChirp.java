package org.rudolphine.transform.signal;

/**
 * A made-up chirp that rises, peaks and rings down, in units of its mass: the phase of two equal
 * masses to lowest order, Phi = -8 (tau / 20)^(5/8) (Maggiore 2008, eq. 4.30), with a time to
 * coalescence tau that stops smoothly before 0, and a damped end. Known at every time, so that it
 * can be injected between samples.
 */
final class SyntheticChirp {
  static final double START_M = -2500;
  static final double END_M = 120;

  private SyntheticChirp() {}

  static double plus(double timeM) {
    return amplitude(timeM) * Math.cos(phase(timeM));
  }

  static double cross(double timeM) {
    return amplitude(timeM) * Math.sin(phase(timeM));
  }

  private static double phase(double timeM) {
    return -8 * Math.pow(tau(timeM) / 20, 0.625);
  }

  private static double amplitude(double timeM) {
    if (timeM < START_M || timeM > END_M) {
      return 0;
    }
    double begin = Math.min(1, (timeM - START_M) / 250);
    double end = Math.min(1, (END_M - timeM) / 12);
    return 0.2
        * Math.pow(tau(timeM), -0.25)
        * Math.exp(-softPlus(timeM) / 12)
        * Math.sin(Math.PI / 2 * begin)
        * Math.sin(Math.PI / 2 * end);
  }

  private static double tau(double timeM) {
    return 1.5 + softPlus(-timeM);
  }

  /** 8 ln(1 + exp(x / 8)): 0 far below 0, x far above. */
  private static double softPlus(double x) {
    return x > 300 ? x : 8 * Math.log1p(Math.exp(x / 8));
  }

  /** As a simulation gives it, with a step of half the mass. */
  static GeometricWaveform waveform() {
    int count = (int) (2 * (END_M - START_M)) + 1;
    double[] timeM = new double[count];
    double[] plus = new double[count];
    double[] cross = new double[count];
    for (int i = 0; i < count; i++) {
      timeM[i] = START_M + 0.5 * i;
      plus[i] = plus(timeM[i]);
      cross[i] = cross(timeM[i]);
    }
    return new GeometricWaveform(timeM, plus, cross);
  }
}
