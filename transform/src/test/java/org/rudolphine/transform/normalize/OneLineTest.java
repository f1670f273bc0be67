package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OneLineTest {

  @Test
  void blanksOfAnyKindBecomeOne() {
    assertThat(OneLine.of("  a\n  b\t\u00a0c \u2028 d\r\n")).isEqualTo("a b c d");
    assertThat(OneLine.of("a\u0001b\u007fc")).isEqualTo("abc");
    assertThat(OneLine.of(" \n ")).isEmpty();
    assertThat(OneLine.of("")).isEmpty();
  }

  @Test
  void cleanTextStaysTheSameObject() {
    String clean = "one line of text";
    assertThat(OneLine.of(clean)).isSameAs(clean);
  }

  /** Java's own classes of characters say the same in another way. */
  @Property
  void isWhatRegularExpressionsGive(@ForAll String text) {
    String expected =
        text.replaceAll("[\\u0000-\\u0008\\u000e-\\u001f\\u007f]", "")
            .replaceAll("[ \\t-\\r\\u0085\\u00a0\\u2028\\u2029]+", " ");
    assertThat(OneLine.of(text)).isEqualTo(expected.replaceAll("^ | \\z", ""));
  }
}
