package org.rudolphine.transform.link;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.table.Table;

/**
 * Pairs of collision data and simulation that the portal's records themselves state: {@code
 * docs/linking/colliders.md}. Statements and the few thousand records that they name are gathered
 * on the driver; files are counted where they lie.
 */
public final class HepStatedRule implements StatementRule {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;
  private static final String RELATION = "stated";
  private static final String FILES = "hep_files";

  private final String id;
  private final StatedScores scores;

  /** Reads its settings; fails with the path of one that is missing or out of range. */
  public HepStatedRule(RuleSettings settings) {
    this.id = settings.id();
    this.scores = StatedScores.of(settings);
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
    List<HepStatement> statements = statements(tables.apply(HepStatement.TABLE));
    Dataset<Row> datasets =
        select(tables.apply(HepRecord.TABLE), HepRecord.COLUMNS, Set.of("source"));
    Map<String, Row> rows = named(datasets, statements);
    Map<String, HepRecord> records = new HashMap<>();
    rows.forEach((name, row) -> records.put(name, HepRecord.read(row)));

    HepGraph graph = new HepGraph(records, statements);
    HepPairing pairing = new HepPairing(graph, scores);
    HepGroups.of(statements, graph).forEach(pairing::add);

    List<StatedLink> links = new ArrayList<>();
    pairing.pairs().forEach(paths -> links.add(StatedLink.of(paths, graph)));
    mixed(tables.apply(FILES), records).forEach(row -> links.add(StatedLink.of(row, scores)));
    return new Found(
        datasets.sparkSession().createDataFrame(rows(links, rows), schema()),
        unmatched(datasets, links, pairing.obstacles()),
        pairing.blocks());
  }

  private static List<HepStatement> statements(Dataset<Row> relations) {
    return select(relations, HepStatement.COLUMNS, Set.of())
        .where(col("relation").isInCollection(HepStatement.RELATIONS))
        .collectAsList()
        .stream()
        .map(HepStatement::read)
        .sorted(
            Comparator.comparing(HepStatement::record)
                .thenComparing(HepStatement::relation)
                .thenComparing(HepStatement::target))
        .toList();
  }

  private static Dataset<Row> select(Dataset<Row> rows, List<String> columns, Set<String> more) {
    TreeSet<String> all = new TreeSet<>(columns);
    all.addAll(more);
    all.addAll(Provenance.COLUMNS);
    return rows.select(all.stream().map(functions::col).toArray(Column[]::new));
  }

  /** Datasets that statements name, and those that hold both sides. */
  private static Map<String, Row> named(Dataset<Row> datasets, List<HepStatement> statements) {
    Set<String> ids = new HashSet<>();
    for (HepStatement statement : statements) {
      ids.add(statement.record());
      ids.add(statement.targetRecord());
    }
    Map<String, Row> rows = new HashMap<>();
    for (Row row :
        datasets
            .filter(
                (FilterFunction<Row>)
                    row ->
                        ids.contains(row.<String>getAs("record_id"))
                            || HepRecord.BOTH.equals(row.getAs("side")))
            .collectAsList()) {
      rows.put(row.getAs("record_id"), row);
    }
    return rows;
  }

  /** How many files of either side the records have that hold both; one row each. */
  private static List<Row> mixed(Dataset<Row> files, Map<String, HepRecord> records) {
    Set<String> both = new TreeSet<>();
    for (HepRecord record : records.values()) {
      if (HepRecord.BOTH.equals(record.side())) {
        both.add(record.id());
      }
    }
    if (both.isEmpty()) {
      return List.of();
    }
    Column data = col("side").equalTo(HepRecord.DATA);
    Column simulation = col("side").equalTo(HepRecord.SIMULATION);
    return files
        .where(col("record_id").isInCollection(both))
        .groupBy("record_id")
        .agg(
            count(when(data, 1)).as("data"),
            count(when(simulation, 1)).as("simulations"),
            min(when(data, col("uri"))).as("data_uri"),
            min(when(simulation, col("uri"))).as("simulation_uri"))
        .where("data > 0 and simulations > 0")
        .orderBy("record_id")
        .collectAsList();
  }

  private static StructType schema() {
    return Table.named("links").schema();
  }

  private List<Row> rows(List<StatedLink> links, Map<String, Row> rows) {
    Map<String, List<StatedLink>> byLeft = new HashMap<>();
    for (StatedLink link : links) {
      byLeft.computeIfAbsent(link.left(), left -> new ArrayList<>()).add(link);
    }
    List<Row> made = new ArrayList<>();
    for (String left : new TreeSet<>(byLeft.keySet())) {
      List<StatedLink> ranked = byLeft.get(left);
      ranked.sort(
          Comparator.comparingDouble((StatedLink link) -> link.match().score())
              .reversed()
              .thenComparing(link -> link.match().rightId()));
      for (int i = 0; i < ranked.size(); i++) {
        made.add(row(ranked.get(i), i + 1, rows));
      }
    }
    return made;
  }

  private Row row(StatedLink link, int rank, Map<String, Row> rows) {
    String right = link.match().rightId();
    Row left = rows.get(link.left());
    Provenance provenance = Provenance.of(left);
    if (!right.equals(link.left())) {
      provenance = provenance.with(Provenance.of(rows.get(right)));
    }
    for (HepStatement statement : link.statements()) {
      provenance = provenance.with(statement.provenance());
    }
    return LinkRow.of(schema(), this, RELATION, link.match(), rank)
        .set("link_id", StableId.link(id, HepRecord.TABLE, link.left(), HepRecord.TABLE, right))
        .set("left_table", HepRecord.TABLE)
        .set("left_id", link.left())
        .set("right_table", HepRecord.TABLE)
        .provenance(left.getAs("source"), VERSION, provenance)
        .build();
  }

  private Dataset<Row> unmatched(
      Dataset<Row> datasets, List<StatedLink> links, Map<String, String> obstacles) {
    Set<String> linked = new HashSet<>();
    for (StatedLink link : links) {
      linked.addAll(Arrays.asList(link.left(), link.match().rightId()));
    }
    return Unmatched.rows(
        datasets.filter(
            (FilterFunction<Row>) row -> !linked.contains(row.<String>getAs("record_id"))),
        HepRecord.TABLE,
        "record_id",
        this,
        row -> HepPartners.refusal(HepRecord.read(row)),
        row -> {
          String obstacle = obstacles.get(row.<String>getAs("record_id"));
          return obstacle != null ? obstacle : nothing(row);
        });
  }

  private static String nothing(Row row) {
    return HepRecord.DATA.equals(row.getAs("side"))
        ? "no record of the portal names a simulation together with it"
        : "no record of the portal names collision data together with it";
  }
}
