package org.rudolphine.transform.signal;

/**
 * Fast Fourier transform of a power of two of complex or real samples, in double precision.
 *
 * <p>Our own, because tables must have the same bytes on every machine: libraries at hand make
 * their sines with {@code Math}, whose last bit differs between processors. These come from {@code
 * StrictMath}; all else is additions and products in a fixed order. The method is Stockham's with
 * radix 4 (Van Loan 1992, Computational Frameworks for the Fast Fourier Transform, section 1.7).
 *
 * <p>Keeps work space: one thread at a time.
 */
final class Fft {
  private final int size;
  private final double[] cosine;
  private final double[] sine;
  private final double[] workRe;
  private final double[] workIm;
  private Fft half;

  /** For {@code size} complex samples, a power of two. */
  Fft(int size) {
    if (size < 1 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("not a power of two: " + size);
    }
    this.size = size;
    this.cosine = new double[size];
    this.sine = new double[size];
    this.workRe = new double[size];
    this.workIm = new double[size];
    for (int i = 0; i < size; i++) {
      double angle = -2 * Math.PI * i / size;
      cosine[i] = StrictMath.cos(angle);
      sine[i] = StrictMath.sin(angle);
    }
  }

  /** Smallest power of two that is not below {@code length}. */
  static int sizeFor(int length) {
    return length <= 1 ? 1 : Integer.highestOneBit(length - 1) << 1;
  }

  int size() {
    return size;
  }

  /** X_k = sum of x_j exp(-2 pi i j k / n), in place. */
  void forward(double[] re, double[] im) {
    double[] fromRe = re;
    double[] fromIm = im;
    double[] toRe = workRe;
    double[] toIm = workIm;
    int length = size;
    int stride = 1;
    while (length > 1) {
      boolean byFour = length >= 4;
      if (byFour) {
        stageOfFour(stride, fromRe, fromIm, toRe, toIm);
      } else {
        lastOfTwo(stride, fromRe, fromIm, toRe, toIm);
      }
      length /= byFour ? 4 : 2;
      stride *= byFour ? 4 : 2;
      double[] swap = fromRe;
      fromRe = toRe;
      toRe = swap;
      swap = fromIm;
      fromIm = toIm;
      toIm = swap;
    }
    if (fromRe != re) {
      System.arraycopy(fromRe, 0, re, 0, size);
      System.arraycopy(fromIm, 0, im, 0, size);
    }
  }

  /** x_j = sum of X_k exp(+2 pi i j k / n), in place, not divided by n. */
  void inverse(double[] re, double[] im) {
    forward(im, re);
  }

  /**
   * One stage: groups of four values a quarter of the whole apart become groups of four that are
   * {@code stride} apart. {@code step} tells the twiddle factors, the same for {@code stride}
   * groups.
   */
  private void stageOfFour(
      int stride, double[] fromRe, double[] fromIm, double[] toRe, double[] toIm) {
    int apart = size / 4;
    for (int i = 0; i < apart; i++) {
      int step = i & -stride;
      double aRe = fromRe[i];
      double aIm = fromIm[i];
      double bRe = fromRe[i + apart];
      double bIm = fromIm[i + apart];
      double cRe = fromRe[i + 2 * apart];
      double cIm = fromIm[i + 2 * apart];
      double dRe = fromRe[i + 3 * apart];
      double dIm = fromIm[i + 3 * apart];
      double acRe = aRe + cRe;
      double acIm = aIm + cIm;
      double bdRe = bRe + dRe;
      double bdIm = bIm + dIm;
      double amcRe = aRe - cRe;
      double amcIm = aIm - cIm;
      // -i (b - d)
      double turnedRe = bIm - dIm;
      double turnedIm = dRe - bRe;
      double x1Re = amcRe + turnedRe;
      double x1Im = amcIm + turnedIm;
      double x2Re = acRe - bdRe;
      double x2Im = acIm - bdIm;
      double x3Re = amcRe - turnedRe;
      double x3Im = amcIm - turnedIm;
      int o = i + 3 * step;
      toRe[o] = acRe + bdRe;
      toIm[o] = acIm + bdIm;
      double c1 = cosine[step];
      double s1 = sine[step];
      toRe[o + stride] = c1 * x1Re - s1 * x1Im;
      toIm[o + stride] = c1 * x1Im + s1 * x1Re;
      double c2 = cosine[2 * step];
      double s2 = sine[2 * step];
      toRe[o + 2 * stride] = c2 * x2Re - s2 * x2Im;
      toIm[o + 2 * stride] = c2 * x2Im + s2 * x2Re;
      double c3 = cosine[3 * step];
      double s3 = sine[3 * step];
      toRe[o + 3 * stride] = c3 * x3Re - s3 * x3Im;
      toIm[o + 3 * stride] = c3 * x3Im + s3 * x3Re;
    }
  }

