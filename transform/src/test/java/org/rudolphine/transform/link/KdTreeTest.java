package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KdTreeTest {

  @Property(tries = 200)
  void agreesWithBruteForce(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 400) int size,
      @ForAll @IntRange(min = 1, max = 5) int dimensions,
      @ForAll @IntRange(min = 1, max = 20) int wanted) {
    Random random = new Random(seed);
    double[][] coordinates = new double[dimensions][size];
    for (double[] axis : coordinates) {
      // Few distinct values on some axes: ties and duplicates must not confuse the selection.
      boolean coarse = random.nextBoolean();
      Arrays.setAll(axis, i -> coarse ? random.nextInt(4) : random.nextGaussian());
    }
    int k = Math.min(wanted, size);
    KdTree.Search search = new KdTree(coordinates).nearest(k);
    for (int i = 0; i < 10; i++) {
      double[] place = new double[dimensions];
      Arrays.setAll(place, d -> 2 * random.nextGaussian());
      assertThat(search.distance(place))
          .isEqualTo(bruteForce(coordinates, place, k), within(1e-12));
    }
  }

  private static double bruteForce(double[][] coordinates, double[] place, int k) {
    double[] distances = new double[coordinates[0].length];
    for (int i = 0; i < distances.length; i++) {
      double squared = 0;
      for (int d = 0; d < place.length; d++) {
        squared += Math.pow(coordinates[d][i] - place[d], 2);
      }
      distances[i] = Math.sqrt(squared);
    }
    Arrays.sort(distances);
    return distances[k - 1];
  }

  @Test
  void countsThePointItself() {
    KdTree tree = new KdTree(new double[] {0, 3, 7});
    assertThat(tree.nearest(1).distance(3)).isZero();
    assertThat(tree.nearest(2).distance(3)).isEqualTo(3);
  }

  @Test
  void refusesMoreNeighboursThanPoints() {
    assertThatThrownBy(() -> new KdTree(new double[] {1, 2}).nearest(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 nearest of 2");
  }
}
