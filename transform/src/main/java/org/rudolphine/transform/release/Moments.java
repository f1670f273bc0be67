package org.rudolphine.transform.release;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Count, mean, sample standard deviation, minimum and maximum of numbers taken one after another
 * (Welford's recurrence), so that the result depends on their order and on nothing else.
 */
final class Moments {
  private long n;
  private long nulls;
  private double mean;
  private double squares;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  void add(Number value) {
    if (value == null) {
      nulls++;
      return;
    }
    double x = value.doubleValue();
    n++;
    double delta = x - mean;
    mean += delta / n;
    squares += delta * (x - mean);
    min = Math.min(min, x);
    max = Math.max(max, x);
  }

  /** Null where there are too few numbers: a mean needs one, a deviation two. */
  ObjectNode toJson() {
    ObjectNode json = ReleaseJson.object();
    json.put("n", n);
    json.put("nulls", nulls);
    json.put("mean", n == 0 ? null : mean);
    json.put("std", n < 2 ? null : Math.sqrt(squares / (n - 1)));
    json.put("min", n == 0 ? null : min);
    json.put("max", n == 0 ? null : max);
    return json;
  }
}
