package org.rudolphine.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueStreamTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static List<String> values(byte[] document, long maxBytes) throws IOException {
    List<String> values = new ArrayList<>();
    try (JsonValueStream stream =
        new JsonValueStream(new ByteArrayInputStream(document), maxBytes)) {
      for (byte[] value = stream.next(); value != null; value = stream.next()) {
        values.add(new String(value, UTF_8));
      }
    }
    return values;
  }

  private static List<String> values(String document) throws IOException {
    return values(document.getBytes(UTF_8), 1000);
  }

  @Test
  void elementsKeepTheirBytes() throws IOException {
    String first = "{\"a\" : 1.50, \"b\": \"}\\\"],\\\\\", \"\u00fc\": [ [], {} ] }";
    assertThat(values(" [ " + first + " ,\n12e3,\"x, ]\" , null,[1,2]\t] \n"))
        .containsExactly(first, "12e3", "\"x, ]\"", "null", "[1,2]");
  }

  @Test
  void valuesMayFollowEachOther() throws IOException {
    assertThat(values("{\"a\":1}\n{\"a\":2}{\"a\":3} 7 true\n"))
        .containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "7", "true");
    assertThat(values("\uFEFF[1]")).containsExactly("1");
    assertThat(values("[]")).isEmpty();
    assertThat(values(" \n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1]x",
        "[{\"a\":1",
        "{\"a\"",
        "[\"a",
        "[\"\\",
        "]",
        ",",
        "[}"
      })
  void whatIsCutOrMisplacedFails(String document) {
    assertThatThrownBy(() -> values(document)).isInstanceOf(IOException.class);
  }

  @Test
  void aValueMayNotBeLargerThanAllowed() throws IOException {
    assertThat(values("[\"abc\",1]".getBytes(UTF_8), 5)).containsExactly("\"abc\"", "1");
    assertThatThrownBy(() -> values("[\"abcd\"]".getBytes(UTF_8), 5))
        .hasMessageContaining("larger than 5 bytes");
  }

  /** The elements are those that a JSON parser sees, whatever the texts hold. */
  @Property(tries = 200)
  void elementsAreThoseOfAParser(
      @ForAll @Size(max = 6) List<@StringLength(max = 12) String> texts, @ForAll boolean pretty)
      throws IOException {
    ArrayNode array = JSON.createArrayNode();
    List<String> expected = new ArrayList<>();
    for (String text : texts) {
      ObjectNode object = JSON.createObjectNode().put("t", text).put(text, 1);
      object.putArray("n").add(text).addObject().put("]", "}");
      array.add(object);
    }
    byte[] document =
        pretty
            ? JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(array)
            : JSON.writeValueAsBytes(array);
    JsonSlices.children(document).forEach(slice -> expected.add(new String(slice.bytes(), UTF_8)));
    assertThat(values(document, 1 << 20)).isEqualTo(expected);
  }
}
