package org.rudolphine.transform.report;

import java.math.BigDecimal;
import java.util.List;

/** Maps values of a range to positions of a drawing, linearly or by their logarithm. */
final class Scale {
  private final double low;
  private final double high;
  private final double from;
  private final double to;
  private final Form form;

  private enum Form {
    LINEAR,
    LOGARITHMIC
  }

  private Scale(double low, double high, double from, double to, Form form) {
    this.low = low;
    this.high = high;
    this.from = from;
    this.to = to;
    this.form = form;
  }

  static Scale linear(double low, double high, double from, double to) {
    return new Scale(low, high, from, to, Form.LINEAR);
  }

  /** Logarithmic; the range must be positive. */
  static Scale logarithmic(double low, double high, double from, double to) {
    if (low <= 0) {
      throw new IllegalArgumentException("A logarithmic scale starts above zero, not at " + low);
    }
    return new Scale(low, high, from, to, Form.LOGARITHMIC);
  }

  /** Position of a value; values outside the range lie outside the drawing's plot area. */
  double at(double value) {
    double part =
        form == Form.LINEAR
            ? (value - low) / (high - low)
            : StrictMath.log(value / low) / StrictMath.log(high / low);
    return from + part * (to - from);
  }

  /** Position of a value, moved to the nearer end when it lies outside. */
  double clamped(double value) {
    return at(Math.min(Math.max(value, low), high));
  }

  boolean contains(double value) {
    return value >= low && value <= high;
  }

  double low() {
    return low;
  }

  double high() {
    return high;
  }

  double from() {
    return from;
  }

  double to() {
    return to;
  }

  List<BigDecimal> ticks(int atMost) {
    return form == Form.LINEAR
        ? Ticks.linear(low, high, atMost)
        : Ticks.logarithmic(low, high, atMost);
  }
}
