package org.rudolphine.transform.link;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.mention.Mentions;
import org.rudolphine.transform.table.Table;

/**
 * Links papers to the events, simulations and datasets whose identifiers they name: {@code
 * docs/linking/literature.md}. It reads the table {@code mentions}, which is made before it runs.
 */
public final class LiteratureRule implements StatementRule {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;
  private static final String RELATION = "mentions";
  private static final String PAPERS = "papers";

  /** Tables whose records papers are linked to, and the kinds of identifiers that name them. */
  private static final Map<String, List<String>> RECORDS =
      Map.of(
          "gw_events", List.of("gw_event", "gw_superevent"),
          "nr_simulations", List.of("sxs_id", "rit_id", "maya_id"),
          "hep_datasets", List.of("opendata_doi", "opendata_recid"));

  private static final List<String> PARTS =
      List.of("title", "abstract", "comments", "journal_ref", "doi");

  private static final Comparator<Named> IN_READING_ORDER =
      Comparator.comparingInt((Named named) -> PARTS.indexOf(named.part()))
          .thenComparing(Named::offset)
          .thenComparing(Named::kind);

  private final String id;
  private final TreeMap<String, Double> weights = new TreeMap<>();
  private final double acceptConfidence;

  /** Reads its settings; fails with the path of one that is missing or out of range. */
  public LiteratureRule(RuleSettings settings) {
    this.id = settings.id();
    for (String part : PARTS) {
      weights.put(part, settings.fraction("weight-" + part.replace('_', '-')));
    }
    this.acceptConfidence = settings.fraction("accept-confidence");
  }

