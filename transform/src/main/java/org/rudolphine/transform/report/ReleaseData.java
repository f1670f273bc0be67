package org.rudolphine.transform.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.LakeJson;
import org.rudolphine.ingest.parquet.ParquetRows;

/**
 * What a release holds, as far as the report shows it. Files are read once and row by row, pairs
 * after all others. Of links and pairs those of gravitational-wave events and of papers stay in
 * memory, but curves only of the events that are drawn; of the others counts.
 */
final class ReleaseData {
  private static final Set<String> REMNANT_QUANTITIES = Set.of("final_mass_source", "final_spin");

  private static final String PARAMETER_RULE = "gw-parameters";

  private final JsonNode manifest;
  private final JsonNode quality;
  private final Map<String, Long> rows = new TreeMap<>();
  private final Map<String, Map<String, Long>> rowsBySource = new TreeMap<>();
  private final Map<String, Event> events = new TreeMap<>();
  private final List<Simulation> simulations = new ArrayList<>();
  private final Map<String, List<Match>> matches = new TreeMap<>();
  private final Map<String, Integer> ranks = new HashMap<>();
  private final List<Remnant> remnants = new ArrayList<>();
  private final List<SourceEntry> sources = new ArrayList<>();
  private final Map<String, String> unmatchedEvents = new HashMap<>();
  private final Map<ReasonCount, Long> unmatched = new HashMap<>();
  private final SplitCounts splits = new SplitCounts();
  private final ColliderData colliders = new ColliderData();
  private final LiteratureData literature = new LiteratureData();
  private final StrainData strain = new StrainData();
  private final ProfileData profiles = new ProfileData();
  private final StackData stacks = new StackData();
  private Instant newest;

  private ReleaseData(JsonNode manifest, JsonNode quality) {
    this.manifest = manifest;
    this.quality = quality;
  }

  /** Reads a release; files that are not there read as empty. */
  static ReleaseData read(Folder release) throws IOException {
    ReleaseData data =
        new ReleaseData(json(release, "MANIFEST.json"), json(release, "QUALITY.json"));
    List<String> pairs = new ArrayList<>();
    for (String path : release.files()) {
      String[] parts = path.split("/");
      if (parts.length == 3 && parts[0].equals("data") && path.endsWith(".parquet")) {
        if (parts[1].equals("pairs")) {
          pairs.add(path);
        } else {
          data.readFile(release, parts[1], path);
        }
      }
    }
    data.strain.choose();
    for (String path : pairs) {
      data.readFile(release, "pairs", path);
    }
    data.settle();
    return data;
  }

  private static JsonNode json(Folder release, String path) throws IOException {
    return release.exists(path)
        ? LakeJson.mapper().readTree(release.read(path))
        : JsonNodeFactory.instance.objectNode();
  }

  private void readFile(Folder release, String table, String path) throws IOException {
    Consumer<Cells> reader = reader(table);
    if (reader == null) {
      rows.merge(table, ParquetRows.count(release.parquet(path)), Long::sum);
      return;
    }
    rows.merge(table, 0L, Long::sum);
    ParquetRows.forEach(
        release.parquet(path),
        map -> {
          Cells row = new Cells(map);
          rows.merge(table, 1L, Long::sum);
          account(table, row);
          reader.accept(row);
        });
  }

  private Consumer<Cells> reader(String table) {
    return switch (table) {
      case "gw_events" -> row -> add(Event.of(row));
      case "nr_simulations" -> row -> simulations.add(Simulation.of(row));
      case "hep_datasets" -> row -> colliders.add(ColliderDataset.of(row));
      case "papers" -> row -> literature.add(Paper.of(row));
      case "links" -> this::readLink;
      case "series" -> stacks::addSeries;
      case "pairs" -> this::readPair;
      case "sources" -> row -> sources.add(SourceEntry.of(row));
      case "unmatched" -> this::readUnmatched;
      default -> null;
    };
  }

  private void account(String table, Cells row) {
    Instant retrieved = row.time("retrieved_at");
    if (retrieved != null && (newest == null || retrieved.isAfter(newest))) {
      newest = retrieved;
    }
    String source = row.text("source");
    if (source != null && !table.equals("sources")) {
      rowsBySource.computeIfAbsent(source, s -> new TreeMap<>()).merge(table, 1L, Long::sum);
    }
  }

  private void add(Event event) {
    events.put(event.id(), event);
  }

  private void readLink(Cells row) {
    String left = row.text("left_table", "");
    String right = row.text("right_table", "");
    if (left.equals("gw_events") && right.equals("nr_simulations")) {
      readMatch(Match.of(row));
    } else if (left.equals("gw_events") && right.equals("nr_waveforms")) {
      strain.addLink(row);
    } else if (left.equals("hep_datasets") && right.equals("hep_datasets")) {
      colliders.addLink(row);
    } else if (left.equals("series") && right.equals("series")) {
      profiles.addLink(row);
      stacks.addLink(row);
    } else if (left.equals("papers") || right.equals("papers")) {
      literature.addLink(row);
    }
  }

