package org.rudolphine.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSlicesTest {

  private static List<String> texts(List<JsonSlices.Slice> slices) {
    return slices.stream().map(slice -> new String(slice.bytes(), UTF_8)).toList();
  }

  @Test
  void elementsKeepTheirBytes() throws IOException {
    byte[] document =
        "{\"next\": null,\"results\" : [ {\"a\": 1.50, \"b\":\"\\u00e9\"} ,{ } , 12e3, \"x\" ] }"
            .getBytes(UTF_8);

    assertThat(texts(JsonSlices.children(document, "results")))
        .containsExactly("{\"a\": 1.50, \"b\":\"\\u00e9\"}", "{ }", "12e3", "\"x\"");
  }

  @Test
  void membersKeepTheirNamesAndBytes() throws IOException {
    byte[] document = "{\"events\":{\"GW\\u0031\":{\"v\":NaN},\"b\": null}}".getBytes(UTF_8);

    List<JsonSlices.Slice> slices = JsonSlices.children(document, "events");

    assertThat(slices).extracting(JsonSlices.Slice::name).containsExactly("GW1", "b");
    assertThat(texts(slices)).containsExactly("{\"v\":NaN}", "null");
  }

  @Test
  void byteOrderMarkShiftsNothing() throws IOException {
    byte[] document = "\uFEFF[ {\"ä\":1} ]".getBytes(UTF_8);

    assertThat(texts(JsonSlices.children(document))).containsExactly("{\"ä\":1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"results\":[{\"a\":1},{\"b\"",
        "{\"results\":[{\"a\":1}]",
        "{\"results\":[1]} {}",
        "{\"results\":[1]}}",
        "{\"result\":[1]}",
        "[1]",
        "{\"results\":7}",
        "<html></html>"
      })
  void brokenOrOtherDocumentsFail(String document) {
    assertThatThrownBy(() -> JsonSlices.children(document.getBytes(UTF_8), "results"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void otherEncodingsFail() {
    assertThatThrownBy(() -> JsonSlices.children("[{\"a\":1}]".getBytes(UTF_16)))
        .isInstanceOf(IOException.class);
  }

  @Property(tries = 300)
  void slicesAreWhatWasPutIn(@ForAll("values") List<String> values, @ForAll("blanks") String blank)
      throws IOException {
    String separator = blank + "," + blank;
    String array = "[" + blank + String.join(separator, values) + blank + "]";
    String document =
        blank + "{\"skipped\":" + array + ",\"results\":" + blank + array + "}" + blank;

    assertThat(texts(JsonSlices.children(document.getBytes(UTF_8), "results"))).isEqualTo(values);
  }

  @Property(tries = 300)
  void aCutDocumentNeverGivesSlices(@ForAll("values") List<String> values, @ForAll int seed) {
    byte[] whole = ("{\"results\":[" + String.join(",", values) + "]}").getBytes(UTF_8);
    int length = Math.floorMod(seed, whole.length);
    byte[] cut = java.util.Arrays.copyOf(whole, length);

    assertThatThrownBy(() -> JsonSlices.children(cut, "results")).isInstanceOf(IOException.class);
  }

  @Provide
  Arbitrary<String> blanks() {
    return Arbitraries.of("", " ", "\n  ", "\r\n\t");
  }

  @Provide
  Arbitrary<List<String>> values() {
    return value(2).list().ofMaxSize(6);
  }

  private static Arbitrary<String> value(int depth) {
    Arbitrary<String> scalars =
        Arbitraries.oneOf(
            Arbitraries.of("null", "true", "false", "-0.0", "1E+5", "12345678901234567890.10"),
            Arbitraries.doubles().map(String::valueOf),
            string());
    if (depth == 0) {
      return scalars;
    }
    Arbitrary<String> objects =
        Combinators.combine(string(), value(depth - 1))
            .as((name, inner) -> name + " :\t" + inner)
            .list()
            .ofMaxSize(3)
            .map(members -> "{ " + String.join(" ,", members) + "}");
    Arbitrary<String> arrays =
        value(depth - 1).list().ofMaxSize(3).map(inner -> "[" + String.join(", ", inner) + " ]");
    return Arbitraries.oneOf(scalars, objects, arrays);
  }

  /** JSON strings with escapes, brackets inside, and characters of one to four bytes. */
  private static Arbitrary<String> string() {
    return Arbitraries.of("a", "é", "☉", "𝛘", "\\\"", "\\\\", "\\u26aB", "\\n", "{", "]", ",", " ")
        .list()
        .ofMaxSize(6)
        .map(parts -> "\"" + String.join("", parts) + "\"");
  }
}
