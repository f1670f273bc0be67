package org.rudolphine.transform.link;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** Collects the values of a row by column name and puts them in the schema's order. */
final class TableRow {
  private final StructType schema;
  private final Object[] values;

  TableRow(StructType schema) {
    this.schema = schema;
    this.values = new Object[schema.size()];
  }

  /** Sets a column; a null stays missing. Fails for a column that the schema does not have. */
  TableRow set(String column, Object value) {
    values[schema.fieldIndex(column)] = value;
    return this;
  }

  TableRow list(String column, List<?> value) {
    return set(column, value.toArray());
  }

  /** A scalar as an array of one; null stays missing. */
  TableRow scalar(String column, Double value) {
    return set(column, value == null ? null : new Object[] {value});
  }

  /** Numbers; what is not finite becomes null. */
  TableRow numbers(String column, double[] values) {
    Object[] boxed = new Object[values.length];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = Double.isFinite(values[i]) ? (Object) values[i] : null;
    }
    return set(column, boxed);
  }

  /** A map, whose order is kept; an empty one stays missing. */
  TableRow map(String column, Map<String, ?> value) {
    return set(column, value.isEmpty() ? null : CollectionConverters.asScala(value));
  }

  TableRow provenance(String source, int version, Provenance provenance) {
    return set("source", source)
        .set("revision", version)
        .set("retrieved_at", provenance.retrievedAt())
        .set("raw_sha256", provenance.checksum())
        .set("licence", provenance.licence())
        .set("redistribute", provenance.redistribute());
  }

  Row build() {
    return RowFactory.create(values);
  }
}
