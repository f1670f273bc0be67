package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How wide a shuffle is where nobody said. The rest of submitting is tested on a cluster. */
class SparkStarterTest {
  @Test
  void manyRowsHaveManyPartitions() {
    assertThat(SparkStarter.partitions(200_001)).isEqualTo(8);
    assertThat(SparkStarter.partitions(1_000_000)).isEqualTo(20);
    assertThat(SparkStarter.partitions(50_000_000)).isEqualTo(1000);
  }
}
