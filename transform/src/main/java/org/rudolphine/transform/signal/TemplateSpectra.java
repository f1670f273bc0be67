package org.rudolphine.transform.signal;

/**
 * A template on some strain's grid of samples with its spectra, which all strain on that grid
 * shares.
 *
 * @param template the samples
 * @param size length of the transform
 * @param plus spectrum of the plus polarisation
 * @param cross spectrum of the cross polarisation; null when there is none
 */
record TemplateSpectra(GridTemplate template, int size, Fft.Spectrum plus, Fft.Spectrum cross) {
  static TemplateSpectra of(
      Template template, double rateHz, int size, FilterSettings settings, FftPool ffts)
      throws Unfilterable {
    GridTemplate grid = GridTemplate.of(template, rateHz, settings);
    if (grid.plus().length > size) {
      throw new Unfilterable("the template lasts " + grid.lengthS() + " s, longer than the strain");
    }
    Fft fft = ffts.of(size);
    return new TemplateSpectra(
        grid,
        size,
        grid.spectrum(grid.plus(), fft),
        grid.cross() == null ? null : grid.spectrum(grid.cross(), fft));
  }

  boolean fits(PreparedStrain strain) {
    return template.rateHz() == strain.rateHz() && size == strain.size();
  }
}
