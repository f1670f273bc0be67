package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.table.Table;
import scala.Tuple2;

/**
 * Does what a {@link StrainPlan} says: cuts the strain where it lies, brings it together with each
 * waveform, filters, and ranks the waveforms of each event. Samples never come to the driver.
 */
final class StrainRun {
  private static final int MOST_PARTITIONS = 200;

  private static final StructType LINKS = Table.named("links").schema();
  private static final StructType PAIRS = Table.named("pairs").schema();
  private static final StructType RESULTS =
      new StructType()
          .add("task", DataTypes.IntegerType)
          .add("reason", DataTypes.StringType)
          .add("score", DataTypes.DoubleType)
          .add("snr", DataTypes.DoubleType)
          .add("link", LINKS)
          .add("pairs", DataTypes.createArrayType(PAIRS));

  private final GwStrainRule rule;
  private final StrainSettings settings;
  private final SparkSession spark;
  private final StrainPlan plan;

  StrainRun(GwStrainRule rule, StrainSettings settings, SparkSession spark, StrainPlan plan) {
    this.rule = rule;
    this.settings = settings;
    this.spark = spark;
    this.plan = plan;
  }

  /** What the workers need of the plan: small. */
  private record Work(
      GwStrainRule rule,
      StrainSettings settings,
      List<StrainTask> tasks,
      Map<String, List<StrainPlan.Cut>> cuts,
      Map<String, List<Integer>> waveforms)
      implements Serializable {}

  JointRule.Found found(Function<String, Dataset<Row>> tables) {
    if (plan.tasks().isEmpty()) {
      return new JointRule.Found(empty(LINKS), empty(PAIRS), unmatched(List.of()), List.of());
    }
    Dataset<Row> results = results(tables).persist();
    List<StrainOutcome> outcomes = outcomes(results);
    return new JointRule.Found(
        ranked(results, StrainOutcome.ranks(outcomes)),
        results.select(functions.explode(results.col("pairs")).as("pair")).select("pair.*"),
        unmatched(outcomes),
        List.of(results));
  }

  private Dataset<Row> empty(StructType schema) {
    return spark.createDataFrame(List.of(), schema);
  }

  private Dataset<Row> results(Function<String, Dataset<Row>> tables) {
    Map<String, List<Integer>> uses = new TreeMap<>();
    for (StrainTask task : plan.tasks()) {
      uses.computeIfAbsent(task.waveform().id(), id -> new ArrayList<>()).add(task.index());
    }
    Broadcast<Work> work =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .broadcast(
                new Work(
                    rule,
                    settings,
                    new ArrayList<>(plan.tasks()),
                    new TreeMap<>(plan.cuts()),
                    uses));
    JavaPairRDD<Integer, StrainPiece> strain =
        rows(
                StrainPlan.STRAIN,
                tables.apply(StrainPlan.STRAIN),
                plan.cuts().keySet(),
                StrainPiece.COLUMNS)
            .javaRDD()
            .flatMapToPair(row -> pieces(work.value(), row));
    JavaPairRDD<Integer, WaveformSamples> waveforms =
        rows(
                StrainPlan.WAVEFORMS,
                tables.apply(StrainPlan.WAVEFORMS),
                uses.keySet(),
                waveformColumns())
            .javaRDD()
            .flatMapToPair(row -> samples(work.value(), row));
    int partitions = Math.min(MOST_PARTITIONS, plan.tasks().size());
    return spark.createDataFrame(
        strain
            .cogroup(waveforms, partitions)
            .mapPartitions(groups -> results(work.value(), groups)),
        RESULTS);
  }

  private static List<String> waveformColumns() {
    List<String> columns = new ArrayList<>(StrainWaveform.COLUMNS);
    columns.addAll(WaveformSamples.COLUMNS);
    return columns;
  }

  /**
   * Rows of a table with one of the ids, which are their keys joined. What the files' own
   * statistics can tell apart stands first; samples of other rows are not made into objects.
   */
  private static Dataset<Row> rows(
      String table, Dataset<Row> rows, Set<String> ids, List<String> columns) {
    Set<String> assets =
        ids.stream()
            .map(id -> id.substring(0, id.indexOf('|')))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Column id =
        functions.concat_ws(
            "|", Table.named(table).key().stream().map(functions::col).toArray(Column[]::new));
    Set<String> all = new LinkedHashSet<>(columns);
    all.addAll(Provenance.COLUMNS);
    return rows.where(functions.col("asset_sha256").isInCollection(assets))
        .where(id.isInCollection(ids))
        .select(all.stream().map(functions::col).toArray(Column[]::new));
  }

  private static Iterator<Tuple2<Integer, StrainPiece>> pieces(Work work, Row row) {
    String id = row.<String>getAs("asset_sha256") + "|" + row.<Integer>getAs("chunk");
    List<Tuple2<Integer, StrainPiece>> pieces = new ArrayList<>();
    for (StrainPlan.Cut cut : work.cuts().getOrDefault(id, List.of())) {
      StrainPiece piece = StrainPiece.cut(row, cut.gps(), work.settings());
      cut.tasks().forEach(task -> pieces.add(new Tuple2<>(task, piece)));
    }
    return pieces.iterator();
  }

  private static Iterator<Tuple2<Integer, WaveformSamples>> samples(Work work, Row row) {
    List<Integer> tasks = work.waveforms().get(StrainWaveform.read(row).id());
    if (tasks == null) {
      return List.<Tuple2<Integer, WaveformSamples>>of().iterator();
    }
    WaveformSamples samples = WaveformSamples.read(row);
    return tasks.stream().map(task -> new Tuple2<>(task, samples)).iterator();
  }

