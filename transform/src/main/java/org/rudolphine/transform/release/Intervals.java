package org.rudolphine.transform.release;

import java.util.List;

/** Whether values lie within their bounds, for scalars and for arrays of equal length. */
final class Intervals {
  private Intervals() {}

  /** Whether the order lower, value, upper is broken anywhere; what is missing breaks nothing. */
  static boolean disordered(Object value, Object lower, Object upper) {
    if (value instanceof List<?> values) {
      for (int i = 0; i < values.size(); i++) {
        if (disordered(values.get(i), element(lower, i), element(upper, i))) {
          return true;
        }
      }
      return false;
    }
    return exceeds(lower, value) || exceeds(value, upper) || exceeds(lower, upper);
  }

  private static Object element(Object list, int i) {
    return list instanceof List<?> values && i < values.size() ? values.get(i) : null;
  }

  private static boolean exceeds(Object a, Object b) {
    return a instanceof Number x && b instanceof Number y && x.doubleValue() > y.doubleValue();
  }
}
