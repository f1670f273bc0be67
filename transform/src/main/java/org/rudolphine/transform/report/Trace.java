package org.rudolphine.transform.report;

import java.util.function.IntPredicate;

/**
 * A curve of many samples as a short path: in each unit of the drawing's width its smallest and
 * largest value, each at its own place, so that no excursion is lost and slopes stay what they are.
 */
final class Trace {
  private final StringBuilder path = new StringBuilder();
  private long lastX;
  private long lastY;

  private Trace() {}

  /** Path commands of the samples that are shown; values outside the frame stop at its edge. */
  static String path(Frame frame, double[] x, double[] y, IntPredicate shown) {
    Trace trace = new Trace();
    int i = 0;
    while (i < x.length) {
      if (!shown.test(i)) {
        i++;
        continue;
      }
      long column = column(frame, x[i]);
      int low = i;
      int high = i;
      int next = i;
      while (next < x.length && shown.test(next) && column(frame, x[next]) == column) {
        low = y[next] < y[low] ? next : low;
        high = y[next] > y[high] ? next : high;
        next++;
      }
      trace.to(frame, x[Math.min(low, high)], y[Math.min(low, high)]);
      if (low != high) {
        trace.to(frame, x[Math.max(low, high)], y[Math.max(low, high)]);
      }
      i = next;
    }
    return trace.path.toString();
  }

  private static long column(Frame frame, double x) {
    return (long) Math.floor(frame.x().at(x));
  }

  /** Moves by whole tenths of a unit, so that steps add up to the places. */
  private void to(Frame frame, double place, double value) {
    long x = Math.round(10 * frame.x().at(place));
    long y = Math.round(10 * frame.y().clamped(value));
    if (path.isEmpty()) {
      path.append('M').append(tenths(x)).append(' ').append(tenths(y));
    } else if (x == lastX) {
      path.append('v').append(tenths(y - lastY));
    } else {
      path.append('l').append(tenths(x - lastX)).append(' ').append(tenths(y - lastY));
    }
    lastX = x;
    lastY = y;
  }

  private static String tenths(long number) {
    long size = Math.abs(number);
    String text = size / 10 + (size % 10 == 0 ? "" : "." + size % 10);
    return number < 0 ? "-" + text : text;
  }
}
