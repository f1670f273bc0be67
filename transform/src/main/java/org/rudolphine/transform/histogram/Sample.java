package org.rudolphine.transform.histogram;

/**
 * What turns the counts of a simulated sample into a prediction: each event stands for luminosity x
 * cross section x scale / generated events, the expected number of collisions over the number of
 * simulated ones before any cut.
 *
 * @param crossSectionPb cross section of the process, pb
 * @param luminosityInvPb luminosity that the data were taken with, pb^-1
 * @param scale further factor, such as for higher orders; 1 for none
 * @param generatedEvents events generated before any cut
 */
public record Sample(
    double crossSectionPb, double luminosityInvPb, double scale, double generatedEvents) {
  public Sample {
    positive("cross section", crossSectionPb);
    positive("luminosity", luminosityInvPb);
    positive("scale", scale);
    positive("number of generated events", generatedEvents);
  }

  private static void positive(String what, double value) {
    if (!(value > 0) || !Double.isFinite(value)) {
      throw new IllegalArgumentException("The " + what + " of a sample is " + value);
    }
  }

  /** Weight of one simulated event. */
  public double weight() {
    return luminosityInvPb * crossSectionPb * scale / generatedEvents;
  }
}
