package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Folds the sightings of each key, and says what became of each fresh raw record. */
final class Fold implements Serializable {
  private static final long serialVersionUID = 1L;
  private final RevisionRows revisions;

  Fold(RevisionRows revisions) {
    this.revisions = revisions;
  }

  /**
   * Rows of two kinds in column {@code out}: {@code revision} with {@code row}, {@code newest} and
   * {@code tombstoned}; {@code fate} with {@code ref} and {@code fate}, the code of what became of
   * it.
   */
  Dataset<Row> apply(Dataset<Row> sightings, SightingRows rows) {
    StructType schema =
        StructType.fromDDL("out string, newest boolean, tombstoned bigint, ref string, fate int")
            .add("row", revisions.schema());
    return sightings
        .filter(col("kind").isin("row", "deleted", "vanished"))
        .groupByKey((MapFunction<Row, String>) row -> row.getString(0), Encoders.STRING())
        .flatMapGroups(
            (FlatMapGroupsFunction<String, Row, Row>) (key, group) -> fold(group, rows),
            Encoders.row(schema));
  }

  private Iterator<Row> fold(Iterator<Row> group, SightingRows rows) {
    List<Sighting> sightings = new ArrayList<>();
    group.forEachRemaining(row -> sightings.add(rows.sighting(row)));
    Revisions folded = revisions.fold(sightings);
    List<Row> out = new ArrayList<>();
    int last = folded.revisions().size();
    for (Revisions.Revision revision : folded.revisions()) {
      boolean newest = revision.number() == last;
      long tombstoned = newest ? folded.tombstoned() : 0L;
      out.add(
          RowFactory.create("revision", newest, tombstoned, null, null, revisions.row(revision)));
    }
    for (Revisions.Judged judged : folded.judged()) {
      if (judged.sighting().fresh()) {
        String ref = revisions.ref(judged.sighting());
        out.add(RowFactory.create("fate", false, 0L, ref, judged.fate().code(), null));
      }
    }
    return out.iterator();
  }
}
