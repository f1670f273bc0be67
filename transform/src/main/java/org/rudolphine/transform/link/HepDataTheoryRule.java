package org.rudolphine.transform.link;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.table.Table;

/**
 * Links each predicted column of a table of HEPData to the measured column that it stands beside:
 * {@code docs/linking/hepdata.md}. Which column is which is inferred, and so is the link. It looks
 * at all columns of a table together, for a prediction belongs to one of several only if to no
 * other; so tables are gathered, and nothing is compared across them.
 */
public final class HepDataTheoryRule implements StatementRule {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;
  private static final String RELATION = "same_table";
  private static final String SOURCE = "hepdata";
  private static final String LINKER = "rudolphine";

  private final String id;
  private final double acceptScore;

  /** Reads its settings; fails with the path of one that is missing or out of range. */
  public HepDataTheoryRule(RuleSettings settings) {
    this.id = settings.id();
    this.acceptScore = settings.fraction("accept-score");
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public Found find(Function<String, Dataset<Row>> tables) {
    TreeSet<String> columns = new TreeSet<>(HepDataColumn.COLUMNS);
    columns.addAll(Provenance.COLUMNS);
    Dataset<Row> series =
        tables
            .apply(HepDataColumn.TABLE)
            .where(col("source").equalTo(SOURCE))
            .select(columns.stream().map(functions::col).toArray(Column[]::new));
    KeyValueGroupedDataset<String, Row> byTable =
        series.groupByKey(
            (MapFunction<Row, String>) row -> tableOf(row.getAs("series_id")), Encoders.STRING());
    StructType links = Table.named("links").schema();
    StructType unmatched = Table.named("unmatched").schema();
    HepDataTheoryRule rule = this;
    return new Found(
        byTable.flatMapGroups(
            (FlatMapGroupsFunction<String, Row, Row>)
                (table, rows) -> rule.links(rows, links).iterator(),
            Encoders.row(links)),
        byTable.flatMapGroups(
            (FlatMapGroupsFunction<String, Row, Row>)
                (table, rows) -> rule.unmatched(rows, unmatched).iterator(),
            Encoders.row(unmatched)),
        List.of());
  }

  /** Everything before the zone and the column: record, version and name of the table. */
  static String tableOf(String seriesId) {
    int end = seriesId.indexOf('|');
    return end < 0 ? seriesId : seriesId.substring(0, end);
  }

  private List<Row> links(Iterator<Row> group, StructType schema) {
    Map<String, Row> rows = byId(group);
    List<Row> links = new ArrayList<>();
    String left = null;
    int rank = 0;
    for (HepDataSiblings.Found found : siblings(rows).found()) {
      rank = found.left().id().equals(left) ? rank + 1 : 1;
      left = found.left().id();
      Provenance provenance =
          Provenance.of(rows.get(left)).with(Provenance.of(rows.get(found.right().id())));
      links.add(
          LinkRow.of(schema, this, RELATION, match(found), rank)
              .set(
                  "link_id",
                  StableId.link(
                      id, HepDataColumn.TABLE, left, HepDataColumn.TABLE, found.right().id()))
              .set("left_table", HepDataColumn.TABLE)
              .set("left_id", left)
              .set("right_table", HepDataColumn.TABLE)
              .provenance(LINKER, VERSION, provenance)
              .build());
    }
    return links;
  }

  private Match match(HepDataSiblings.Found found) {
    HepDataColumn left = found.left();
    HepDataColumn right = found.right();
    boolean sure = found.score() >= acceptScore && found.differences().isEmpty();
    return new Match(
        right.id(),
        found.score(),
        sure ? Match.Decision.ACCEPTED : Match.Decision.CANDIDATE,
        List.of(
            HepEvidence.note("tied by", found.rule()),
            HepEvidence.note("measured header", left.header()),
            HepEvidence.note("measured because", told(left)),
            HepEvidence.note("predicted header", right.header()),
            HepEvidence.note("predicted because", told(right)),
            HepEvidence.note("unit", left.unit()),
            new Evidence(
                "rows", (double) left.rows(), null, null, (double) right.rows(), "1", null, null)),
        found.differences(),
        "Columns of one table: \""
            + right.header()
            + "\" beside \""
            + left.header()
            + "\". HEPData has no mark for predictions; words and identifiers told them.");
  }

  private static String told(HepDataColumn column) {
    return column.reason() + " (confidence " + column.confidence() + ")";
  }

  private List<Row> unmatched(Iterator<Row> group, StructType schema) {
    Map<String, Row> rows = byId(group);
    HepDataSiblings siblings = siblings(rows);
    List<Row> unmatched = new ArrayList<>();
    for (String series : new TreeSet<>(rows.keySet())) {
      String reason = siblings.reason(series);
      if (reason != null) {
        unmatched.add(
            new TableRow(schema)
                .set("table_name", HepDataColumn.TABLE)
                .set("id", series)
                .set("rule", id)
                .set("reason", reason)
                .provenance(LINKER, VERSION, Provenance.of(rows.get(series)))
                .build());
      }
    }
    return unmatched;
  }

  private static HepDataSiblings siblings(Map<String, Row> rows) {
    return HepDataSiblings.of(rows.values().stream().map(HepDataColumn::read).toList());
  }

  private static Map<String, Row> byId(Iterator<Row> rows) {
    Map<String, Row> byId = new HashMap<>();
    rows.forEachRemaining(row -> byId.put(row.getAs("series_id"), row));
    return byId;
  }
}
