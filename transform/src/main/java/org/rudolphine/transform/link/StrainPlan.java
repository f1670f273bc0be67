package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Which event is to be filtered with which waveform in which stretches of strain, and why other
 * records take no part. Made on the driver from the tables without their arrays.
 */
final class StrainPlan {
  private final StrainSettings settings;
  private final String basis;
  private final List<StrainEvent> events = new ArrayList<>();
  private final List<StrainSegment> segments;
  private final WaveformChoice waveforms;
  private final Map<String, StrainTask.Simulation> simulations = new TreeMap<>();
  private final Map<String, Map<String, StrainTask.Parameters>> parameters = new TreeMap<>();

  private final List<StrainTask> tasks = new ArrayList<>();
  private final Map<String, List<Cut>> cuts = new TreeMap<>();
  private final List<Record> records = new ArrayList<>();
  private final Map<String, String> reasons = new TreeMap<>();
  private final Map<String, String> notUsed = new TreeMap<>();

  /** A stretch of strain that the tasks of an event need. */
  record Cut(double gps, List<Integer> tasks) implements java.io.Serializable {}

  /** A record that the rule looked at, by table and id, for {@code unmatched}. */
  record Record(String table, String id, Provenance provenance) {
    String key() {
      return key(table, id);
    }

    static String key(String table, String id) {
      return table + "|" + id;
    }
  }

  static final String EVENTS = "gw_events";
  static final String WAVEFORMS = "nr_waveforms";
  static final String STRAIN = "strain_segments";

  private StrainPlan(
      String basis,
      StrainSettings settings,
      List<StrainSegment> segments,
      WaveformChoice waveforms) {
    this.basis = basis;
    this.settings = settings;
    this.segments = segments;
    this.waveforms = waveforms;
  }

  /** Reads the tables without their arrays and plans. */
  static StrainPlan of(
      String basis,
      StrainSettings settings,
      Function<String, Dataset<Row>> tables,
      Dataset<Row> links) {
    List<StrainSegment> segments =
        rows(tables.apply(STRAIN), StrainSegment.COLUMNS).stream()
            .map(StrainSegment::read)
            .sorted(Comparator.comparing(StrainSegment::id))
            .toList();
    List<StrainWaveform> waveforms =
        rows(tables.apply(WAVEFORMS), StrainWaveform.COLUMNS).stream()
            .map(StrainWaveform::read)
            .sorted(Comparator.comparing(StrainWaveform::id))
            .toList();
    StrainPlan plan =
        new StrainPlan(basis, settings, segments, WaveformChoice.of(waveforms, settings.orders()));
    waveforms.forEach(one -> plan.records.add(new Record(WAVEFORMS, one.id(), one.provenance())));
    segments.forEach(one -> plan.records.add(new Record(STRAIN, one.id(), one.provenance())));
    plan.readEvents(rows(tables.apply(EVENTS), StrainEvent.COLUMNS));
    plan.readSimulations(tables.apply("nr_simulations"), links);
    plan.events.forEach(plan::plan);
    plan.explainTheRest();
    return plan;
  }

  private static List<Row> rows(Dataset<Row> table, List<String> columns) {
    Set<String> all = new LinkedHashSet<>(columns);
    all.addAll(Provenance.COLUMNS);
    return table.select(all.stream().map(functions::col).toArray(Column[]::new)).collectAsList();
  }

  private void readEvents(List<Row> rows) {
    for (Row row : rows) {
      String id = row.getAs("event_version_id");
      records.add(new Record(EVENTS, id, Provenance.of(row)));
      String refusal = StrainEvent.refusal(row);
      if (refusal == null) {
        events.add(StrainEvent.read(row));
      } else {
        reasons.put(Record.key(EVENTS, id), refusal);
      }
    }
    events.sort(Comparator.comparing(StrainEvent::id));
  }

  /** Of the simulations only those that a waveform belongs to. */
  private void readSimulations(Dataset<Row> table, Dataset<Row> links) {
    Set<String> wanted =
        waveforms.chosen().stream()
            .map(StrainWaveform::simulation)
            .filter(simulation -> simulation != null)
            .collect(Collectors.toCollection(TreeSet::new));
    if (wanted.isEmpty()) {
      return;
    }
    for (Row row :
        table
            .where(functions.col("simulation_id").isInCollection(wanted))
            .select("simulation_id", "reference_time", "deprecated")
            .collectAsList()) {
      simulations.put(
          row.getString(0),
          new StrainTask.Simulation(
              row.getAs("reference_time"), Boolean.TRUE.equals(row.<Boolean>getAs("deprecated"))));
    }
    for (Row row :
        links
            .where(functions.col("right_id").isInCollection(wanted))
            .where(functions.col("rank").leq(settings.maxRank()))
            .select("left_id", "right_id", "rank", "score", "decision")
            .collectAsList()) {
      parameters
          .computeIfAbsent(row.getString(0), event -> new TreeMap<>())
          .put(
              row.getString(1),
              new StrainTask.Parameters(
                  basis,
                  row.getInt(2),
                  row.getDouble(3),
                  Match.Decision.ACCEPTED.text().equals(row.getString(4))));
    }
  }

