package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * Records of the CERN Open Data portal into {@code hep_datasets}, {@code hep_relations} and {@code
 * hep_files}, whatever their generation (2018 to today) and route.
 *
 * <p>A dataset has three facets. {@code metadata} comes from a listing, a record, an export or a
 * fixture, the newest of which stands. {@code files} comes from all of these but the listing, which
 * says nothing of files; it wins where it knows better, as for a record whose files hold both
 * sides. {@code skeleton} is a title alone and fills in until the record is known.
 *
 * <p>A record tells all of its statements, and all of its files unless it is a listing; files of an
 * index that it names without listing them are told by the index itself.
 *
 * <p>Records that are no datasets give what they state of others. Authors' lists are left out.
 *
 * <p>Tables of events, histograms and samples that were imported give rows of {@code series}.
 */
public final class CernOpenDataNormalizer implements Normalizer {
  private static final long serialVersionUID = 1L;
  private static final int FILES = 3;
  private static final int METADATA = 2;
  private static final int SKELETON = 1;
  private static final Pattern DOI_EXPERIMENT =
      Pattern.compile("10\\.7483/OPENDATA\\.([A-Z0-9]+)\\..+");
  private static final Set<String> PAGES = Set.of("News", "Glossary");
  private static final Pattern SIMULATION_TIER = Pattern.compile("[A-Z-]*SIM");

  private final CernTableNames names;
  private final CernEventRows events;

  /** Reads what its settings say of tables; fails with the entry of one that is wrong. */
  public CernOpenDataNormalizer(SourceSettings settings) {
    if (settings == null) {
      throw new IllegalArgumentException("A normalizer needs its source's settings");
    }
    this.names = new CernTableNames(settings);
    this.events = new CernEventRows(settings, names);
  }

  @Override
  public List<String> tables() {
    return List.of(
        CernDataset.TABLE, CernRelations.TABLE, CernFiles.TABLE, CernHistogramRows.TABLE);
  }

  /** All that is said of a record and of its files belongs together, and all of one sample. */
  @Override
  public String familyOf(String nativeId) {
    CernTableNames.Part part = CernTableNames.part(nativeId);
    if (part != null) {
      return names.family(part);
    }
    int separator = nativeId.indexOf('#');
    return separator < 0 ? nativeId : nativeId.substring(0, separator);
  }

  @Override
  public void normalize(RawRecord raw, RowSink sink) {
    CernTableNames.Part part = CernTableNames.part(raw.nativeId());
    if (part != null) {
      table(raw, part, sink);
      return;
    }
    boolean other = raw.kind().equals("skeleton") || raw.kind().equals("file-index");
    if (raw.kind().equals("seen")) {
      sink.skip("seen in a listing, unchanged since it was landed");
      return;
    }
    if (!other && !CernRecord.isRecord(raw.kind())) {
      sink.skip("not a record: " + raw.kind());
      return;
    }
    JsonNode payload;
    try {
      payload = CernRecord.object(raw);
    } catch (IOException e) {
      sink.reject("record", "the payload is not a JSON object", raw.text());
      return;
    }
    String recid = familyOf(raw.nativeId());
    switch (raw.kind()) {
      case "file-index" -> index(recid, raw.nativeId(), payload, sink);
      case "skeleton" -> skeleton(recid, payload, sink);
      default -> record(CernRecord.of(recid, raw.kind(), payload), sink);
    }
  }

  /** A ROOT file lies in the lake. */
  @Override
  public void normalize(RawRecord raw, Assets assets, RowSink sink) {
    CernTableNames.Part part = CernTableNames.part(raw.nativeId());
    if (part != null && part.kind().equals(CernTableNames.ROOT)) {
      new CernHistogramRows(names).root(raw, part, assets, sink);
    } else {
      normalize(raw, sink);
    }
  }

  private void table(RawRecord raw, CernTableNames.Part part, RowSink sink) {
    switch (part.kind()) {
      case CernTableNames.EVENTS -> events.write(raw, part, sink);
      case CernTableNames.HISTOGRAMS -> new CernHistogramRows(names).histograms(raw, part, sink);
      case CernTableNames.SAMPLES -> new CernHistogramRows(names).sample(raw, part, sink);
      default -> sink.skip("a ROOT file, which is not at hand");
    }
  }

  private static void record(CernRecord record, RowSink sink) {
    String type = record.primaryType();
    if (!CernRecord.isRecid(record.recid())) {
      pageOrReject(record, sink);
    } else if (type == null) {
      sink.reject("type.primary", "no primary type", record.title());
    } else if (type.equals("Dataset")) {
      dataset(record, sink);
    } else {
      noDataset(type, record, sink);
    }
  }

