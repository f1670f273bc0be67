package org.rudolphine.transform.normalize;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * Folds all records that speak of one file: the first of which rows can be made tells them, and
 * later ones change nothing, since the same bytes say the same. Rows come one by one.
 */
final class FileFold implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Codes beside those of {@link Revisions.Fate}. */
  static final int REJECTED = 100;

  static final int SKIPPED = 101;

  /** Cells before those of the tables. */
  private static final int LEADING = 3;

  private final Normalizer normalizer;
  private final Assets assets;
  private final ArrayList<String> tables;
  private final ArrayList<RevisionRows> revisions = new ArrayList<>();
  private final HashSet<String> fresh;
  private final StructType schema;

  FileFold(
      Normalizer normalizer, SourceSettings settings, Assets assets, HashSet<String> freshBatches) {
    this.normalizer = normalizer;
    this.assets = assets;
    this.tables = new ArrayList<>(FileTables.of(normalizer));
    this.fresh = freshBatches;
    StructType columns =
        new StructType()
            .add("place", DataTypes.IntegerType)
            .add("fate", DataTypes.IntegerType)
            .add("seen", SightingRows.SEEN);
    for (String table : tables) {
      RevisionRows folding = new RevisionRows(table, normalizer, settings);
      columns = columns.add(FamilyFold.column(revisions.size()), folding.schema());
      revisions.add(folding);
    }
    this.schema = columns;
  }

  /**
   * Rows with {@code place} and a revision in the column of that table, or with {@code seen}, and
   * {@code fate} where the record is new.
   */
  StructType schema() {
    return schema;
  }

  /** A record and where it comes from. */
  private record Told(RawRecord record, SightingRows.Origin origin, Sighting sighting) {}

  /** Folds all records of one file. */
  Iterator<Row> fold(Iterator<Row> records) {
    List<Told> all = new ArrayList<>();
    records.forEachRemaining(row -> all.add(told(row)));
    all.sort(Comparator.comparing(Told::sighting, Sighting.MERGE_ORDER));
    List<Row> judged = new ArrayList<>();
    FileSink rows = null;
    Told teller = null;
    for (Told told : all) {
      if (told.record().deleted()) {
        judged.add(judged(told, "deleted", null, Revisions.Fate.DELETED.code()));
      } else if (teller != null) {
        boolean again = told.origin().cycle().equals(teller.origin().cycle());
        Revisions.Fate fate = again ? Revisions.Fate.DUPLICATE : Revisions.Fate.UNCHANGED;
        judged.add(judged(told, "row", null, fate.code()));
      } else {
        FileSink said = FileSink.of(normalizer, told.record(), assets);
        if (said.rejection() != null) {
          judged.add(judged(told, "reject", said.rejection(), REJECTED));
        } else if (said.skipped()) {
          judged.add(judged(told, "skip", null, SKIPPED));
        } else {
          teller = told;
          rows = said;
          judged.add(judged(told, "row", null, Revisions.Fate.WRITTEN.code()));
        }
      }
    }
    Iterator<Row> first = judged.iterator();
    return teller == null ? first : new Chain(first, rows.rows().iterator(), teller.sighting());
  }

  private Told told(Row row) {
    RawRecord record = RawRows.record(row);
    String batch = RawRows.batch(row);
    String cycle = RawRows.cycle(row);
    boolean isFresh = fresh.contains(batch);
    Sighting sighting =
        new Sighting(
            Sighting.Kind.ROW,
            null,
            record.asOf(),
            record.fetchedAt(),
            cycle,
            batch,
            record.page(),
            record.position(),
            record.sha256(),
            isFresh);
    RawRecord placed = placed(record, row.getAs(FileTables.PLACE));
    return new Told(record, new SightingRows.Origin(placed, cycle, batch, isFresh), sighting);
  }

  /** The record under the name by which rejects speak of it. */
  private static RawRecord placed(RawRecord record, String place) {
    return new RawRecord(
        record.source(),
        record.kind(),
        place,
        record.datestamp(),
        record.deleted(),
        record.url(),
        record.mediaType(),
        record.fetchedAt(),
        record.sha256(),
        record.page(),
        record.position(),
        record.payload());
  }

  private Row judged(Told told, String kind, Outcome outcome, int fate) {
    Object[] cells = new Object[schema.size()];
    cells[0] = -1;
    cells[1] = told.origin().fresh() ? fate : null;
    cells[2] = SightingRows.seen(kind, outcome, told.origin());
    return RowFactory.create(cells);
  }

  private Row row(NormalizedRow said, Sighting at) {
    int place = tables.indexOf(said.table());
    if (place < 0) {
      throw new IllegalStateException(
          "A record of a file gave a row of " + said.table() + ", which is no table of files");
    }
    Sighting sighting =
        new Sighting(
            Sighting.Kind.ROW,
            said,
            at.asOf(),
            at.fetchedAt(),
            at.cycle(),
            at.batch(),
            at.page(),
            at.position(),
            at.sha256(),
            at.fresh());
    RevisionRows folding = revisions.get(place);
    Object[] cells = new Object[schema.size()];
    cells[0] = place;
    cells[LEADING + place] = folding.row(folding.fold(List.of(sighting)).revisions().get(0));
    return RowFactory.create(cells);
  }

  /** What became of the records, then the rows of the file as they are asked for. */
  private final class Chain implements Iterator<Row> {
    private final Iterator<Row> judged;
    private final Iterator<Supplier<NormalizedRow>> rows;
    private final Sighting sighting;

    Chain(Iterator<Row> judged, Iterator<Supplier<NormalizedRow>> rows, Sighting sighting) {
      this.judged = judged;
      this.rows = rows;
      this.sighting = sighting;
    }

    @Override
    public boolean hasNext() {
      return judged.hasNext() || rows.hasNext();
    }

    @Override
    public Row next() {
      return judged.hasNext() ? judged.next() : row(rows.next().get(), sighting);
    }
  }
}
