package org.rudolphine.transform.normalize;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.table.RowCodec;
import org.rudolphine.transform.table.Table;

/** Sightings of one table's keys as Spark rows, on their way from parsing to folding. */
final class SightingRows implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Where a sighting comes from. */
  record Origin(RawRecord record, String cycle, String batch, boolean fresh) {
    String ref() {
      return rawRef(record.source(), batch, record.page(), record.position());
    }
  }

  /** What {@link RejectRows} reads of a sighting. */
  static final StructType SEEN =
      StructType.fromDDL(
          "kind string, native_id string, raw_kind string, as_of timestamp, fetched_at timestamp,"
              + " batch string, page int, position int, sha256 string, ref string, field string,"
              + " reason string, excerpt string");

  private final String table;
  private final StructType schema;
  private final RowCodec values;

  SightingRows(String table) {
    StructType content = Table.named(table).schema();
    this.table = table;
    this.values = new RowCodec(content);
    this.schema =
        StructType.fromDDL(
                "key string, kind string, facet string, precedence int, native_id string,"
                    + " as_of timestamp, fetched_at timestamp, cycle string, batch string,"
                    + " page int, position int, sha256 string, fresh boolean, ref string,"
                    + " field string, reason string, excerpt string,"
                    + " issues array<struct<field:string,reason:string>>")
            .add("values", content)
            .add("raw_kind", DataTypes.StringType);
  }

  /** How the lake's raw records are named in rows. */
  static String rawRef(String source, String batch, int page, int position) {
    return source + "/" + batch + "#" + page + "/" + position;
  }

  /**
   * A sighting as {@link #SEEN} has it.
   *
   * @param outcome a rejection, or null
   */
  static Row seen(String kind, Outcome outcome, Origin origin) {
    RawRecord record = origin.record();
    return RowFactory.create(
        kind,
        MailAddresses.removed(record.nativeId()),
        record.kind(),
        record.asOf(),
        record.fetchedAt(),
        origin.batch(),
        record.page(),
        record.position(),
        record.sha256(),
        origin.ref(),
        outcome == null ? null : outcome.rejectField(),
        outcome == null ? null : outcome.rejectReason(),
        outcome == null ? null : outcome.excerpt());
  }

  StructType schema() {
    return schema;
  }

  Encoder<Row> encoder() {
    return Encoders.row(schema);
  }

  Row row(NormalizedRow row, Origin origin) {
    Object[] issues =
        row.issues().stream()
            .map(issue -> RowFactory.create(issue.field(), issue.reason()))
            .toArray();
    return cells(
        row.key(),
        "row",
        row.facet(),
        row.precedence(),
        origin,
        null,
        null,
        null,
        issues,
        values.row(row.values()));
  }

  Row deleted(String key, Origin origin) {
    return cells(key, "deleted", "", 0, origin, null, null, null, null, null);
  }

  Row rejected(Outcome outcome, Origin origin) {
    return cells(
        null,
        "reject",
        "",
        0,
        origin,
        outcome.rejectField(),
        outcome.rejectReason(),
        outcome.excerpt(),
        null,
        null);
  }

  Row skipped(Outcome outcome, Origin origin) {
    return cells(null, "skip", "", 0, origin, null, outcome.skipReason(), null, null, null);
  }

  /** A record that was read well, though nothing in it speaks of this table. */
  Row elsewhere(Origin origin) {
    return cells(null, "elsewhere", "", 0, origin, null, null, null, null, null);
  }

  Row vanished(String key, Listings.Vanished vanished) {
    Sighting absence = vanished.sighting();
    return RowFactory.create(
        key,
        "vanished",
        "",
        0,
        vanished.nativeId(),
        absence.asOf(),
        absence.fetchedAt(),
        absence.cycle(),
        absence.batch(),
        absence.page(),
        absence.position(),
        absence.sha256(),
        absence.fresh(),
        "",
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static Row cells(
      String key,
      String kind,
      String facet,
      int precedence,
      Origin origin,
      String field,
      String reason,
      String excerpt,
      Object[] issues,
      Row values) {
    RawRecord record = origin.record();
    return RowFactory.create(
        key,
        kind,
        facet,
        precedence,
        MailAddresses.removed(record.nativeId()),
        record.asOf(),
        record.fetchedAt(),
        origin.cycle(),
        origin.batch(),
        record.page(),
        record.position(),
        record.sha256(),
        origin.fresh(),
        origin.ref(),
        field,
        reason,
        excerpt,
        issues,
        values,
        record.kind());
  }

  /** The sighting of a row of kind {@code row}, {@code deleted} or {@code vanished}. */
  Sighting sighting(Row row) {
    Sighting.Kind kind =
        switch (row.getString(1)) {
          case "row" -> Sighting.Kind.ROW;
          case "deleted" -> Sighting.Kind.DELETED;
          default -> Sighting.Kind.VANISHED;
        };
    return new Sighting(
        kind,
        kind == Sighting.Kind.ROW ? normalized(row) : null,
        (Instant) row.get(5),
        (Instant) row.get(6),
        row.getString(7),
        row.getString(8),
        row.getInt(9),
        row.getInt(10),
        row.getString(11),
        row.getBoolean(12));
  }

  private NormalizedRow normalized(Row row) {
    List<Issue> issues = new ArrayList<>();
    if (!row.isNullAt(17)) {
      for (Object issue : row.getList(17)) {
        issues.add(new Issue(((Row) issue).getString(0), ((Row) issue).getString(1)));
      }
    }
    Map<String, Object> content = values.values(row.getStruct(18));
    return new NormalizedRow(
        table, row.getString(0), row.getString(2), row.getInt(3), content, issues);
  }
}
