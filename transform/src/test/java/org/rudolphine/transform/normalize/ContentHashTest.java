package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ContentHashTest {

  /**
   * The canonical form written out by hand: m, size, then name and value with their type letters.
   */
  @Test
  void hashIsTheSha256OfTheCanonicalForm() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(64);
    bytes.put((byte) 'm').putInt(2);
    bytes.put((byte) 's').putInt(1).put((byte) 'a').put((byte) 'd').putDouble(1.5);
    bytes.put((byte) 's').putInt(1).put((byte) 'b').put((byte) 's').putInt(2);
    bytes.put("é".getBytes(StandardCharsets.UTF_8));
    byte[] form = Arrays.copyOf(bytes.array(), bytes.position());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(form);
    assertThat(ContentHash.of(Map.of("a", 1.5, "b", "é")))
        .isEqualTo(String.format("%064x", new BigInteger(1, digest)));
  }

  /** Every type, and more text than a first buffer takes. */
  @Test
  void canonicalFormOfAllTypesAndLongText() throws Exception {
    String text = "x".repeat(9_000);
    ByteBuffer bytes = ByteBuffer.allocate(10_000);
    bytes.put((byte) 'm').putInt(3);
    bytes.put((byte) 's').putInt(1).put((byte) 'l').put((byte) 'l').putInt(3);
    bytes.put((byte) 't').put((byte) 'f').put((byte) 'i').putLong(7);
    bytes.put((byte) 's').putInt(1).put((byte) 't').put((byte) 's').putInt(9_000);
    bytes.put(text.getBytes(StandardCharsets.UTF_8));
    bytes.put((byte) 's').putInt(1).put((byte) 'z').put((byte) 'm').putInt(1);
    bytes.put((byte) 's').putInt(1).put((byte) 'c').put((byte) 'c').putLong(5).putInt(1_000);
    byte[] form = Arrays.copyOf(bytes.array(), bytes.position());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(form);
    Map<String, Object> values =
        Map.of(
            "l", List.of(true, false, 7),
            "t", text,
            "z", Map.of("c", Instant.ofEpochSecond(5, 1_999)));
    assertThat(ContentHash.of(values)).isEqualTo(String.format("%064x", new BigInteger(1, digest)));
  }

  @Test
  void nullIsAsGoodAsAbsent() {
    Map<String, Object> withNull = new HashMap<>();
    withNull.put("a", 1.0);
    withNull.put("b", null);
    assertThat(ContentHash.of(withNull)).isEqualTo(ContentHash.of(Map.of("a", 1.0)));
    assertThat(ContentHash.of(Map.of("s", withNull)))
        .isEqualTo(ContentHash.of(Map.of("s", Map.of("a", 1.0))));
  }

  @Test
  void orderOfMapsIsImmaterialOrderOfListsIsNot() {
    Map<String, Object> forward = new LinkedHashMap<>();
    Map<String, Object> backward = new LinkedHashMap<>();
    forward.put("a", 1.0);
    forward.put("b", 2.0);
    backward.put("b", 2.0);
    backward.put("a", 1.0);
    assertThat(ContentHash.of(forward)).isEqualTo(ContentHash.of(backward));
    assertThat(ContentHash.of(Map.of("l", List.of(1.0, 2.0))))
        .isNotEqualTo(ContentHash.of(Map.of("l", List.of(2.0, 1.0))));
  }

  @Test
  void typesAndBordersTellContentsApart() {
    List<Map<String, Object>> contents =
        List.of(
            Map.of(),
            Map.of("a", 1.0),
            Map.of("a", 1),
            Map.of("a", "1"),
            Map.of("a", true),
            Map.of("a", false),
            Map.of("a", List.of()),
            Map.of("a", List.of("bc")),
            Map.of("a", List.of("b", "c")),
            Map.of("a", Map.of()),
            Map.of("a", Instant.ofEpochSecond(1)),
            Map.of("a", 0.0),
            Map.of("a", -0.0),
            Map.of("ab", "c"),
            Map.of("a", "bc"));
    assertThat(contents.stream().map(ContentHash::of)).doesNotHaveDuplicates();
  }

  /** Parquet keeps microseconds, and a whole number may come back in another width. */
  @Test
  void whatATableCannotTellApartHashesAlike() {
    assertThat(ContentHash.of(Map.of("a", 7))).isEqualTo(ContentHash.of(Map.of("a", 7L)));
    assertThat(ContentHash.of(Map.of("a", Instant.ofEpochSecond(1, 1_999))))
        .isEqualTo(ContentHash.of(Map.of("a", Instant.ofEpochSecond(1, 1_000))));
  }

  @Property
  void differentNumbersHashDifferently(@ForAll double one, @ForAll double two) {
    assertThat(ContentHash.of(Map.of("a", one)).equals(ContentHash.of(Map.of("a", two))))
        .isEqualTo(Double.doubleToLongBits(one) == Double.doubleToLongBits(two));
  }
}
