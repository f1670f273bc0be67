package org.rudolphine.transform.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the design asks of every schema resource. */
class SchemasTest {
  private static final String SNAKE_CASE = "[a-z][a-z0-9]*(_[a-z0-9]+)*";

  static List<Table> tables() {
    return Table.all();
  }

  @Test
  void allListsEachTableOnceByName() {
    assertThat(Table.all())
        .extracting(Table::name)
        .contains("gw_events", "links", "nr_simulations", "pairs", "rejects", "runs", "sources")
        .contains("unmatched")
        .doesNotContain("_provenance")
        .doesNotHaveDuplicates()
        .isSorted();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void resourceIsCalledLikeItsTable(Table table) {
    assertThat(resource(table).path("table").asText()).isEqualTo(table.name());
    assertThat(table.name()).matches(SNAKE_CASE);
    assertThat(table.description()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void columnsAreNamedAndDescribed(Table table) {
    assertThat(table.columns())
        .allSatisfy(
            column -> {
              assertThat(column.name()).matches(SNAKE_CASE);
              assertThat(column.description()).as(column.name()).matches(".*[.…]");
            });
  }

  @ParameterizedTest
  @MethodSource("tables")
  void numbersHaveAUnitAndNothingElseHas(Table table) {
    assertThat(table.columns())
        .allSatisfy(
            column -> {
              if (column.numeric()) {
                assertThat(column.unit()).as(column.name()).isNotBlank();
              } else {
                assertThat(column.unit()).as(column.name()).isEmpty();
              }
            });
  }

  @ParameterizedTest
  @MethodSource("tables")
  void keyColumnsExistAndAreNeverNull(Table table) {
    assertThat(table.key()).isNotEmpty().doesNotHaveDuplicates();
    assertThat(table.key())
        .allSatisfy(
            part -> {
              assertThat(table.has(part)).as(part).isTrue();
              assertThat(table.column(part).nullable()).as(part + " may be null").isFalse();
            });
  }

  @ParameterizedTest
  @MethodSource("tables")
  void boundsAndLimitsHaveTheUnitOfWhatTheyBound(Table table) {
    for (Column column : table.columns()) {
      String base = column.name().replaceFirst("_(lower|upper|limit)$", "");
      if (base.equals(column.name())) {
        continue;
      }
      assertThat(table.has(base)).as("%s bounds nothing", column.name()).isTrue();
      assertThat(column.unit()).as(column.name()).isEqualTo(table.column(base).unit());
      assertThat(column.type()).as(column.name()).isEqualTo(table.column(base).type());
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void intervalsComeInPairs(Table table) {
    for (Column column : table.columns()) {
      if (column.name().endsWith("_lower")) {
        String upper = column.name().replaceFirst("_lower$", "_upper");
        assertThat(table.has(upper)).as("%s without %s", column.name(), upper).isTrue();
      }
      if (column.name().endsWith("_limit")) {
        String direction = column.name() + "_direction";
        assertThat(table.has(direction)).as("%s without %s", column.name(), direction).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void historyExistsExactlyForNormalizedTables(Table table) {
    if (table.kind().equals("normalized")) {
      assertThat(table.history().columns()).isEqualTo(table.columns());
      assertThat(table.history().key()).startsWith(table.key().toArray(String[]::new));
      assertThat(table.history().key()).endsWith("revision");
    } else {
      assertThatThrownBy(table::history).hasMessageContaining(table.name());
    }
  }

  @Test
  void tablesAreListedFromAJarToo(@TempDir Path folder) throws IOException {
    Path jar = folder.resolve("with blank.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (String entry :
          List.of(
              "schema/_provenance.json",
              "schema/pairs.json",
              "schema/links.json",
              "schema/notes.txt",
              "schema/deeper/hidden.json",
              "other/stranger.json")) {
        out.putNextEntry(new JarEntry(entry));
        out.write("{}".getBytes(StandardCharsets.UTF_8));
      }
    }
    URL neighbour = URI.create("jar:" + jar.toUri() + "!/schema/_provenance.json").toURL();

    assertThat(SchemaResources.tablesBeside(neighbour)).containsExactly("links", "pairs");
  }

  @Test
  void tablesAreListedFromAFolder(@TempDir Path folder) throws IOException {
    for (String name : List.of("_provenance.json", "pairs.json", "links.json", "notes.txt")) {
      Files.writeString(folder.resolve(name), "{}");
    }
    URL neighbour = folder.resolve("_provenance.json").toUri().toURL();

    assertThat(SchemaResources.tablesBeside(neighbour)).containsExactly("links", "pairs");
  }

  @Test
  void resourcesThatCannotBeListedSayWhere() throws IOException {
    URL neighbour = URI.create("http://127.0.0.1/schema/_provenance.json").toURL();

    assertThatThrownBy(() -> SchemaResources.tablesBeside(neighbour))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("http://127.0.0.1/schema/_provenance.json");
  }

  @Test
  void everyKindOfTableHasItsSharedColumns() {
    assertThat(Stream.of("normalized", "derived", "record").map(Table::provenance))
        .allSatisfy(
            columns ->
                assertThat(columns)
                    .extracting(Column::name)
                    .contains("revision", "retrieved_at", "raw_sha256", "licence", "redistribute"));
  }

  private static JsonNode resource(Table table) {
    String path = "/org/rudolphine/transform/schema/" + table.name() + ".json";
    try (InputStream in = Table.class.getResourceAsStream(path)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }
}