  private void plan(StrainEvent event) {
    List<StrainSegment> near =
        segments.stream()
            .filter(one -> one.secondsNear(event.gps(), settings.strainAroundS()) > 0)
            .toList();
    StrainChoice strain = StrainChoice.of(event, near, settings.strainAroundS());
    if (strain.segments().isEmpty()) {
      reasons.put(Record.key(EVENTS, event.id()), strain.reason());
      return;
    }
    Map<String, StrainTask.Parameters> list = parameters.getOrDefault(event.id(), Map.of());
    List<StrainWaveform> candidates =
        waveforms.chosen().stream()
            .filter(
                one ->
                    event.names().contains(one.event())
                        || (one.simulation() != null && list.containsKey(one.simulation())))
            .toList();
    strain.reasons().forEach(notUsed::putIfAbsent);
    if (candidates.isEmpty()) {
      leaveOut(strain, "no waveform at hand for " + event.id());
      reasons.put(
          Record.key(EVENTS, event.id()),
          "no waveform at hand was made for the event or belongs to one of the first "
              + settings.maxRank()
              + " runs of rule "
              + basis);
      return;
    }
    plan(event, strain, candidates, list);
  }

  private void plan(
      StrainEvent event,
      StrainChoice strain,
      List<StrainWaveform> candidates,
      Map<String, StrainTask.Parameters> list) {
    Measured mass = detectorMass(event.event());
    List<Integer> indexes = new ArrayList<>();
    for (StrainWaveform waveform : candidates) {
      if (waveform.scaleFree() && !mass.known()) {
        reasons.putIfAbsent(
            Record.key(EVENTS, event.id()),
            "no masses and redshift are published: a scale-free waveform has no size");
        continue;
      }
      indexes.add(tasks.size());
      tasks.add(
          new StrainTask(
              tasks.size(),
              event,
              waveform,
              waveform.simulation() == null ? null : list.get(waveform.simulation()),
              waveform.simulation() == null ? null : simulations.get(waveform.simulation()),
              mass,
              strain.refused()));
    }
    if (indexes.isEmpty()) {
      leaveOut(strain, "no waveform at hand has a size for " + event.id());
      return;
    }
    for (List<StrainSegment> stretches : strain.segments().values()) {
      for (StrainSegment segment : stretches) {
        cuts.computeIfAbsent(segment.id(), key -> new ArrayList<>())
            .add(new Cut(event.gps(), List.copyOf(indexes)));
      }
    }
  }

  private void leaveOut(StrainChoice strain, String reason) {
    for (List<StrainSegment> stretches : strain.segments().values()) {
      stretches.forEach(one -> notUsed.putIfAbsent(one.id(), reason));
    }
  }

  /** Detector-frame total mass with the interval of the draws; absent where nothing gives it. */
  private Measured detectorMass(GwEvent event) {
    boolean masses = event.mass1().known() && event.mass2().known();
    if (!event.redshift().known() || !(masses || event.totalMass().known())) {
      return Measured.ABSENT;
    }
    double value = event.detectorMass();
    if (!masses || !event.spread(event.mass1()) || !event.spread(event.mass2())) {
      return Measured.exactly(value);
    }
    double[] drawn = EventDraws.sorted(EventDraws.of(event, settings.draws()).detectorMass());
    double tail = (1 - event.level()) / 2;
    return new Measured(
        value, EventDraws.quantile(drawn, tail), EventDraws.quantile(drawn, 1 - tail));
  }

  /** Reasons of the waveforms and stretches of strain that no task needs. */
  private void explainTheRest() {
    waveforms.reasons().forEach((id, reason) -> reasons.put(Record.key(WAVEFORMS, id), reason));
    Set<String> used = tasks.stream().map(task -> task.waveform().id()).collect(Collectors.toSet());
    for (StrainWaveform waveform : waveforms.chosen()) {
      if (!used.contains(waveform.id())) {
        reasons.put(
            Record.key(WAVEFORMS, waveform.id()),
            "no event with strain at hand is named by it or has its simulation among the first "
                + settings.maxRank()
                + " runs of rule "
                + basis);
      }
    }
    for (StrainSegment segment : segments) {
      if (segment.timingNote() != null) {
        reasons.put(Record.key(STRAIN, segment.id()), segment.timingNote());
      } else if (!cuts.containsKey(segment.id())) {
        reasons.put(
            Record.key(STRAIN, segment.id()),
            notUsed.getOrDefault(
                segment.id(),
                "no current event lies within " + settings.strainAroundS() + " s of it"));
      }
    }
  }

  /** What is to be done. */
  List<StrainTask> tasks() {
    return tasks;
  }

  /** Parts of stretches of strain that tasks need, at least one each, by the stretch's id. */
  Map<String, List<Cut>> cuts() {
    return cuts;
  }

  /** Keys of the stretches of strain that each task reads, as records have them. */
  Map<Integer, List<String>> strainOfTasks() {
    Map<Integer, List<String>> keys = new TreeMap<>();
    cuts.forEach(
        (id, ofStretch) -> {
          for (Cut cut : ofStretch) {
            for (int task : cut.tasks()) {
              keys.computeIfAbsent(task, index -> new ArrayList<>()).add(Record.key(STRAIN, id));
            }
          }
        });
    return keys;
  }

  /** Records that the rule looked at. */
  List<Record> records() {
    return records;
  }

  /** Why a record takes no part; null when it does. */
  String reason(Record record) {
    return reasons.get(record.key());
  }
}