  /** A record that was a dataset once has no row and no files left. */
  private static void noDataset(String type, CernRecord record, RowSink sink) {
    sink.completeBut(CernDataset.TABLE, Set.of());
    sink.completeBut(CernFiles.TABLE, Set.of());
    if (type.equals("Documentation") && record.secondaryTypes().contains("Authors")) {
      sink.complete(CernRelations.TABLE, CernRelations.FACET);
      sink.skip("a list of authors");
    } else if (CernRelations.write(record, sink) == 0) {
      sink.skip("no dataset, and states nothing of others: " + type);
    }
  }

  /** The portal's index also holds its articles, which have no number. */
  private static void pageOrReject(CernRecord record, RowSink sink) {
    if (PAGES.contains(String.valueOf(record.primaryType()))) {
      sink.skip("a page of the portal: " + record.primaryType());
    } else {
      sink.reject("recid", "not a record identifier", record.recid());
    }
  }

  private static void dataset(CernRecord record, RowSink sink) {
    RowBuilder row = sink.row(CernDataset.TABLE, record.recid()).facet("metadata", METADATA);
    CernDataset.write(record, row);
    String given = record.text("recid");
    if (given != null && !given.equals(record.recid())) {
      row.issue("record_id", "the record calls itself otherwise");
    }
    CernRelations.write(record, sink);
    CernFiles files = CernFiles.of(record);
    if (files.told() && !record.shape().equals("listing")) {
      files(record, files, sink);
    }
  }

  private static void files(CernRecord record, CernFiles files, RowSink sink) {
    RowBuilder row =
        sink.row(CernDataset.TABLE, record.recid())
            .facet("files", FILES)
            .text("files_sha256", files.sha256())
            .text("campaign", files.campaign());
    CernSide side = CernDataset.side(record);
    if (files.ofBothSides() && !side.side().equals("umbrella")) {
      row.text("side", CernSide.OF_BOTH_FILES.side())
          .text("side_rule", CernSide.OF_BOTH_FILES.rule());
      files.write(sink, null);
    } else {
      files.write(sink, side.ofFile());
    }
  }

  private static void index(String recid, String nativeId, JsonNode payload, RowSink sink) {
    String key = CernText.of(payload.path("key"));
    String named = nativeId.substring(Math.min(nativeId.length(), recid.length() + 1));
    String used = key != null ? key : named;
    if (!CernRecord.isRecid(recid)) {
      sink.reject("recid", "not a record identifier", nativeId);
    } else if (used.isEmpty()) {
      sink.reject("key", "an index without a key", payload.toString());
    } else {
      CernFiles.ofIndex(recid, used, payload).write(sink, null);
    }
  }

  /** Number, DOI and title: what can be read from these is marked as such. */
  private static void skeleton(String recid, JsonNode payload, RowSink sink) {
    if (!CernRecord.isRecid(recid)) {
      sink.reject("recid", "not a record identifier", recid);
      return;
    }
    String title = CernText.plain(CernText.of(payload.path("title")));
    String doi = CernRelations.doi(CernText.of(payload.path("doi")));
    CernDatasetName name = CernDatasetName.of(title, List.of());
    RowBuilder row =
        sink.row(CernDataset.TABLE, recid)
            .facet("skeleton", SKELETON)
            .text("doi", doi)
            .text("title", title)
            .text("url", CernDataset.url(recid))
            .text("process", name.process())
            .text("campaign", name.campaign())
            .text("data_tier", name.tier())
            .text("record_shape", "skeleton");
    if (name.tier() != null && SIMULATION_TIER.matcher(name.tier()).matches()) {
      row.text("side", CernSide.SIMULATION)
          .text("side_rule", "name")
          .issue("side", "read from the data tier in the name");
    } else {
      CernSide none = CernSide.undecided();
      row.text("side", none.side()).text("side_rule", none.rule());
    }
    Matcher matcher = DOI_EXPERIMENT.matcher(doi == null ? "" : doi);
    if (matcher.matches()) {
      String experiment = matcher.group(1).equals("LHCB") ? "LHCb" : matcher.group(1);
      row.text("experiment", experiment)
          .texts("experiments", List.of(experiment))
          .issue("experiment", "read from the DOI");
    }
  }

  /** What a title alone left open is settled by the record. */
  @Override
  public List<Issue> issues(List<NormalizedRow> facets) {
    return NormalizedRow.openIssues(facets);
  }

  @Override
  public Map<String, Object> changes(
      String table, Map<String, Object> before, Map<String, Object> after) {
    return table.equals(CernDataset.TABLE)
        ? Map.of("change_kinds", CernChanges.kinds(before, after))
        : Map.of();
  }

  @Override
  public Dataset<Row> finish(String table, Dataset<Row> rows) {
    if (table.equals(CernHistogramRows.TABLE)) {
      return CernHistogramStacks.apply(rows);
    }
    return table.equals(CernDataset.TABLE) ? CernInheritance.apply(rows) : rows;
  }
}
