package org.rudolphine.transform.normalize;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * Folds all that was ever seen of one family, in memory and for all tables at once: each record is
 * parsed once, and what became of it is known when its family is done.
 */
final class FamilyFold implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Places in {@code counts}; the first four are the codes of {@link Revisions.Fate}. */
  static final int REJECTED = 4;

  static final int SKIPPED = 5;
  static final int TOMBSTONED = 6;

  /** Rejected records, new or not. */
  static final int ALL_REJECTS = 7;

  /** Records whose id tells no family. */
  static final int STRAYS = 8;

  static final int COUNTS = 9;

  /** Table number of a row that only counts. */
  private static final int NO_TABLE = -1;

  private final Normalizer normalizer;
  private final Assets assets;
  private final List<String> tables;
  private final List<RevisionRows> revisions;
  private final HashSet<String> fresh;
  private final HashMap<String, List<Listings.Vanished>> vanished;
  private final StructType schema;

  /** Of a source whose records speak of no files. */
  FamilyFold(
      Normalizer normalizer,
      SourceSettings settings,
      HashSet<String> fresh,
      List<Listings.Vanished> vanished) {
    this(normalizer, settings, Outcome.NO_ASSETS, fresh, vanished);
  }

  /**
   * @param assets reads files that records speak of
   * @param fresh batches that count as new
   * @param vanished what listings lack
   */
  FamilyFold(
      Normalizer normalizer,
      SourceSettings settings,
      Assets assets,
      HashSet<String> fresh,
      List<Listings.Vanished> vanished) {
    this.normalizer = normalizer;
    this.assets = assets;
    this.tables = new ArrayList<>(FileTables.others(normalizer));
    this.revisions = new ArrayList<>();
    this.fresh = fresh;
    this.vanished = new HashMap<>();
    for (Listings.Vanished gone : vanished) {
      String family = familyOf(normalizer, gone.nativeId());
      if (family != null) {
        this.vanished.computeIfAbsent(family, name -> new ArrayList<>()).add(gone);
      }
    }
    StructType rows =
        new StructType()
            .add("counts", DataTypes.createArrayType(DataTypes.LongType))
            .add("place", DataTypes.IntegerType)
            .add("newest", DataTypes.BooleanType)
            .add("seen", SightingRows.SEEN);
    for (String table : tables) {
      RevisionRows folding = new RevisionRows(table, normalizer, settings);
      revisions.add(folding);
      rows = rows.add(column(revisions.size() - 1), folding.schema());
    }
    this.schema = rows;
  }

  /** Family of a native id as it stands in tables, without anybody's address; null for none. */
  static String familyOf(Normalizer normalizer, String nativeId) {
    return normalizer.familyOf(MailAddresses.removed(nativeId));
  }

  /**
   * Family of a row by its key. Where the key is one column, what stands before its first {@code |}
   * is the family.
   *
   * @param key columns of the table's key
   * @param first value of the first of them
   */
  static String familyOfRow(List<String> key, String first) {
    int end = key.size() == 1 && first != null ? first.indexOf('|') : -1;
    return end < 0 ? first : first.substring(0, end);
  }

  /** Column that holds the rows of a table, given by its number. */
  static String column(int place) {
    return "table_" + place;
  }

  /**
   * Rows with {@code counts} (in one row of each family), {@code place} and {@code newest} with a
   * revision in the column of that table, and {@code seen}: all sightings of a family with rejects.
   */
  StructType schema() {
    return schema;
  }

  /** Folds a family of one record. */
  Iterator<Row> single(Row row) {
    return fold(List.of(row).iterator());
  }

  /** Folds all records of a family. */
  Iterator<Row> fold(Iterator<Row> records) {
    Reading reading = new Reading();
    records.forEachRemaining(reading::read);
    return reading.rows().iterator();
  }

  /** Work on one family. */
  private final class Reading {
    private final long[] counts = new long[COUNTS];
    private final List<Map<String, List<Sighting>>> sightings = new ArrayList<>();
    private final Map<String, Integer> fates = new HashMap<>();
    private final List<Row> seen = new ArrayList<>();
    private final List<Completeness.Told> told = new ArrayList<>();
    private final List<Sighting> ends = new ArrayList<>();
    private final List<String> silent = new ArrayList<>();
    private int records;
    private String family;

    Reading() {
      tables.forEach(table -> sightings.add(new LinkedHashMap<>()));
    }

    void read(Row row) {
      records++;
      RawRecord record = RawRows.record(row);
      String batch = RawRows.batch(row);
      SightingRows.Origin origin =
          new SightingRows.Origin(record, RawRows.cycle(row), batch, fresh.contains(batch));
      family = familyOf(normalizer, record.nativeId());
      if (family == null) {
        counts[STRAYS]++;
      }
      if (record.deleted()) {
        gone(record.nativeId(), sighting(Sighting.Kind.DELETED, null, origin));
        seen.add(SightingRows.seen("deleted", null, origin));
        return;
      }
      Outcome outcome = Outcome.of(normalizer, record, assets);
      if (outcome.rejected()) {
        counts[ALL_REJECTS]++;
        counts[REJECTED] += origin.fresh() ? 1 : 0;
        seen.add(SightingRows.seen("reject", outcome, origin));
      } else if (outcome.skipped()) {
        if (origin.fresh()) {
          silent.add(origin.ref());
        }
        tellsAll(outcome, origin);
      } else {
        tellsAll(outcome, origin);
        for (NormalizedRow said : outcome.rows()) {
          Map<String, List<Sighting>> keys = sightings.get(tables.indexOf(said.table()));
          add(keys, said.key(), sighting(Sighting.Kind.ROW, said, origin));
        }
        seen.add(SightingRows.seen("row", null, origin));
      }
    }

    private void tellsAll(Outcome outcome, SightingRows.Origin origin) {
      for (Completeness rows : outcome.complete()) {
        told.add(new Completeness.Told(rows, sighting(Sighting.Kind.DROPPED, null, origin)));
      }
    }

    /** An id that stands for its family is gone with all rows of the family. */
    private void gone(String nativeId, Sighting sighting) {
      String key = normalizer.keyOf(nativeId);
      sightings.forEach(keys -> add(keys, key, sighting));
      if (key.equals(family)) {
        ends.add(sighting);
      }
    }

    private void add(Map<String, List<Sighting>> keys, String key, Sighting sighting) {
      keys.computeIfAbsent(key, name -> new ArrayList<>(1)).add(sighting);
    }

    private Sighting sighting(Sighting.Kind kind, NormalizedRow row, SightingRows.Origin origin) {
      RawRecord record = origin.record();
      return new Sighting(
          kind,
          row,
          record.asOf(),
          record.fetchedAt(),
          origin.cycle(),
          origin.batch(),
          record.page(),
          record.position(),
          record.sha256(),
          origin.fresh());
    }

    List<Row> rows() {
      for (Listings.Vanished gone : vanished.getOrDefault(family, List.of())) {
        gone(gone.nativeId(), gone.sighting());
      }
      for (int place = 0; place < tables.size(); place++) {
        addAbsences(place);
      }
      List<Row> out = new ArrayList<>();
      for (int place = 0; place < tables.size(); place++) {
        for (List<Sighting> key : sightings.get(place).values()) {
          fold(place, key, out);
        }
      }
      if (counts[ALL_REJECTS] > 0) {
        seen.forEach(sighting -> out.add(row(NO_TABLE, false, sighting, null)));
      }
      // A record without rows may have made others go; else it was left out on purpose.
      counts[SKIPPED] += silent.stream().filter(ref -> !fates.containsKey(ref)).count();
      fates.values().forEach(fate -> counts[fate]++);
      return counted(out);
    }

    /** What the family's end, and records that leave rows out, say of the rows of a table. */
    private void addAbsences(int place) {
      List<Completeness.Told> all =
          told.stream().filter(one -> one.rows().table().equals(tables.get(place))).toList();
      boolean alone = records == 1; // and so leaves out nothing that was there
      sightings
          .get(place)
          .forEach(
              (key, said) -> {
                if (!all.isEmpty() && !alone) {
                  said.addAll(Completeness.dropped(said, all));
                }
                if (!key.equals(family)) {
                  said.addAll(ends);
                }
              });
    }

    private void fold(int place, List<Sighting> key, List<Row> out) {
      RevisionRows folding = revisions.get(place);
      Revisions folded = folding.fold(key);
      int last = folded.revisions().size();
      for (Revisions.Revision revision : folded.revisions()) {
        out.add(row(place, revision.number() == last, null, folding.row(revision)));
      }
      if (last > 0) {
        counts[TOMBSTONED] += folded.tombstoned();
      }
      for (Revisions.Judged judged : folded.judged()) {
        if (judged.sighting().fresh()) {
          // One record may speak of several rows: the weightiest fate counts.
          fates.merge(folding.ref(judged.sighting()), judged.fate().code(), Math::min);
        }
      }
    }

    private List<Row> counted(List<Row> out) {
      if (out.isEmpty()) {
        out.add(row(NO_TABLE, false, null, null));
      }
      Object[] first = new Object[schema.size()];
      for (int i = 1; i < first.length; i++) {
        first[i] = out.get(0).get(i);
      }
      Object[] boxed = new Object[COUNTS];
      for (int i = 0; i < COUNTS; i++) {
        boxed[i] = counts[i];
      }
      first[0] = boxed;
      out.set(0, RowFactory.create(first));
      return out;
    }

    private Row row(int place, boolean newest, Row sighting, Row revision) {
      Object[] cells = new Object[schema.size()];
      cells[1] = place;
      cells[2] = newest;
      cells[3] = sighting;
      if (place != NO_TABLE) {
        cells[4 + place] = revision;
      }
      return RowFactory.create(cells);
    }
  }
}
