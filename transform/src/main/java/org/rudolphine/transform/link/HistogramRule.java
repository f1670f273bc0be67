package org.rudolphine.transform.link;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.split;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.histogram.NamePatterns;
import org.rudolphine.transform.table.Table;

/**
 * Lays histograms of collisions beside the stacked prediction of the simulated processes: the same
 * observable in the same bins, of the same published example, year and luminosity. Which primary
 * dataset an observable is compared with the settings say; other meetings are candidates and give
 * no pair. {@code docs/linking/distributions.md} has the formulas.
 */
public final class HistogramRule implements JointRule {
  private static final long serialVersionUID = 1L;
  static final String SAME_OBSERVABLE = "same_observable";
  static final String CONTRIBUTES = "contributes";

  private static final int VERSION = 1;
  private static final String GROUP = "__group";
  private static final String MEASURED = "__measured";
  private static final StructType LINKS = Table.named("links").schema();
  private static final StructType PAIRS = Table.named("pairs").schema();
  private static final StructType UNMATCHED = Table.named("unmatched").schema();
  private static final StructType RESULTS =
      new StructType().add("link", LINKS).add("pair", PAIRS).add("unmatched", UNMATCHED);

  private final String id;
  private final NamePatterns compared;
  private final double listedScore;
  private final double otherScore;

