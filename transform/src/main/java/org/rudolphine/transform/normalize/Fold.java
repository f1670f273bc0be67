package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.transform.table.RowCodec;
import org.rudolphine.transform.table.Table;

/** Folds the sightings of each key, and says what became of each fresh raw record. */
final class Fold implements Serializable {
  private static final long serialVersionUID = 1L;
  private final Normalizer normalizer;
  private final String source;
  private final String licence;
  private final String redistribute;
  private final StructType content;
  private final RowCodec codec;

  Fold(String table, Normalizer normalizer, SourceSettings settings) {
    this.normalizer = normalizer;
    this.source = settings.id();
    this.licence = settings.licence();
    this.redistribute = settings.redistribute();
    this.content = Table.named(table).schema();
    this.codec = new RowCodec(content);
  }

  /**
   * Rows of two kinds in column {@code out}: {@code revision} with {@code row}, {@code newest} and
   * {@code tombstoned}; {@code fate} with {@code ref} and {@code fate}, the code of what became of
   * it.
   */
  Dataset<Row> apply(Dataset<Row> sightings, SightingRows rows) {
    StructType schema =
        StructType.fromDDL("out string, newest boolean, tombstoned bigint, ref string, fate int")
            .add("row", content);
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
    Revisions folded = Revisions.of(sightings, normalizer::combine);
    List<Row> out = new ArrayList<>();
    int last = folded.revisions().size();
    for (Revisions.Revision revision : folded.revisions()) {
      boolean newest = revision.number() == last;
      out.add(
          RowFactory.create(
              "revision",
              newest,
              newest ? (long) folded.tombstoned() : 0L,
              null,
              null,
              codec.row(values(revision))));
    }
    for (Revisions.Judged judged : folded.judged()) {
      if (judged.sighting().fresh()) {
        out.add(
            RowFactory.create(
                "fate", false, 0L, ref(judged.sighting()), judged.fate().code(), null));
      }
    }
    return out.iterator();
  }

  private Map<String, Object> values(Revisions.Revision revision) {
    Map<String, Object> values = new TreeMap<>(revision.values());
    values.put("source", source);
    values.put("revision", revision.number());
    values.put("retrieved_at", revision.seen().fetchedAt());
    values.put("deleted_at", revision.deletedAt());
    values.put("raw_sha256", revision.content().sha256());
    values.put("raw_ref", ref(revision.content()));
    values.put("content_sha256", revision.contentSha256());
    values.put(
        "issues",
        revision.issues().stream()
            .map(issue -> Map.<String, Object>of("field", issue.field(), "reason", issue.reason()))
            .toList());
    values.put("licence", licence);
    values.put("redistribute", redistribute);
    return values;
  }

  private String ref(Sighting sighting) {
    return SightingRows.rawRef(source, sighting.batch(), sighting.page(), sighting.position());
  }
}
