package org.rudolphine.transform.link;

import java.util.Arrays;

/**
 * Quantiles of values in any order, by Hoare's selection: linear interpolation between order
 * statistics (Hyndman and Fan's type 7), as {@link EventDraws#quantile} gives it for sorted values.
 */
final class Quantiles {
  private final double[] values;

  /** Of a copy of the values, which are finite. */
  Quantiles(double[] values) {
    this(values, values.length);
  }

  /** Of the first values. */
  Quantiles(double[] values, int count) {
    this.values = Arrays.copyOf(values, count);
  }

  /** The quantile for a probability from 0 to 1. */
  double at(double probability) {
    double place = probability * (values.length - 1);
    int below = (int) Math.floor(place);
    select(below);
    double low = values[below];
    if (below == values.length - 1) {
      return low;
    }
    double high = values[below + 1];
    for (int i = below + 2; i < values.length; i++) {
      high = Math.min(high, values[i]);
    }
    return low + (place - below) * (high - low);
  }

  /** Afterwards the value at {@code target} has its place in sorted order. */
  private void select(int target) {
    int from = 0;
    int to = values.length - 1;
    while (from < to) {
      double pivot = medianOfThree(values[from], values[(from + to) >>> 1], values[to]);
      int i = from;
      int j = to;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          double kept = values[i];
          values[i++] = values[j];
          values[j--] = kept;
        }
      }
      if (target <= j) {
        to = j;
      } else if (target >= i) {
        from = i;
      } else {
        return;
      }
    }
  }

  private static double medianOfThree(double a, double b, double c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
