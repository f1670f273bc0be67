package org.rudolphine.ingest.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that parquet-java's own example writer made. */
class ParquetRowsTest {
  @TempDir Path folder;

  private InputFile file(String schema, List<Consumer<Group>> rows) throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    Path path = Files.createTempDirectory(folder, "f").resolve("rows.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(path))
            .withConf(new PlainParquetConfiguration())
            .withType(type)
            .withRowGroupSize(20_000L)
            .withPageRowCountLimit(100)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .build()) {
      for (Consumer<Group> fill : rows) {
        Group group = new SimpleGroup(type);
        fill.accept(group);
        writer.write(group);
      }
    }
    return new LocalInputFile(path);
  }

  @Test
  void readsEveryTypeOfColumn() throws IOException {
    InputFile file =
        file(
            """
            message m {
              optional boolean b; optional int32 i; optional int64 l; optional float f;
              optional double d; optional binary s (STRING); optional binary bytes;
              optional int32 day (DATE); optional int64 millis (TIMESTAMP(MILLIS,true));
              optional int64 micros (TIMESTAMP(MICROS,true));
              optional int64 nanos (TIMESTAMP(NANOS,true));
            }
            """,
            List.of(
                row ->
                    row.append("b", true)
                        .append("i", Integer.MIN_VALUE)
                        .append("l", Long.MAX_VALUE)
                        .append("f", 1.5f)
                        .append("d", -0.0)
                        .append("s", "Größe \uD83C\uDF0C")
                        .append("bytes", Binary.fromConstantByteArray(new byte[] {0, -1}))
                        .append("day", 20454) // 2026-01-01: date -d 2026-01-01 +%s / 86400
                        .append("millis", -1L)
                        .append("micros", 1_767_225_600_000_001L) // 2026-01-01 in microseconds
                        .append("nanos", 1_000_000_001L),
                row -> {}));
    List<Map<String, Object>> rows = ParquetRows.read(file);
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).keySet())
        .containsExactly("b", "i", "l", "f", "d", "s", "bytes", "day", "millis", "micros", "nanos");
    assertThat(rows.get(0))
        .containsEntry("b", true)
        .containsEntry("i", Integer.MIN_VALUE)
        .containsEntry("l", Long.MAX_VALUE)
        .containsEntry("f", 1.5f)
        .containsEntry("d", -0.0)
        .containsEntry("s", "Größe \uD83C\uDF0C")
        .containsEntry("day", LocalDate.of(2026, 1, 1))
        .containsEntry("millis", Instant.parse("1969-12-31T23:59:59.999Z"))
        .containsEntry("micros", Instant.parse("2026-01-01T00:00:00.000001Z"))
        .containsEntry("nanos", Instant.parse("1970-01-01T00:00:01.000000001Z"));
    assertThat((byte[]) rows.get(0).get("bytes")).containsExactly(0, -1);
    assertThat(rows.get(1)).hasSize(11).allSatisfy((name, value) -> assertThat(value).isNull());
    assertThat(ParquetRows.count(file)).isEqualTo(2);
    assertThat(ParquetRows.schema(file).getFieldCount()).isEqualTo(11);
  }

  @Test
  void readsListsOfStructsAndMaps() throws IOException {
    String schema =
        """
        message m {
          optional group evidence (LIST) { repeated group list { optional group element {
            required binary quantity (STRING); optional double value; } } }
          optional group values (LIST) { repeated group list { optional double element; } }
          optional group conditions (MAP) { repeated group key_value {
            required binary key (STRING); optional double value; } }
        }
        """;
    InputFile file =
        file(
            schema,
            List.of(
                row -> {
                  Group evidence = row.addGroup("evidence");
                  Group first = evidence.addGroup("list").addGroup("element");
                  first.append("quantity", "q").append("value", 1.2);
                  evidence.addGroup("list").addGroup("element").append("quantity", "chi_eff");
                  evidence.addGroup("list");
                  Group values = row.addGroup("values");
                  values.addGroup("list").append("element", 1.0);
                  values.addGroup("list");
                  values.addGroup("list").append("element", 3.0);
                  Group conditions = row.addGroup("conditions");
                  conditions.addGroup("key_value").append("key", "z").append("value", 2.0);
                  conditions.addGroup("key_value").append("key", "a");
                },
                row -> {
                  row.addGroup("evidence");
                  row.addGroup("conditions");
                }));
    List<Map<String, Object>> rows = ParquetRows.read(file);
    List<Object> evidence = new ArrayList<>();
    evidence.add(Map.of("quantity", "q", "value", 1.2));
    Map<String, Object> second = new java.util.HashMap<>();
    second.put("quantity", "chi_eff");
    second.put("value", null);
    evidence.add(second);
    evidence.add(null);
    assertThat(rows.get(0).get("evidence")).isEqualTo(evidence);
    assertThat((List<?>) rows.get(0).get("values"))
        .isEqualTo(java.util.Arrays.asList(1.0, null, 3.0));
    assertThat(rows.get(0).get("conditions").toString()).isEqualTo("{a=null, z=2.0}");
    assertThat(rows.get(1).get("evidence")).isEqualTo(List.of());
    assertThat(rows.get(1).get("values")).isNull();
    assertThat(rows.get(1).get("conditions")).isEqualTo(Map.of());
  }

  @Test
  void findsRowsByAColumnOverManyRowGroups() throws IOException {
    List<Consumer<Group>> rows = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      String id = "id-" + i % 1000;
      int number = i;
      rows.add(
          row -> {
            if (number % 7 != 0) {
              row.append("id", id);
            }
            row.append("n", number);
            row.append("text", "text of row " + Integer.toHexString(number * 7919));
          });
    }
    InputFile file =
        file(
            "message m { optional binary id (STRING); required int32 n; required binary text (STRING); }",
            rows);
    assertThat(ParquetRows.count(file)).isEqualTo(5000);
    // 42, 1042, ... 4042; 42 = 6 * 7 has no id
    assertThat(ParquetRows.where(file, "id", "id-42"))
        .extracting(row -> row.get("n"))
        .containsExactly(1042, 2042, 3042, 4042);
    assertThat(ParquetRows.where(file, "id", "id-1000")).isEmpty();
    assertThat(ParquetRows.read(file)).extracting(row -> row.get("n")).hasSize(5000).isSorted();
  }

  @Test
  void readsTheColumnsThatAreAskedFor() throws IOException {
    InputFile file =
        file(
            "message m { required int32 id; optional binary name (STRING); optional double x; }",
            List.of(
                row -> row.append("id", 1).append("name", "one").append("x", 0.5),
                row -> row.append("id", 2)));
    List<Map<String, Object>> rows = new ArrayList<>();
    ParquetRows.forEach(file, List.of("name", "id"), rows::add);
    Map<String, Object> second = new HashMap<>();
    second.put("id", 2);
    second.put("name", null);
    assertThat(rows).containsExactly(Map.of("id", 1, "name", "one"), second);
    assertThatThrownBy(() -> ParquetRows.forEach(file, List.of(), rows::add))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsAFileWithoutRows() throws IOException {
    InputFile file = file("message m { required binary id (STRING); }", List.of());
    assertThat(ParquetRows.read(file)).isEmpty();
    assertThat(ParquetRows.where(file, "id", "x")).isEmpty();
    assertThat(ParquetRows.count(file)).isZero();
  }

  @Test
  void opensAFileByItsUri() throws IOException {
    Path path = folder.resolve("a b.txt");
    Files.write(path, "12345".getBytes(StandardCharsets.US_ASCII));
    assertThat(StoredInputFile.of(path.toUri().toString(), null).getLength()).isEqualTo(5);
  }
}
