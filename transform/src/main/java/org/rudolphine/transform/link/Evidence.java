package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.Objects;

/**
 * One compared quantity of a link; null where a side does not give it.
 *
 * @param quantity its name
 * @param left the left side's value, or null
 * @param leftLower absolute lower bound at the level that the left side publishes, or null
 * @param leftUpper absolute upper bound at that level, or null
 * @param right the right side's value, or null
 * @param unit unit of all four, {@code 1} when dimensionless
 * @param deviationSigma right minus left in standard deviations of that side, or null when they
 *     were not compared
 * @param note what a reader must know about the comparison, or null
 */
public record Evidence(
    String quantity,
    Double left,
    Double leftLower,
    Double leftUpper,
    Double right,
    String unit,
    Double deviationSigma,
    String note)
    implements Serializable {

  public Evidence {
    Objects.requireNonNull(quantity, "quantity");
    Objects.requireNonNull(unit, "unit");
  }
}
