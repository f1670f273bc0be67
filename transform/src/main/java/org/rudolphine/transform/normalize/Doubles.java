package org.rudolphine.transform.normalize;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.RandomAccess;

/** Many numbers as a list that holds eight bytes for each; NaN stands for a missing one. */
final class Doubles extends AbstractList<Double> implements RandomAccess, Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] values;

  /**
   * @param values are not copied: nobody may change them any more
   */
  Doubles(double[] values) {
    this.values = values;
  }

  @Override
  public Double get(int index) {
    double value = values[index];
    return Double.isNaN(value) ? null : Double.valueOf(value);
  }

  @Override
  public int size() {
    return values.length;
  }
}
