package org.rudolphine.ingest.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {

  private static CsvRows parse(String document) throws IOException {
    return CsvRows.parse(document.getBytes(UTF_8));
  }

  @Test
  void rowsKeepTheirBytesAndLines() throws IOException {
    CsvRows csv = parse("\uFEFFname,gps\r\n\"GW, \"\"A\"\"\",1.0\r\n\r\nGW2,2.50");

    assertThat(csv.header()).containsExactly("name", "gps");
    assertThat(csv.rows()).extracting(CsvRows.Row::line).containsExactly(2, 4);
    assertThat(csv.named(csv.rows().get(0))).containsEntry("name", "GW, \"A\"");
    assertThat(new String(csv.withHeader(csv.rows().get(1)), UTF_8))
        .isEqualTo("name,gps\nGW2,2.50");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "a,b\n1",
        "a,b\n1,2\n3",
        "a,b\n1,2,3",
        "a,a\n1,2",
        "a,b\n\"1,2\n",
        "a,b\n\"1\"x,2",
        "a,b\n1x\"y\",2"
      })
  void brokenDocumentsFail(String document) {
    assertThatThrownBy(() -> parse(document)).isInstanceOf(IOException.class);
  }

  @Test
  void otherEncodingsFail() {
    assertThatThrownBy(() -> CsvRows.parse("a\né".getBytes(ISO_8859_1)))
        .isInstanceOf(IOException.class);
  }

  @Property(tries = 300)
  void writtenRowsAreReadBack(
      @ForAll("tables") List<List<String>> table, @ForAll("breaks") String lineBreak)
      throws IOException {
    List<String> lines = new ArrayList<>(List.of("c1,c2,c3"));
    table.forEach(
        row -> lines.add(String.join(",", row.stream().map(CsvRowsTest::quoted).toList())));
    CsvRows csv = parse(String.join(lineBreak, lines) + lineBreak);

    assertThat(csv.rows()).extracting(CsvRows.Row::cells).containsExactlyElementsOf(table);
    for (int i = 0; i < table.size(); i++) {
      assertThat(new String(csv.rows().get(i).bytes(), UTF_8)).isEqualTo(lines.get(i + 1));
      assertThat(CsvRows.parse(csv.withHeader(csv.rows().get(i))).rows().get(0).cells())
          .isEqualTo(table.get(i));
    }
  }

  private static String quoted(String cell) {
    return cell.matches("[^\",\\r\\n]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }

  @Provide
  Arbitrary<String> breaks() {
    return Arbitraries.of("\n", "\r\n");
  }

  @Provide
  Arbitrary<List<List<String>>> tables() {
    return Arbitraries.of("a", "1.5", "é", "𝛘", ",", "\"", "\n", "\r\n", " ", "'")
        .list()
        .ofMaxSize(4)
        .map(parts -> String.join("", parts))
        .list()
        .ofSize(3)
        .list()
        .ofMaxSize(5);
  }
}
