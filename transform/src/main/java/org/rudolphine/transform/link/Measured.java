package org.rudolphine.transform.link;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/**
 * A published value with its interval as absolute bounds; each may be null.
 *
 * @param value median or best value
 * @param lower lower bound
 * @param upper upper bound
 */
public record Measured(Double value, Double lower, Double upper) implements Serializable {
  static final Measured ABSENT = new Measured(null, null, null);

  /** A value without an interval. */
  static Measured exactly(Double value) {
    return new Measured(value, null, null);
  }

  /** Reads {@code x}, {@code x_lower} and {@code x_upper}. */
  static Measured read(Row row, String column) {
    return new Measured(
        row.getAs(column), row.getAs(column + "_lower"), row.getAs(column + "_upper"));
  }

  boolean known() {
    return value != null;
  }

  /** Whether it has a value and a proper interval around it. */
  boolean bounded() {
    return value != null
        && lower != null
        && upper != null
        && lower <= value
        && value <= upper
        && lower < upper;
  }

  Measured times(double factor) {
    return new Measured(
        value == null ? null : value * factor,
        lower == null ? null : lower * factor,
        upper == null ? null : upper * factor);
  }

  /**
   * Standard deviation of the side of the value on which {@code other} lies, when the interval
   * reaches {@code z} standard deviations to both sides.
   */
  double sigmaTowards(double other, double z) {
    return (other < value ? value - lower : upper - value) / z;
  }
}