  private static void lastOfTwo(
      int stride, double[] fromRe, double[] fromIm, double[] toRe, double[] toIm) {
    for (int q = 0; q < stride; q++) {
      toRe[q] = fromRe[q] + fromRe[q + stride];
      toIm[q] = fromIm[q] + fromIm[q + stride];
      toRe[q + stride] = fromRe[q] - fromRe[q + stride];
      toIm[q + stride] = fromIm[q] - fromIm[q + stride];
    }
  }

  /**
   * Transform of real samples: the coefficients from 0 to half the size. Two halves of the samples
   * travel as one complex transform (Press et al., Numerical Recipes, section 12.3).
   *
   * @param samples {@code size} values or fewer; the rest counts as 0
   */
  Spectrum forwardReal(double[] samples) {
    int middle = size / 2;
    double[] re = new double[middle + 1];
    double[] im = new double[middle + 1];
    double[] even = new double[middle];
    double[] odd = new double[middle];
    for (int i = 0; i < samples.length; i++) {
      if ((i & 1) == 0) {
        even[i >> 1] = samples[i];
      } else {
        odd[i >> 1] = samples[i];
      }
    }
    half().forward(even, odd);
    for (int k = 0; k <= middle; k++) {
      int low = k & (middle - 1);
      int high = (middle - k) & (middle - 1);
      double evenRe = 0.5 * (even[low] + even[high]);
      double evenIm = 0.5 * (odd[low] - odd[high]);
      double oddRe = 0.5 * (odd[low] + odd[high]);
      double oddIm = 0.5 * (even[high] - even[low]);
      re[k] = evenRe + cosine[k] * oddRe - sine[k] * oddIm;
      im[k] = evenIm + cosine[k] * oddIm + sine[k] * oddRe;
    }
    return new Spectrum(re, im);
  }

  /**
   * Samples whose transform is given from 0 to half the size: x_j = sum over all coefficients of
   * X_k exp(+2 pi i j k / n), not divided by n. The imaginary parts of the first and the last
   * coefficient do not count.
   */
  double[] inverseReal(Spectrum spectrum) {
    int middle = size / 2;
    double[] re = new double[middle];
    double[] im = new double[middle];
    for (int k = 0; k < middle; k++) {
      int m = middle - k;
      double lowIm = k == 0 ? 0 : spectrum.im[k];
      double highIm = k == 0 ? 0 : spectrum.im[m];
      double evenRe = spectrum.re[k] + spectrum.re[m];
      double evenIm = lowIm - highIm;
      double differenceRe = spectrum.re[k] - spectrum.re[m];
      double differenceIm = lowIm + highIm;
      double oddRe = cosine[k] * differenceRe + sine[k] * differenceIm;
      double oddIm = cosine[k] * differenceIm - sine[k] * differenceRe;
      re[k] = evenRe - oddIm;
      im[k] = evenIm + oddRe;
    }
    half().inverse(re, im);
    double[] samples = new double[size];
    for (int i = 0; i < middle; i++) {
      samples[2 * i] = re[i];
      samples[2 * i + 1] = im[i];
    }
    return samples;
  }

  private Fft half() {
    if (half == null) {
      half = new Fft(size / 2);
    }
    return half;
  }

  /** Coefficients from frequency 0 to the Nyquist frequency. */
  record Spectrum(double[] re, double[] im) {}
}
