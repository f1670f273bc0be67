package org.rudolphine.transform.normalize;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * Turns the raw records of one source into rows. An implementation has a public constructor that
 * takes its {@code SourceSettings}, is named in {@code conf/sources/<id>.yaml} ({@code
 * normalizer-class}) and nowhere else, keeps no state between records, and never throws for what a
 * provider sent: it sets a field to null with an issue, rejects the record, or skips it.
 */
public interface Normalizer extends Serializable {

  /** Names of the tables it writes. */
  List<String> tables();

  /**
   * Reads one raw record. Exactly one of these happens: one or more rows are started on the sink,
   * the record is rejected, or it is skipped. It may also say that it tells all rows of a table.
   * Records whose {@code deleted} flag is set never come here.
   */
  void normalize(RawRecord record, RowSink sink);

  /**
   * Reads one raw record that may speak of a file in the lake. The default is for sources without
   * files.
   *
   * @param assets reads such files
   */
  default void normalize(RawRecord record, Assets assets, RowSink sink) {
    normalize(record, sink);
  }

  /**
   * Kinds of raw records of which each speaks of one large file in the lake, and gives rows of
   * tables whose key begins with {@code asset_sha256}. Rows follow from the file alone: those of
   * the first record that speaks of it hold, the tables get no rows from other records, no listing
   * makes them go, and a night without news of these kinds reads no file and writes none of these
   * tables.
   */
  default Set<String> fileKinds() {
    return Set.of();
  }

  /**
   * Whether rows may have a licence of their own ({@link RowBuilder#licence}). Rows that an
   * incremental run takes over then keep theirs; of other sources all have that of the settings.
   */
  default boolean statesLicences() {
    return false;
  }

  /** Key of the row that a provider's id stands for; used where only the id is known. */
  default String keyOf(String nativeId) {
    return nativeId;
  }

  /**
   * Name of the family of rows that a provider's id speaks of, or null when its records speak of
   * rows that the id alone does not tell. A source whose ids all have families is normalized family
   * by family: a night reads again only what belongs to families with news. Every row that a record
   * of such a source gives must have a key that is the family or starts with it and {@code |};
   * where the key has several columns the first of them is the family; a record with another row is
   * rejected.
   *
   * <p>Where the family is the key that an id stands for ({@link #keyOf}), its deletion and its
   * absence from a complete listing are those of all rows of the family.
   *
   * @param nativeId the id as it stands in the table of rejects, without e-mail addresses
   */
  default String familyOf(String nativeId) {
    return null;
  }

  /**
   * Columns of a new revision that say how it differs from the one before. They are no content:
   * they do not count when revisions are compared.
   *
   * @param table name of the table
   * @param before values of the revision before, by column
   * @param after values of the new revision, by column
   */
  default Map<String, Object> changes(
      String table, Map<String, Object> before, Map<String, Object> after) {
    return Map.of();
  }

  /**
   * Combines what several facets say about one key. The default takes each column from the facet
   * with the highest precedence that has a value.
   *
   * @param facets the newest row of each facet, highest precedence first; at least one
   * @return the values of the combined row by column; nulls may be left out
   */
  default Map<String, Object> combine(List<NormalizedRow> facets) {
    return NormalizedRow.coalesce(facets);
  }

  /**
   * Issues of the row that {@link #combine} gives. The default joins those of all facets.
   *
   * @param facets as in {@link #combine}
   */
  default List<Issue> issues(List<NormalizedRow> facets) {
    return NormalizedRow.allIssues(facets);
  }

  /**
   * Sets columns that depend on other rows of the table, such as which version of an event is
   * current. These columns are not part of a row's own content: changing them makes no revision.
   * Rows may have been finished before: whatever the columns hold is replaced by what the rows as
   * they are now give, so that finishing twice is finishing once. A table that needs nothing of the
   * kind is given back as it came.
   *
   * @param table name of the table
   * @param rows newest revision of every key, tombstoned ones included
   */
  default Dataset<Row> finish(String table, Dataset<Row> rows) {
    return rows;
  }

  /**
   * The same for columns that depend on rows of another table of this source.
   *
   * @param tables all tables of the source that are folded from records, by name, as {@code rows}
   *     is given of one of them
   */
  default Dataset<Row> finish(String table, Dataset<Row> rows, Map<String, Dataset<Row>> tables) {
    return finish(table, rows);
  }
}
