package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Expected values computed with Python's hashlib.sha256 of the joined text. */
class StableIdTest {

  @Test
  void linkIsTheHashOfRuleTablesAndIds() {
    assertThat(
            StableId.link(
                "gw-parameters", "gw_events", "GW150914-v3", "nr_simulations", "SXS:BBH:0305"))
        .isEqualTo("b53ebc06515fb8258888ece833f7f57689f39a5f8d07f18856a789b3b67f788e");
  }

  @Test
  void pairHasCaseQuantityAndEmptyStation() {
    assertThat(
            StableId.pair(
                "gw-remnant",
                "gw_events",
                "GW150914-v3",
                "nr_simulations",
                "SXS:BBH:0305",
                "GW150914",
                "final_spin",
                ""))
        .isEqualTo("40d7aefff6c83bdb6ec526aabb3fd5a6bca9f5a8c40ac90ae1a47e6a4ed70708");
  }
}
