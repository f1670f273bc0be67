package org.rudolphine.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlStreamTest {
  @Test
  void documentsOfAStreamComeInOrderWithScalarsAsText() throws IOException {
    List<Object> documents =
        YamlStream.documents(
            """
            # of the record
            comment: |
              two
              lines
            nothing: ~
            quoted: '~'
            ---
            name: "Table 1"
            values: [7000, 1.50e+3, -.inf, '-', 010, 2016-02-01, yes]
            ...
            """);

    assertThat(documents).hasSize(2);
    assertThat((Map<?, ?>) documents.get(0))
        .extracting("comment", "nothing", "quoted")
        .containsExactly("two\nlines\n", null, "~");
    assertThat(((Map<?, ?>) documents.get(1)).get("values"))
        .isEqualTo(List.of("7000", "1.50e+3", "-.inf", "-", "010", "2016-02-01", "yes"));
  }

  @Test
  void anEmptyStreamHasNoDocumentAndAnEmptyDocumentIsNull() throws IOException {
    assertThat(YamlStream.documents("")).isEmpty();
    assertThat(YamlStream.documents("---\n---\na: 1\n")).hasSize(2).startsWith((Object) null);
  }

  @Test
  void aliasesAndMergesAreFollowedAndTheLastOfTwoKeysCounts() throws IOException {
    Object document =
        YamlStream.documents(
                """
                base: &b {units: GeV, name: x}
                again: *b
                merged: {<<: *b, name: y}
                name: first
                name: last
                """)
            .get(0);

    assertThat(document)
        .isEqualTo(
            Map.of(
                "base", Map.of("units", "GeV", "name", "x"),
                "again", Map.of("units", "GeV", "name", "x"),
                "merged", Map.of("units", "GeV", "name", "y"),
                "name", "last"));
  }

  @Test
  void aDocumentThatGrowsThroughItsAliasesIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String inner = ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1);
      bomb.append("a").append(i).append(": &a").append(i).append(" [").append(inner).append("]\n");
    }

    assertThatThrownBy(() -> YamlStream.documents(bomb.toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 20000000 values");
  }

  @Test
  void depthIsBounded() {
    assertThatThrownBy(() -> YamlStream.documents("[".repeat(100) + "]".repeat(100)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nested deeper than 64");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: [1, 2 | line 1",
        "a: !!javax.script.ScriptEngineManager {} | which is not read",
        "a: !!python/tuple [1, 2] | which is not read",
        "a: *unknown | not defined before it: line 1",
        "a: &self [*self] | not defined before it",
        "[a, b]: c | has a key that is no text",
        "a: b: c | line 1"
      })
  void whatCannotBeReadSaysWhatAndWhere(String text, String message) {
    assertThatThrownBy(() -> YamlStream.documents(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  @Test
  void controlCharactersAreNoYaml() {
    assertThatThrownBy(() -> YamlStream.documents("a: \u0000\u0001"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no YAML");
  }
}
