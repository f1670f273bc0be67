package org.rudolphine.transform.link;

import java.util.Arrays;

/**
 * A balanced k-d tree (Bentley 1975) over points of few dimensions, built once and read by many. It
 * answers how far the k-th nearest point lies, which is what a density estimate needs.
 */
final class KdTree {
  private static final int LEAF = 16;

  private final int dimensions;
  private final int size;

  /** Coordinates point after point, in the tree's order: the median of a range is its root. */
  private final double[] points;

  /** Splitting dimension of the range whose middle has this index. */
  private final byte[] splits;

  /**
   * Builds the tree.
   *
   * @param coordinates one array per dimension, all of the same length, finite
   */
  KdTree(double[]... coordinates) {
    dimensions = coordinates.length;
    if (dimensions == 0 || dimensions > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("A tree over " + dimensions + " dimensions");
    }
    size = coordinates[0].length;
    points = new double[size * dimensions];
    for (int i = 0; i < size; i++) {
      for (int d = 0; d < dimensions; d++) {
        points[i * dimensions + d] = coordinates[d][i];
      }
    }
    splits = new byte[size];
    build(0, size);
  }

  int size() {
    return size;
  }

  int dimensions() {
    return dimensions;
  }

  private void build(int from, int to) {
    if (to - from <= LEAF) {
      return;
    }
    int split = widest(from, to);
    int middle = (from + to) >>> 1;
    select(from, to - 1, middle, split);
    splits[middle] = (byte) split;
    build(from, middle);
    build(middle + 1, to);
  }

  private int widest(int from, int to) {
    int widest = 0;
    double width = -1;
    for (int d = 0; d < dimensions; d++) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = from; i < to; i++) {
        double value = points[i * dimensions + d];
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
      if (most - least > width) {
        width = most - least;
        widest = d;
      }
    }
    return widest;
  }

  /** Hoare's selection: afterwards the point at {@code target} has its place in sorted order. */
  private void select(int first, int last, int target, int d) {
    int from = first;
    int to = last;
    while (from < to) {
      double pivot = medianOfThree(from, to, d);
      int i = from;
      int j = to;
      while (i <= j) {
        while (points[i * dimensions + d] < pivot) {
          i++;
        }
        while (points[j * dimensions + d] > pivot) {
          j--;
        }
        if (i <= j) {
          swap(i++, j--);
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

  private double medianOfThree(int from, int to, int d) {
    double a = points[from * dimensions + d];
    double b = points[((from + to) >>> 1) * dimensions + d];
    double c = points[to * dimensions + d];
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  private void swap(int i, int j) {
    for (int d = 0; d < dimensions; d++) {
      double kept = points[i * dimensions + d];
      points[i * dimensions + d] = points[j * dimensions + d];
      points[j * dimensions + d] = kept;
    }
  }

  /** A search for the k nearest points; not shared between threads. */
  Search nearest(int k) {
    return new Search(k);
  }

  /** Holds the scratch space of repeated searches. */
  final class Search {
    private final int k;
    private final double[] nearest;
    private final double[] offsets;
    private final double[] query;
    private double worst;

    private Search(int k) {
      if (k < 1 || k > size) {
        throw new IllegalArgumentException("The " + k + " nearest of " + size + " points");
      }
      this.k = k;
      this.nearest = new double[k];
      this.offsets = new double[dimensions];
      this.query = new double[dimensions];
    }

    /** Euclidean distance from a place to its k-th nearest point; a point there counts. */
    double distance(double... place) {
      System.arraycopy(place, 0, query, 0, dimensions);
      Arrays.fill(nearest, Double.POSITIVE_INFINITY);
      worst = Double.POSITIVE_INFINITY;
      Arrays.fill(offsets, 0);
      visit(0, size, 0);
      return Math.sqrt(worst);
    }

    /**
     * Arya and Mount's incremental bound: the squared distance from the query to the range's box.
     */
    private void visit(int from, int to, double bound) {
      if (to - from <= LEAF) {
        for (int i = from; i < to; i++) {
          offer(i);
        }
        return;
      }
      int middle = (from + to) >>> 1;
      int d = splits[middle];
      double across = query[d] - points[middle * dimensions + d];
      double kept = offsets[d];
      double farBound = bound - kept * kept + across * across;
      if (across < 0) {
        visit(from, middle, bound);
      } else {
        visit(middle + 1, to, bound);
      }
      offer(middle);
      if (farBound < worst) {
        offsets[d] = across;
        if (across < 0) {
          visit(middle + 1, to, farBound);
        } else {
          visit(from, middle, farBound);
        }
        offsets[d] = kept;
      }
    }

    private void offer(int index) {
      double squared = 0;
      int base = index * dimensions;
      for (int d = 0; d < dimensions; d++) {
        double difference = query[d] - points[base + d];
        squared += difference * difference;
      }
      if (squared < worst) {
        insert(squared);
      }
    }

    private void insert(double squared) {
      int place = k - 1;
      while (place > 0 && nearest[place - 1] > squared) {
        nearest[place] = nearest[place - 1];
        place--;
      }
      nearest[place] = squared;
      worst = nearest[k - 1];
    }
  }
}
