package org.rudolphine.transform.link;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.rudolphine.transform.table.Table;
import scala.jdk.javaapi.CollectionConverters;

/** Rows of normalized tables for tests: the given columns, and provenance. */
final class Rows {
  private Rows() {}

  static Row of(String table, Map<String, Object> values) {
    TableRow row =
        new TableRow(Table.named(table).schema())
            .set("source", "test")
            .set("revision", 1)
            .set("retrieved_at", Instant.parse("2026-01-01T00:00:00Z"))
            .set("raw_sha256", StableId.hex(values.toString()))
            .set("raw_ref", "test/1#1/0")
            .set("content_sha256", StableId.hex(values.toString()))
            .set("licence", table.equals("gw_events") ? "CC-BY-4.0" : "unknown")
            .set("redistribute", table.equals("gw_events") ? "attribution" : "yes");
    values.forEach(row::set);
    return row.build();
  }

  /** The same as Spark hands it out: columns by name, arrays as sequences. */
  static Row read(String table, Row row) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          row.get(i) instanceof Object[] array
              ? CollectionConverters.asScala(Arrays.asList(array)).toSeq()
              : row.get(i);
    }
    return new GenericRowWithSchema(values, Table.named(table).schema());
  }
}