  /** Reads its settings; fails with the path of one that is missing or out of range. */
  public HistogramRule(RuleSettings settings) {
    this.id = settings.id();
    this.compared = NamePatterns.of("link.rules." + id + ".compared", settings.texts("compared"));
    this.listedScore = settings.fraction("score-compared");
    this.otherScore = settings.fraction("score-other");
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int version() {
    return VERSION;
  }

  /** It starts from the table, not from links. */
  @Override
  public String basis() {
    return null;
  }

  @Override
  public Found find(SparkSession spark, Function<String, Dataset<Row>> tables, Dataset<Row> links) {
    Dataset<Row> histograms = histograms(tables.apply(HistogramRow.TABLE));
    HistogramDatasets datasets =
        HistogramDatasets.of(tables.apply(HepRecord.TABLE), records(histograms));
    Dataset<Row> results =
        histograms
            .groupBy(GROUP)
            .as(Encoders.STRING(), Encoders.row(histograms.schema()))
            .flatMapGroups(
                (FlatMapGroupsFunction<String, Row, Row>) (name, group) -> results(group, datasets),
                Encoders.row(RESULTS))
            .persist();
    return new Found(
        part(results, "link"),
        part(results, "pair"),
        part(results, "unmatched").unionByName(apart(tables.apply(HistogramRow.TABLE))),
        List.of(results));
  }

  /** Histograms that can take no part: nothing tells what they are, or how many to expect. */
  private Dataset<Row> apart(Dataset<Row> series) {
    Column untold = col("side").equalTo("unknown");
    Column unweighted =
        col("side")
            .equalTo("experiment")
            .and(element_at(col("conditions"), HistogramRow.LUMINOSITY).isNull());
    return Unmatched.rows(
        series
            .where(col("source").equalTo("cernopendata").and(col("form").equalTo("counts")))
            .where(untold.or(unweighted)),
        HistogramRow.TABLE,
        "series_id",
        this,
        row -> null,
        row ->
            "unknown".equals(row.getAs("side"))
                ? "no sample tells whether it is of collisions or of a simulation"
                : "no luminosity is known, so that no prediction can be weighted for it");
  }

  private static Dataset<Row> part(Dataset<Row> results, String column) {
    return results.where(col(column).isNotNull()).select(column + ".*");
  }

  /** Histograms of events with a luminosity: of collisions, weighted ones, and stacks. */
  private static Dataset<Row> histograms(Dataset<Row> series) {
    Column measured = col("side").equalTo("experiment");
    Column predicted =
        col("side")
            .equalTo("simulation")
            .and(col("scale_applied").isNotNull().or(col("provider").equalTo(HistogramRow.STACK)));
    TreeSet<String> columns = new TreeSet<>(HistogramRow.COLUMNS);
    columns.addAll(Provenance.COLUMNS);
    List<Column> selected = new ArrayList<>();
    columns.forEach(column -> selected.add(col(column)));
    selected.add(measured.as(MEASURED));
    selected.add(
        concat_ws(
                "|",
                col("case_id"),
                functions.coalesce(
                    element_at(col("conditions"), HistogramRow.YEAR).cast("string"),
                    functions.lit("-")),
                element_at(col("conditions"), HistogramRow.LUMINOSITY),
                col("quantity_given"))
            .as(GROUP));
    return series
        .where(col("source").equalTo("cernopendata").and(col("form").equalTo("counts")))
        .where(element_at(col("conditions"), HistogramRow.LUMINOSITY).isNotNull())
        .where(measured.or(predicted))
        .select(selected.toArray(Column[]::new));
  }

  private static TreeSet<String> records(Dataset<Row> histograms) {
    TreeSet<String> records = new TreeSet<>();
    for (Row row :
        histograms
            .select(
                explode(split(element_at(col("conditions_text"), "records"), "\\s+")).as("record"))
            .distinct()
            .collectAsList()) {
      records.add(row.getString(0));
    }
    return records;
  }

  // ---- a group ---------------------------------------------------------------------------------

  private Iterator<Row> results(Iterator<Row> rows, HistogramDatasets datasets) {
    HistogramGroup group = new HistogramGroup();
    rows.forEachRemaining(row -> group.add(HistogramRow.read(row), row.<Boolean>getAs(MEASURED)));
    List<Row> results = new ArrayList<>();
    boolean linked = false;
    for (HistogramRow measured : group.data()) {
      String obstacle = group.obstacle(measured);
      if (obstacle == null) {
        linked = true;
        link(group, measured, datasets, results);
      } else {
        results.add(unmatched(measured, obstacle));
      }
    }
    if (!linked && group.stack() != null) {
      results.add(
          unmatched(group.stack(), "no histogram of collisions of this name has events beside it"));
    }
    return results.iterator();
  }

  private Row unmatched(HistogramRow row, String reason) {
    return RowFactory.create(
        null,
        null,
        new TableRow(UNMATCHED)
            .set("table_name", HistogramRow.TABLE)
            .set("id", row.id())
            .set("rule", id)
            .set("reason", reason)
            .provenance("rudolphine", VERSION, row.provenance())
            .build());
  }

  private void link(
      HistogramGroup group, HistogramRow measured, HistogramDatasets datasets, List<Row> results) {
    List<String> simulated = new ArrayList<>();
    group.processes().forEach(process -> simulated.addAll(process.records()));
    List<String> mismatches = new ArrayList<>();
    boolean listed =
        compared.all(measured.name()).stream()
            .anyMatch(sample -> NamePatterns.fits(sample, measured.provider()));
    if (!listed) {
      mismatches.add(
          "the settings do not compare "
              + measured.name()
              + " with events of "
              + measured.provider());
    }
    Double energy = datasets.energyGev(measured.records());
    Double other = datasets.energyGev(simulated);
    if (energy != null && other != null && !energy.equals(other)) {
      mismatches.add("energies of collision differ: " + energy + " and " + other + " GeV");
    }
    boolean accepted = mismatches.isEmpty();
    Provenance provenance = measured.provenance().with(group.stack().provenance());
    Match match =
        new Match(
            group.stack().id(),
            accepted ? listedScore : otherScore,
            accepted ? Match.Decision.ACCEPTED : Match.Decision.CANDIDATE,
            group.evidence(measured, datasets),
            mismatches,
            group.statement(measured));
    results.add(link(measured, match, SAME_OBSERVABLE, 1, provenance));
    if (!accepted) {
      return;
    }
    results.add(RowFactory.create(null, pair(group, measured, energy, provenance), null));
    int rank = 1;
    for (HistogramRow process : group.processes()) {
      if (process.histogram().total() > 0) {
        rank++;
        results.add(
            link(
                measured,
                contribution(process, datasets),
                CONTRIBUTES,
                rank,
                measured.provenance().with(process.provenance())));
      }
    }
  }

  private Match contribution(HistogramRow process, HistogramDatasets datasets) {
    return new Match(
        process.id(),
        listedScore,
        Match.Decision.ACCEPTED,
        HistogramGroup.factors(process, datasets),
        List.of(),
        process.provider() + " is one of the processes of the stacked prediction.");
  }

  private String linkId(HistogramRow measured, String rightId) {
    return StableId.link(id, HistogramRow.TABLE, measured.id(), HistogramRow.TABLE, rightId);
  }

  private Row link(
      HistogramRow measured, Match match, String relation, int rank, Provenance provenance) {
    return RowFactory.create(
        LinkRow.of(LINKS, this, relation, match, rank)
            .set("link_id", linkId(measured, match.rightId()))
            .set("left_table", HistogramRow.TABLE)
            .set("left_id", measured.id())
            .set("right_table", HistogramRow.TABLE)
            .provenance("rudolphine", VERSION, provenance)
            .build(),
        null,
        null);
  }

  private Row pair(
      HistogramGroup group, HistogramRow measured, Double energy, Provenance provenance) {
    String stack = group.stack().id();
    PairRow.Sides sides =
        new PairRow.Sides(
            HistogramRow.TABLE, measured.id(), HistogramRow.TABLE, stack, linkId(measured, stack));
    return PairRow.of(PAIRS, this, sides, group.pair(measured, energy), provenance).build();
  }
}
