package org.rudolphine.transform.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeySetTest {
  /** Short keys out of few, so that many come twice, and some long ones. */
  @Test
  void knowsWhatASetOfTextsKnows() {
    Random random = new Random(3);
    KeySet keys = new KeySet();
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < 50_000; i++) {
      String key = i % 10 == 0 ? "SXS:BBH:" + "0".repeat(i % 60) + i : "" + random.nextInt(30_000);
      assertThat(keys.contains(key)).isEqualTo(texts.contains(key));
      assertThat(keys.add(key)).isEqualTo(texts.add(key));
    }
    assertThat(texts).hasSizeBetween(20_000, 40_000);
    for (int i = 0; i < 60_000; i++) {
      assertThat(keys.contains("" + i)).isEqualTo(texts.contains("" + i));
    }
    assertThat(keys.contains("")).isFalse();
  }
}
