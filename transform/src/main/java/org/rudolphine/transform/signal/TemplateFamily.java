package org.rudolphine.transform.signal;

/** Templates that one number tells apart: the total mass, or a stretch of time. */
@FunctionalInterface
public interface TemplateFamily {
  /** The template for one value of the number. */
  Template at(double parameter);

  /** A scale-free waveform for each detector-frame total mass in solar masses. */
  static TemplateFamily byDetectorMass(GeometricWaveform waveform, double distanceMpc) {
    return mass -> waveform.at(mass, distanceMpc);
  }

  /**
   * A template that is already in seconds with its time stretched: 1.02 is the waveform of a system
   * heavier by 2 %. Its strain is left as it is.
   */
  static TemplateFamily byStretch(Template template) {
    return stretch -> {
      double[] times = new double[template.timeS().length];
      for (int i = 0; i < times.length; i++) {
        times[i] = template.timeS()[i] * stretch;
      }
      return new Template(times, template.plus(), template.cross());
    };
  }
}