  /** One identifier at one place of a paper. */
  private record Named(
      String part, int offset, String kind, String canonicalId, String context, double confidence) {

    private static Named of(Row row) {
      return new Named(
          row.getAs("part"),
          row.getAs("offset"),
          row.getAs("kind"),
          row.getAs("canonical_id"),
          row.getAs("context"),
          row.getAs("confidence"));
    }
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
  public Map<String, Dataset<Row>> prepare(Function<String, Dataset<Row>> tables) {
    return Map.of("mentions", new Mentions(tables).rows());
  }

  @Override
  public Found find(Function<String, Dataset<Row>> tables) {
    Dataset<Row> mentions = tables.apply("mentions");
    if (mentions.isEmpty()) {
      SparkSession spark = mentions.sparkSession();
      return new Found(
          spark.createDataFrame(List.of(), schema()),
          spark.createDataFrame(List.of(), Table.named("unmatched").schema()),
          List.of());
    }
    Dataset<Row> links = links(mentions, tables);
    return new Found(links, unmatched(mentions, links, tables), List.of());
  }

  private static StructType schema() {
    return Table.named("links").schema();
  }

  private static Column provenance() {
    return struct(Provenance.COLUMNS.stream().map(functions::col).toArray(Column[]::new));
  }

  private Dataset<Row> links(Dataset<Row> mentions, Function<String, Dataset<Row>> tables) {
    Dataset<Row> records =
        RECORDS.keySet().stream()
            .sorted()
            .map(
                table ->
                    tables
                        .apply(table)
                        .select(
                            lit(table).as("resolved_table"),
                            col(Table.named(table).key().get(0)).as("resolved_id"),
                            provenance().as("right")))
            .reduce(Dataset::unionByName)
            .orElseThrow();
    Dataset<Row> papers = tables.apply(PAPERS).select(col("paper_id"), provenance().as("left"));
    return mentions
        .where(col("resolved_table").isInCollection(RECORDS.keySet()))
        .select(
            "paper_id",
            "part",
            "offset",
            "kind",
            "canonical_id",
            "context",
            "confidence",
            "resolved_table",
            "resolved_id")
        .join(records, new String[] {"resolved_table", "resolved_id"}, "inner")
        .join(papers, new String[] {"paper_id"}, "inner")
        .groupByKey((MapFunction<Row, String>) row -> row.getAs("paper_id"), Encoders.STRING())
        .flatMapGroups(
            (FlatMapGroupsFunction<String, Row, Row>) this::ofPaper, Encoders.row(schema()));
  }

  /** The links of one paper, best first. */
  private Iterator<Row> ofPaper(String paper, Iterator<Row> rows) {
    Map<List<String>, List<Row>> byRecord = new HashMap<>();
    rows.forEachRemaining(
        row ->
            byRecord
                .computeIfAbsent(
                    List.of(row.<String>getAs("resolved_table"), row.<String>getAs("resolved_id")),
                    record -> new ArrayList<>())
                .add(row));
    record Linked(String table, Match match, Provenance provenance) {}
    List<Linked> linked = new ArrayList<>();
    byRecord.forEach(
        (record, of) ->
            linked.add(
                new Linked(
                    record.get(0),
                    match(paper, record.get(1), of.stream().map(Named::of).toList()),
                    Provenance.of(of.get(0).getAs("left"))
                        .with(Provenance.of(of.get(0).getAs("right"))))));
    linked.sort(
        Comparator.comparingDouble((Linked link) -> link.match().score())
            .reversed()
            .thenComparing(Linked::table)
            .thenComparing(link -> link.match().rightId()));
    List<Row> links = new ArrayList<>();
    for (int i = 0; i < linked.size(); i++) {
      Linked link = linked.get(i);
      String right = link.match().rightId();
      links.add(
          LinkRow.of(schema(), this, RELATION, link.match(), i + 1)
              .set("link_id", StableId.link(id, PAPERS, paper, link.table(), right))
              .set("left_table", PAPERS)
              .set("left_id", paper)
              .set("right_table", link.table())
              .provenance("rudolphine", VERSION, link.provenance())
              .build());
    }
    return links.iterator();
  }

  private Match match(String paper, String record, List<Named> given) {
    List<Named> named = given.stream().sorted(IN_READING_ORDER).toList();
    double surest = named.stream().mapToDouble(Named::confidence).max().orElseThrow();
    double score =
        named.stream()
            .mapToDouble(one -> one.confidence() * weights.get(one.part()))
            .max()
            .orElseThrow();
    boolean accepted = surest >= acceptConfidence;
    return new Match(
        record,
        score,
        accepted ? Match.Decision.ACCEPTED : Match.Decision.CANDIDATE,
        evidence(named),
        accepted
            ? List.of()
            : List.of(
                String.format(
                    Locale.ROOT, "the reading of the identifier is doubtful: %.2f sure", surest)),
        statement(paper, named));
  }

  /** One entry for each identifier and part, at its first place. */
  private static List<Evidence> evidence(List<Named> named) {
    Map<String, List<Named>> places = new LinkedHashMap<>();
    for (Named one : named) {
      places
          .computeIfAbsent(one.part() + "|" + one.canonicalId(), key -> new ArrayList<>())
          .add(one);
    }
    List<Evidence> evidence = new ArrayList<>();
    for (List<Named> same : places.values()) {
      Named first = same.get(0);
      String times = same.size() == 1 ? "" : ", " + same.size() + " times";
      String note =
          first.canonicalId()
              + " in the "
              + first.part().replace('_', ' ')
              + times
              + ": \""
              + first.context()
              + "\"";
      evidence.add(new Evidence(first.kind(), null, null, null, null, "1", null, note));
    }
    return evidence;
  }

  private static String statement(String paper, List<Named> named) {
    String ids =
        named.stream().map(Named::canonicalId).distinct().collect(Collectors.joining(", "));
    String parts =
        named.stream()
            .map(one -> one.part().replace('_', ' '))
            .distinct()
            .collect(Collectors.joining(", "));
    return paper + " names " + ids + " (" + parts + ").";
  }

  /** Papers that name records of these tables, of which none is known or none for sure. */
  private Dataset<Row> unmatched(
      Dataset<Row> mentions, Dataset<Row> links, Function<String, Dataset<Row>> tables) {
    List<String> kinds = RECORDS.values().stream().flatMap(List::stream).sorted().toList();
    Dataset<Row> naming =
        mentions
            .where(col("kind").isInCollection(kinds))
            .join(
                links.select(col("left_id").as("paper_id")), new String[] {"paper_id"}, "left_anti")
            .groupBy("paper_id")
            .agg(concat_ws(", ", array_sort(collect_set("kind"))).as("kinds"));
    TreeMap<String, Column> columns = new TreeMap<>();
    Provenance.COLUMNS.forEach(name -> columns.put(name, col(name)));
    columns.put("paper_id", col("paper_id"));
    columns.put("kinds", col("kinds"));
    Dataset<Row> papers =
        tables
            .apply(PAPERS)
            .join(naming, new String[] {"paper_id"}, "inner")
            .select(columns.values().toArray(Column[]::new));
    return Unmatched.rows(
        papers,
        PAPERS,
        "paper_id",
        this,
        row -> null,
        row -> "names by " + row.getAs("kinds") + " what no record stands for, or several");
  }
}
