package org.rudolphine.transform.normalize;

import java.io.Serializable;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.transform.table.RowCodec;
import org.rudolphine.transform.table.Table;

/** Folds the sightings of one key of a table, and gives revisions as rows of that table. */
final class RevisionRows implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String DELETED = "deleted";

  private final String table;
  private final Normalizer normalizer;
  private final String source;
  private final String licence;
  private final String redistribute;
  private final StructType schema;
  private final RowCodec codec;
  private final HashSet<String> clockColumns;
  private final boolean flagsDeleted;

  RevisionRows(String name, Normalizer normalizer, SourceSettings settings) {
    Table described = Table.named(name);
    this.table = name;
    this.normalizer = normalizer;
    this.source = settings.id();
    this.licence = settings.licence();
    this.redistribute = settings.redistribute();
    this.schema = described.schema();
    this.codec = new RowCodec(schema);
    this.clockColumns = new HashSet<>(described.clockColumns());
    this.flagsDeleted =
        described.has(DELETED) && described.column(DELETED).type().equals(DataTypes.BooleanType);
  }

  StructType schema() {
    return schema;
  }

  /** Revisions of one key from everything that was seen of it, in any order. */
  Revisions fold(List<Sighting> sightings) {
    return Revisions.of(
        sightings,
        normalizer::combine,
        normalizer::issues,
        clockColumns,
        (before, after) -> normalizer.changes(table, before, after));
  }

  Row row(Revisions.Revision revision) {
    Map<String, Object> values = new HashMap<>(revision.values());
    values.putAll(revision.changes());
    values.put("source", source);
    values.put("revision", revision.number());
    values.put("retrieved_at", revision.seen().fetchedAt());
    Instant deletedAt = revision.deletedAt();
    values.put("deleted_at", deletedAt);
    if (flagsDeleted) {
      values.put(DELETED, deletedAt != null);
    }
    values.put("raw_sha256", revision.content().sha256());
    values.put("raw_ref", ref(revision.content()));
    values.put("content_sha256", revision.contentSha256());
    values.put(
        "issues",
        revision.issues().stream()
            .map(issue -> Map.<String, Object>of("field", issue.field(), "reason", issue.reason()))
            .toList());
    values.putIfAbsent("licence", licence);
    values.putIfAbsent("redistribute", redistribute);
    return codec.row(values);
  }

  String ref(Sighting sighting) {
    return SightingRows.rawRef(source, sighting.batch(), sighting.page(), sighting.position());
  }
}
