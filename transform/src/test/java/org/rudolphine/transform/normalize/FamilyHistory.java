package org.rudolphine.transform.normalize;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.table.Table;

/** All that is said of one family, hour by hour in a harvest each, folded without Spark. */
final class FamilyHistory {
  private final Normalizer normalizer;
  private final List<Row> raw = new ArrayList<>();
  private final HashSet<String> batches = new HashSet<>();

  FamilyHistory(Normalizer normalizer) {
    this.normalizer = normalizer;
  }

  FamilyHistory says(int hour, String kind, String nativeId, String payload) {
    return add(hour, kind, nativeId, payload, false);
  }

  FamilyHistory deletes(int hour, String nativeId) {
    return add(hour, "record", nativeId, "", true);
  }

  private FamilyHistory add(int hour, String kind, String id, String payload, boolean deleted) {
    byte[] bytes = payload.getBytes(UTF_8);
    String batch = "batch-" + (100 + hour);
    batches.add(batch);
    raw.add(
        RowFactory.create(
            "lab",
            "unit",
            batch,
            "cycle-" + hour,
            kind,
            id,
            null,
            deleted,
            "http://localhost/",
            "text/plain",
            Sightings.at(hour),
            RawRecord.sha256(bytes),
            1,
            raw.size(),
            bytes));
    return this;
  }

  List<Row> raw() {
    return raw;
  }

  Folded fold() {
    return fold(raw, List.of());
  }

  Folded fold(List<Row> records, List<Listings.Vanished> vanished) {
    SourceSettings settings =
        new SourceSettings("lab", Map.of("licence", "CC0-1.0", "redistribute", "yes"));
    FamilyFold fold = new FamilyFold(normalizer, settings, batches, vanished);
    List<Row> rows = new ArrayList<>();
    fold.fold(records.iterator()).forEachRemaining(rows::add);
    return new Folded(normalizer.tables(), rows);
  }

  /** Rows as {@link FamilyFold} gives them. */
  record Folded(List<String> tables, List<Row> rows) {

    long count(int place) {
      return (Long) counts().get(place);
    }

    List<Object> counts() {
      return List.of((Object[]) rows.get(0).get(0));
    }

    /** Newest revisions of a table by key, its parts after the first joined by a space. */
    Map<String, Row> newest(String table) {
      Map<String, Row> newest = new TreeMap<>();
      for (Row row : rows) {
        if (row.getInt(1) == tables.indexOf(table) && row.getBoolean(2)) {
          Row revision = row.getStruct(4 + row.getInt(1));
          List<String> key = new ArrayList<>();
          List<String> columns = Table.named(table).key();
          for (String column : columns.subList(Math.min(1, columns.size() - 1), columns.size())) {
            key.add((String) value(table, revision, column));
          }
          newest.put(String.join(" ", key), revision);
        }
      }
      return newest;
    }

    /** All revisions of a table as text, in order. */
    List<String> revisions(String table) {
      List<String> revisions = new ArrayList<>();
      for (Row row : rows) {
        if (row.getInt(1) == tables.indexOf(table)) {
          Row revision = row.getStruct(4 + row.getInt(1));
          Object[] cells = new Object[revision.size()];
          for (int i = 0; i < cells.length; i++) {
            cells[i] = revision.get(i);
          }
          revisions.add(Arrays.deepToString(cells));
        }
      }
      revisions.sort(null);
      return revisions;
    }

    /** When the rows of a table went; null for those that are there. */
    Map<String, Instant> gone(String table) {
      Map<String, Instant> gone = new TreeMap<>();
      newest(table).forEach((key, row) -> gone.put(key, (Instant) value(table, row, "deleted_at")));
      return gone;
    }

    static Object value(String table, Row row, String column) {
      return row.get(Table.named(table).schema().fieldIndex(column));
    }
  }
}
