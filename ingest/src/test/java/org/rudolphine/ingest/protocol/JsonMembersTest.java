package org.rudolphine.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMembersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void valuesKeepTheirBytes() throws IOException {
    String document =
        " {\"a\" : { \"x\":1.50e+00 ,\"y\":[1, 2 ]} , \"b\":\"t\\u00e4xt ü\",\"c\":-1.20,"
            + "\"d\":[ ], \"e\":null,\"f\" : NaN , \"g\":true}\n";

    assertThat(values(document))
        .containsExactly(
            Map.entry("a", "{ \"x\":1.50e+00 ,\"y\":[1, 2 ]}"),
            Map.entry("b", "\"t\\u00e4xt ü\""),
            Map.entry("c", "-1.20"),
            Map.entry("d", "[ ]"),
            Map.entry("e", "null"),
            Map.entry("f", "NaN"),
            Map.entry("g", "true"));
  }

  @Test
  void elementsOfAnArrayAreNumbered() throws IOException {
    assertThat(values("[{\"n\": 1}, 2,\"x\"]"))
        .containsExactly(Map.entry("0", "{\"n\": 1}"), Map.entry("1", "2"), Map.entry("2", "\"x\""));
  }

  @Test
  void aPathLeadsToANestedObject() throws IOException {
    String document = "{\"other\": {\"in\": {\"no\": 1}}, \"out\": {\"in\": {\"yes\": 2}}, \"z\": 3}";

    assertThat(values(document, "out", "in")).containsExactly(Map.entry("yes", "2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><body>Not here</body></html>",
        "{\"a\": {\"b\": 1}",
        "{\"a\": 1, \"b\": {\"c\"",
        "{\"a\": 1} {\"b\": 2}",
        "{\"a\": 1} trailing",
        "{\"a\": tru}",
        "12",
        "\"text\""
      })
  void whatIsNoWholeObjectOrArrayFails(String document) {
    assertThatThrownBy(() -> values(document)).isInstanceOf(IOException.class);
  }

  @Test
  void aDocumentCutBehindThePathFails() {
    assertThatThrownBy(() -> values("{\"in\": {\"a\": 1}, \"more\": [1, ", "in"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> values("{\"in\": {\"a\": 1}}", "missing"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void namesOfACutDocumentAreThoseBeforeTheCut() {
    assertThat(JsonMembers.names("{\"a\": [1], \"b\": {\"c\":".getBytes(UTF_8)))
        .containsExactly("a", "b");
  }

  @Property(tries = 200)
  void slicesReadAsTheTreeDoes(@ForAll("objects") ObjectNode object) throws IOException {
    byte[] pretty = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(object);
    Map<String, JsonNode> read = new LinkedHashMap<>();
    JsonMembers.each(pretty, List.of(), (name, value) -> read.put(name, JSON.readTree(value)));

    Map<String, JsonNode> expected = new LinkedHashMap<>();
    object.fields().forEachRemaining(member -> expected.put(member.getKey(), member.getValue()));
    assertThat(read).isEqualTo(expected);
  }

  @Provide
  Arbitrary<ObjectNode> objects() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(8);
    Arbitrary<Object> value =
        Arbitraries.oneOf(
            text.map(Object.class::cast),
            Arbitraries.doubles().map(Object.class::cast),
            Arbitraries.integers().map(Object.class::cast),
            text.list().ofMaxSize(3).map(Object.class::cast),
            Arbitraries.maps(text, text).ofMaxSize(3).map(Object.class::cast));
    return Arbitraries.maps(text, value)
        .ofMaxSize(6)
        .map(
            map -> {
              try {
                return (ObjectNode) JSON.readTree(JSON.writeValueAsBytes(map));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
  }

  private static Map<String, String> values(String document, String... path) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    JsonMembers.each(
        document.getBytes(UTF_8),
        Arrays.asList(path),
        (name, value) -> values.put(name, new String(value, UTF_8)));
    return values;
  }
}
