package org.rudolphine.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CsvSlicesTest {

  @Test
  void recordsKeepTheirBytesAndQuotedLineEnds() {
    byte[] table = "a,b\r\n1,\"x, \"\"y\"\"\nz\"\n\n2,\n".getBytes(UTF_8);

    List<String> records =
        CsvSlices.records(table).stream().map(record -> new String(record, UTF_8)).toList();

    assertThat(records).containsExactly("a,b", "1,\"x, \"\"y\"\"\nz\"", "2,");
    assertThat(CsvSlices.fields(records.get(1))).containsExactly("1", "x, \"y\"\nz");
    assertThat(CsvSlices.fields(records.get(2))).containsExactly("2", "");
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll("tables") List<List<String>> table) {
    String text =
        table.stream()
            .map(
                row ->
                    row.stream()
                        .map(field -> '"' + field.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(",")))
            .collect(Collectors.joining("\r\n"));

    List<List<String>> read =
        CsvSlices.records(text.getBytes(UTF_8)).stream()
            .map(record -> CsvSlices.fields(new String(record, UTF_8)))
            .toList();
    assertThat(read).isEqualTo(table);
  }

  @Provide
  Arbitrary<List<List<String>>> tables() {
    Arbitrary<String> field =
        Arbitraries.strings().withChars('a', ',', '"', '\n', 'ü', ' ').ofMaxLength(6);
    return field.list().ofMinSize(1).ofMaxSize(4).list().ofMinSize(1).ofMaxSize(5);
  }
}