  private void readMatch(Match match) {
    ranks.put(match.linkId(), match.rank());
    if (match.ranked() && PARAMETER_RULE.equals(match.rule())) {
      matches.computeIfAbsent(match.event(), e -> new ArrayList<>()).add(match);
    }
  }

  private void readPair(Cells row) {
    splits.add(
        row.text("split", "none"), row.text("group_id", ""), row.text("theory_group_id", ""));
    if (StrainData.QUANTITY.equals(row.text("quantity"))) {
      strain.addPair(row);
    }
    profiles.addPair(row);
    if ("hep".equals(row.text("domain"))) {
      stacks.addPair(row);
    }
    if (REMNANT_QUANTITIES.contains(row.text("quantity", ""))) {
      Remnant remnant = Remnant.of(row);
      if (remnant != null) {
        remnants.add(remnant);
      }
    }
  }

  private void readUnmatched(Cells row) {
    String rule = row.text("rule", "");
    String reason = row.text("reason", "no reason is stated");
    unmatched.merge(new ReasonCount(rule, reason, 0), 1L, Long::sum);
    if ("gw_events".equals(row.text("table_name"))) {
      unmatchedEvents.merge(row.text("id", ""), reason, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }
  }

  /** Brings what files gave in any order into one order, and intervals of q to the events. */
  private void settle() {
    simulations.sort(Comparator.comparing(Simulation::id));
    sources.sort(Comparator.comparing(SourceEntry::source));
    remnants.sort(
        Comparator.comparing(Remnant::quantity)
            .thenComparing(Remnant::eventVersion)
            .thenComparing(this::rank)
            .thenComparing(Remnant::simulation)
            .thenComparing(Remnant::linkId));
    matches.values().forEach(list -> list.sort(Match.BY_RANK));
    for (Map.Entry<String, List<Match>> entry : matches.entrySet()) {
      Event event = events.get(entry.getKey());
      if (event != null) {
        entry.getValue().stream()
            .flatMap(match -> match.evidence("mass_ratio").stream())
            .map(Evidence::event)
            .filter(ratio -> ratio != null && ratio.hasInterval())
            .findFirst()
            .ifPresent(ratio -> add(event.with(ratio)));
      }
    }
  }

  String version() {
    return manifest.path("version").asText("");
  }

  String profile() {
    return manifest.path("profile").asText("");
  }

  /** Rows by table, of the tables that the release holds. */
  Map<String, Long> rows() {
    return rows;
  }

  long rows(String table) {
    return rows.getOrDefault(table, 0L);
  }

  /** Rows by source and table. */
  Map<String, Map<String, Long>> rowsBySource() {
    return rowsBySource;
  }

  /** Newest retrieval among all rows, if any. */
  Optional<Instant> newest() {
    return Optional.ofNullable(newest);
  }

  List<Event> events() {
    return List.copyOf(events.values());
  }

  List<Event> currentEvents() {
    return events.values().stream().filter(Event::current).toList();
  }

  List<Simulation> simulations() {
    return simulations;
  }

  /** Simulations linked to an event version, best first. */
  List<Match> matches(String eventVersion) {
    return matches.getOrDefault(eventVersion, List.of());
  }

  /** Remnant pairs of a quantity by event version, the best-ranked simulation first. */
  List<Remnant> remnants(String quantity) {
    return remnants.stream().filter(r -> r.quantity().equals(quantity)).toList();
  }

  /** Rank of the link that a pair rests on. */
  int rank(Remnant remnant) {
    return ranks.getOrDefault(remnant.linkId(), Integer.MAX_VALUE);
  }

  List<SourceEntry> sources() {
    return sources;
  }

  /** The event version of a link, if the release holds it. */
  Optional<Event> event(String eventVersion) {
    return Optional.ofNullable(events.get(eventVersion));
  }

  StrainData strain() {
    return strain;
  }

  ProfileData profiles() {
    return profiles;
  }

  StackData stacks() {
    return stacks;
  }

  ColliderData colliders() {
    return colliders;
  }

  LiteratureData literature() {
    return literature;
  }

  SplitCounts splits() {
    return splits;
  }

  /** Why an event version has no match, if the release says so. */
  Optional<String> unmatchedReason(String eventVersion) {
    return Optional.ofNullable(unmatchedEvents.get(eventVersion));
  }

  /** Unmatched records by rule and reason, from the table or else from the quality report. */
  List<ReasonCount> unmatched() {
    if (unmatched.isEmpty()) {
      return QualityReport.reasons(quality, "unmatched");
    }
    return unmatched.entrySet().stream()
        .map(e -> new ReasonCount(e.getKey().scope(), e.getKey().reason(), e.getValue()))
        .sorted(QualityReport.order())
        .toList();
  }

  /** Rejected records by source and reason, when the quality report counts them. */
  List<ReasonCount> rejects() {
    return QualityReport.reasons(quality, "rejects");
  }

  /** A link to show as an example, if there is one. */
  Optional<String> exampleLink() {
    return matches.values().stream().map(list -> list.get(0).linkId()).findFirst();
  }
}
