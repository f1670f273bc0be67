package org.rudolphine.transform.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Strain of one detector with its noise density, ready for any number of templates. */
public final class PreparedStrain {
  /** Samples that a segment needs to be a spectrum at all. */
  private static final int LEAST_SEGMENT = 16;

  private final StrainSeries strain;
  private final int size;
  private final NoiseDensity noise;
  private final Band band;
  private final List<Stretch> interior;
  private final double[] whitenedRe;
  private final double[] whitenedIm;
  private final double[] whitened;

  private PreparedStrain(
      StrainSeries strain,
      NoiseDensity noise,
      Band band,
      List<Stretch> interior,
      Fft.Spectrum spectrum,
      Fft fft) {
    this.strain = strain;
    this.size = fft.size();
    this.noise = noise;
    this.band = band;
    this.interior = interior;
    this.whitenedRe = new double[band.size()];
    this.whitenedIm = new double[band.size()];
    for (int k = 0; k < band.size(); k++) {
      double factor = band.whitening()[k] / strain.rateHz();
      whitenedRe[k] = spectrum.re()[band.first() + k] * factor;
      whitenedIm[k] = spectrum.im()[band.first() + k] * factor;
    }
    this.whitened = series(whitenedRe, whitenedIm, fft);
  }

  static PreparedStrain of(StrainSeries strain, FilterSettings settings, FftPool ffts)
      throws Unfilterable {
    double rate = strain.rateHz();
    if (!(rate > 2 * settings.bandLowHz() && rate < Double.POSITIVE_INFINITY)
        || !Double.isFinite(strain.gpsStart())) {
      throw new Unfilterable(
          "strain at " + rate + " Hz from GPS " + strain.gpsStart() + " on cannot be filtered");
    }
    double segment = settings.psdSegmentS() * rate;
    if (segment < LEAST_SEGMENT) {
      throw new Unfilterable(
          "a segment of "
              + settings.psdSegmentS()
              + " s has too few samples at "
              + rate
              + " Hz for a noise density");
    }
    if (segment > strain.samples().length) {
      throw new Unfilterable(
          "the strain lasts "
              + strain.samples().length / rate
              + " s, less than one segment of the noise density");
    }
    Fft fft = ffts.of(Fft.sizeFor((int) Math.round(segment)));
    List<Stretch> stretches = Stretch.finite(strain.samples());
    if (stretches.isEmpty()) {
      throw new Unfilterable("the strain has no finite sample");
    }
    return of(strain, NoiseDensity.of(strain.samples(), rate, stretches, fft), settings, ffts);
  }

  /** With a noise density that is known. */
  static PreparedStrain of(
      StrainSeries strain, NoiseDensity noise, FilterSettings settings, FftPool ffts)
      throws Unfilterable {
    Fft fft = ffts.of(Fft.sizeFor(strain.samples().length));
    Band band = Band.of(noise, settings, strain.rateHz(), fft.size());
    int ramp = (int) Math.round(settings.edgeRampS() * strain.rateHz());
    List<Stretch> stretches = Stretch.finite(strain.samples());
    List<Stretch> interior = new ArrayList<>();
    for (Stretch stretch : stretches) {
      interior.add(stretch.without(ramp, ramp));
    }
    double[] tapered = tapered(strain.samples(), stretches, ramp);
    return new PreparedStrain(strain, noise, band, interior, fft.forwardReal(tapered), fft);
  }

  /** Each range without its mean and with ramps at its ends; gaps, and ranges too short, are 0. */
  private static double[] tapered(double[] samples, List<Stretch> stretches, int ramp) {
    double[] tapered = new double[samples.length];
    for (Stretch stretch : stretches) {
      if (stretch.length() < 2 * ramp) {
        continue;
      }
      double mean = 0;
      for (int i = stretch.from(); i < stretch.until(); i++) {
        mean += samples[i];
      }
      mean /= stretch.length();
      for (int i = stretch.from(); i < stretch.until(); i++) {
        tapered[i] = samples[i] - mean;
      }
      Windows.taper(tapered, stretch.from(), stretch.until(), ramp, ramp);
    }
    return tapered;
  }

  /** Short name of the detector. */
  public String detector() {
    return strain.detector();
  }

  /** GPS seconds of the first sample. */
  public double gpsStart() {
    return strain.gpsStart();
  }

  /** Samples per second. */
  public double rateHz() {
    return strain.rateHz();
  }

  /**
   * The whitened strain, a sample for each of the strain: unit variance in Gaussian noise; spoiled
   * by edges and gaps as far as a ramp and half a segment of the noise density reach.
   */
  public double[] whitened() {
    return Arrays.copyOf(whitened, strain.samples().length);
  }

  /** Length of the transform: the strain and zeros up to a power of two. */
  int size() {
    return size;
  }

  Band band() {
    return band;
  }

  NoiseDensity noise() {
    return noise;
  }

  /** Real parts of the whitened data, d(f) / sqrt(S(f)), in the band. */
  double[] whitenedRe() {
    return whitenedRe;
  }

  double[] whitenedIm() {
    return whitenedIm;
  }

  /**
   * Ranges of whitened samples that no edge or gap has spoiled.
   *
   * @param responses how many times the whitening filter was applied
   * @param before how many samples before its own the value depends on besides
   * @param after how many after
   */
  List<Stretch> clean(int responses, int before, int after) {
    int response = responses * band.responseSamples();
    List<Stretch> clean = new ArrayList<>();
    for (Stretch stretch : interior) {
      Stretch left = stretch.without(response + before, response + after);
      if (left.length() > 0) {
        clean.add(left);
      }
    }
    return clean;
  }

  /**
   * A whitened spectrum as samples: x_j = 2 df / sqrt(B) Re sum X_k exp(2 pi i f_k t_j), B the
   * width of the bins that are used. Whitened noise has E|X_k|^2 = T / 2, so x has unit variance.
   */
  double[] series(double[] re, double[] im, Fft fft) {
    double[] allRe = new double[fft.size() / 2 + 1];
    double[] allIm = new double[fft.size() / 2 + 1];
    double scale = band.stepHz() / Math.sqrt(band.widthHz());
    for (int k = 0; k < re.length; k++) {
      allRe[band.first() + k] = re[k] * scale;
      allIm[band.first() + k] = im[k] * scale;
    }
    return fft.inverseReal(new Fft.Spectrum(allRe, allIm));
  }

  /** Values of the whitened strain without a copy. */
  double[] whitenedSeries() {
    return whitened;
  }

  double place(double gps) {
    return (gps - strain.gpsStart()) * strain.rateHz();
  }

  double gps(double place) {
    return strain.gpsStart() + place / strain.rateHz();
  }
}
