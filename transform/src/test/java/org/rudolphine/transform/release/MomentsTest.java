package org.rudolphine.transform.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class MomentsTest {
  /**
   * Michelson's first run of 1879, km/s above 299,000; mean and sd as R's datasets::morley gives.
   */
  private static final double[] MICHELSON = {
    850, 740, 900, 1070, 930, 850, 950, 980, 980, 880, 1000, 980, 930, 650, 760, 810, 1000, 1000,
    960, 960
  };

  @Test
  void meanAndDeviationOfMichelsonsFirstRun() {
    Moments moments = new Moments();
    for (double x : MICHELSON) {
      moments.add(x);
    }
    moments.add(null);
    ObjectNode json = moments.toJson();
    assertThat(json.get("n").asInt()).isEqualTo(20);
    assertThat(json.get("nulls").asInt()).isEqualTo(1);
    assertThat(json.get("mean").asDouble()).isCloseTo(909.0, within(1e-9));
    assertThat(json.get("std").asDouble()).isCloseTo(104.9260, within(1e-4));
    assertThat(json.get("min").asDouble()).isEqualTo(650);
    assertThat(json.get("max").asDouble()).isEqualTo(1070);
  }

  @Test
  void nothingHasNoMeanAndOneValueNoDeviation() {
    Moments moments = new Moments();
    assertThat(moments.toJson().get("mean").isNull()).isTrue();
    moments.add(3);
    assertThat(moments.toJson().get("mean").asDouble()).isEqualTo(3);
    assertThat(moments.toJson().get("std").isNull()).isTrue();
  }
}