  private static Iterator<Row> results(
      Work work,
      Iterator<Tuple2<Integer, Tuple2<Iterable<StrainPiece>, Iterable<WaveformSamples>>>> groups) {
    StrainFilter filter = new StrainFilter(work.settings());
    List<Row> rows = new ArrayList<>();
    groups.forEachRemaining(
        group -> {
          List<StrainPiece> pieces = new ArrayList<>();
          group._2()._1().forEach(pieces::add);
          StrainTask task = work.tasks().get(group._1());
          rows.add(result(work, filter, task, group._2()._2().iterator().next(), pieces));
        });
    return rows.iterator();
  }

  private static Row result(
      Work work,
      StrainFilter filter,
      StrainTask task,
      WaveformSamples waveform,
      List<StrainPiece> pieces) {
    try {
      StrainFinding finding = filter.find(task, waveform, pieces);
      Match match = StrainMatch.of(finding, work.settings());
      Provenance both = task.event().provenance().with(task.waveform().provenance());
      return RowFactory.create(
          task.index(),
          null,
          match.score(),
          finding.network().snr(),
          link(work.rule(), task, match, withStrain(both, finding.strain().values())),
          pairs(work.rule(), finding, both));
    } catch (StrainFinding.None e) {
      return RowFactory.create(task.index(), e.getMessage(), null, null, null, null);
    }
  }

  private static Provenance withStrain(
      Provenance provenance, Iterable<List<StrainPiece>> detectors) {
    Provenance all = provenance;
    for (List<StrainPiece> pieces : detectors) {
      for (StrainPiece piece : pieces) {
        all = all.with(piece.segment().provenance());
      }
    }
    return all;
  }

  private static String linkId(LinkRule rule, StrainTask task) {
    return StableId.link(
        rule.id(),
        StrainPlan.EVENTS,
        task.event().id(),
        StrainPlan.WAVEFORMS,
        task.waveform().id());
  }

  private static Row link(LinkRule rule, StrainTask task, Match match, Provenance provenance) {
    return LinkRow.of(LINKS, rule, GwStrainRule.RELATION, match, 0)
        .set("link_id", linkId(rule, task))
        .set("left_table", StrainPlan.EVENTS)
        .set("left_id", task.event().id())
        .set("right_table", StrainPlan.WAVEFORMS)
        .provenance("rudolphine", rule.version(), provenance)
        .build();
  }

  private static Object[] pairs(LinkRule rule, StrainFinding finding, Provenance both) {
    StrainTask task = finding.task();
    PairRow.Sides sides =
        new PairRow.Sides(
            StrainPlan.EVENTS,
            task.event().id(),
            StrainPlan.WAVEFORMS,
            task.waveform().id(),
            linkId(rule, task));
    List<Row> rows = new ArrayList<>();
    for (Pair pair : StrainPairs.of(finding)) {
      Provenance provenance = withStrain(both, List.of(finding.strain().get(pair.station())));
      rows.add(PairRow.of(PAIRS, rule, sides, pair, provenance).build());
    }
    return rows.toArray();
  }

  private List<StrainOutcome> outcomes(Dataset<Row> results) {
    List<StrainOutcome> outcomes = new ArrayList<>();
    for (Row row : results.select("task", "reason", "score", "snr").collectAsList()) {
      boolean found = row.isNullAt(1);
      outcomes.add(
          new StrainOutcome(
              plan.tasks().get(row.getInt(0)),
              row.getString(1),
              found ? row.getDouble(2) : 0,
              found ? row.getDouble(3) : 0));
    }
    outcomes.sort(Comparator.comparingInt(outcome -> outcome.task().index()));
    return outcomes;
  }

  private Dataset<Row> ranked(Dataset<Row> results, TreeMap<Integer, Integer> ranks) {
    int place = LINKS.fieldIndex("rank");
    return spark.createDataFrame(
        results
            .where(results.col("reason").isNull())
            .select("task", "link")
            .javaRDD()
            .map(row -> withRank(row.getStruct(1), place, ranks.get(row.getInt(0)))),
        LINKS);
  }

  private static Row withRank(Row link, int place, int rank) {
    Object[] values = new Object[link.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i == place ? rank : link.get(i);
    }
    return RowFactory.create(values);
  }

  private Dataset<Row> unmatched(List<StrainOutcome> outcomes) {
    Set<String> linked = new HashSet<>();
    Map<String, String> failures = new TreeMap<>();
    Map<Integer, List<String>> strain = plan.strainOfTasks();
    for (StrainOutcome outcome : outcomes) {
      StrainTask task = outcome.task();
      List<String> keys = new ArrayList<>(strain.get(task.index()));
      keys.add(StrainPlan.Record.key(StrainPlan.EVENTS, task.event().id()));
      keys.add(StrainPlan.Record.key(StrainPlan.WAVEFORMS, task.waveform().id()));
      if (outcome.reason() == null) {
        linked.addAll(keys);
      } else {
        keys.forEach(key -> failures.putIfAbsent(key, outcome.reason()));
      }
    }
    StructType schema = Table.named("unmatched").schema();
    List<Row> rows = new ArrayList<>();
    for (StrainPlan.Record record : plan.records()) {
      String reason = plan.reason(record);
      if (reason == null) {
        reason = failures.get(record.key());
      }
      if (reason != null && !linked.contains(record.key())) {
        rows.add(
            new TableRow(schema)
                .set("table_name", record.table())
                .set("id", record.id())
                .set("rule", rule.id())
                .set("reason", reason)
                .provenance("rudolphine", rule.version(), record.provenance())
                .build());
      }
    }
    return spark.createDataFrame(rows, schema);
  }
}
