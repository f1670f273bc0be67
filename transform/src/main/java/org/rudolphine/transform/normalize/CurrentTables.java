package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.transform.table.Table;
import org.rudolphine.transform.table.TableStore;

/** Rows of one source in the tables that are there, of which an increment keeps most. */
final class CurrentTables {
  private static final String HISTORY = "_history";
  private static final String REJECTS = "rejects";

  private final TableStore store;
  private final SourceSettings settings;
  private final boolean statesLicences;

  CurrentTables(TableStore store, SourceSettings settings, Normalizer normalizer) {
    this.store = store;
    this.settings = settings;
    this.statesLicences = normalizer.statesLicences();
  }

  /**
   * Whether the rows that are there are what folding everything would give: all tables exist with
   * the columns of today, and the code of today is known to have made them. It is when it wrote at
   * least one of them: its first run folds everything and leaves tables alone that come out the
   * same. A table that other sources write too is no witness.
   */
  static boolean serve(TableStore store, SourceSettings settings, Normalizer normalizer)
      throws IOException {
    if (!FamilyByFamily.servedBy(normalizer) || !store.isCurrent(REJECTS)) {
      return false;
    }
    boolean witnessed = false;
    for (String table : FileTables.others(normalizer)) {
      for (String name : new String[] {table, table + HISTORY}) {
        if (!store.isCurrent(name)) {
          return false;
        }
        witnessed |= store.isOfThisCode(name, settings.id());
      }
    }
    return witnessed;
  }

  /** Rows of families without news from the tables, and the given rows of those with news. */
  Map<String, Dataset<Row>> withoutAnd(
      FamilySet news, Map<String, Dataset<Row>> rows, UnaryOperator<String> naming) {
    Map<String, Dataset<Row>> merged = new TreeMap<>();
    rows.forEach(
        (table, folded) -> {
          List<String> key = Table.named(table).key();
          Dataset<Row> kept =
              own(naming.apply(table)).filter(not(FamilyByFamily.isOneOf(key, news)));
          merged.put(table, kept.unionByName(folded));
        });
    return merged;
  }

  /** Rejects of ids whose families have no news; none of files. */
  Dataset<Row> rejects(FamilyByFamily families, FamilySet news) {
    return own(REJECTS)
        .filter(not(col("field").equalTo(FileTables.REJECT_FIELD)))
        .filter(not(families.belongs("native_id", news)));
  }

  /**
   * Licences come from settings and count for all rows as they are today. Where rows may have their
   * own they stay as they are: an increment is only made with the settings of the run before.
   */
  private Dataset<Row> own(String table) {
    Dataset<Row> own = store.read(table).filter(col("source").equalTo(settings.id()));
    if (statesLicences) {
      return own;
    }
    return own.withColumn("licence", lit(settings.licence()))
        .withColumn("redistribute", lit(settings.redistribute()));
  }
}
