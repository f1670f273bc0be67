package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MassRatioBlocksTest {
  private final MassRatioBlocks blocks = new MassRatioBlocks(0.5);

  /** The first block ends at exp(0.5) = 1.6487. */
  @Test
  void aRunIsInOneBlock() {
    assertThat(blocks.of(GwSamples.run("a", 1.0, 0))).containsExactly("q 1.000 to 1.649");
    assertThat(blocks.of(GwSamples.run("b", 1.7, 0))).containsExactly("q 1.649 to 2.718");
  }

  @Test
  void anEventIsInEveryBlockThatItsMassesReachAndInOneMore() {
    // 3.1 sigma: m1 up to 44.5, m2 down to 22.3, q up to 1.99: the second block, and one more.
    assertThat(blocks.of(GwSamples.GW150914))
        .containsExactly("q 1.000 to 1.649", "q 1.649 to 2.718", "q 2.718 to 4.482");
  }

  @Test
  void anUnequalEventLeavesOutTheEqualRuns() {
    GwEvent one = GwSamples.GW150914;
    GwEvent unequal =
        new GwEvent(
            "x",
            "x",
            0.9,
            GwSamples.offsets(30, -1, 1),
            GwSamples.offsets(6, -0.2, 0.2),
            Measured.ABSENT,
            Measured.ABSENT,
            Measured.ABSENT,
            one.chiEff(),
            one.chiP(),
            one.redshift());
    List<String> names = blocks.of(unequal);
    assertThat(names).contains("q 4.482 to 7.389").doesNotContain("q 1.000 to 1.649");
  }
}
