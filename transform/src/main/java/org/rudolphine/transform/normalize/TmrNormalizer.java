package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.tecplot.TecplotTable;
import org.rudolphine.transform.tecplot.UnreadableTable;

/**
 * Rows of {@code series} from the tables of the Turbulence Modeling Resource, and of {@code
 * conditions} from its input decks. The family of a record is its file: a table that loses a zone
 * loses its series. What the provider has set aside ({@code _old}, {@code _bad}, {@code _orig},
 * {@code Plots/}) gives no rows.
 */
public final class TmrNormalizer implements Normalizer {
  private static final long serialVersionUID = 1L;
  private static final String CONDITIONS = "conditions";

  /** All rows of a file are told by that file alone. */
  private static final String FACET = "";

  private static final Pattern SET_ASIDE =
      Pattern.compile("(?:.*/)?Plots/.*|.*\\.dat[_.-][^/]+|.*_?orig(?:inal)?[^/]*\\.dat");

  private static final Pattern VERSION =
      Pattern.compile(".*[/:!](?:turbmodels-)?([0-9a-f]{7,40})/.*");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String source;
  private final long largest;
  private final TmrCase cases;

  /** Reads what the settings know of the cases. */
  public TmrNormalizer(SourceSettings settings) {
    this.source = settings.id();
    this.largest = settings.integer("max-table-bytes");
    this.cases = new TmrCase(settings);
  }

  @Override
  public List<String> tables() {
    return List.of(CONDITIONS, TmrSeries.TABLE);
  }

  @Override
  public String keyOf(String nativeId) {
    return source + "/" + nativeId.replace("|", "%7C");
  }

  @Override
  public String familyOf(String nativeId) {
    return keyOf(nativeId);
  }

  @Override
  public void normalize(RawRecord record, RowSink sink) {
    switch (record.kind()) {
      case "table" -> table(record, sink);
      case "deck" -> deck(record, sink);
      case "listing" -> listing(record, sink);
      case "lfs-pointer" ->
          sink.reject(
              "record", "a Git-LFS pointer: the file itself is in another store", record.text());
      default -> sink.skip("a kind of record that no table is made of");
    }
  }

  private void listing(RawRecord record, RowSink sink) {
    JsonNode listed;
    try {
      listed = JSON.readTree(record.payload());
    } catch (IOException e) {
      sink.reject("record", "not the entry of a listing", record.text());
      return;
    }
    if (listed.path("bytes").asLong(0) > largest) {
      sink.reject("record", "larger than max-table-bytes, so not fetched", record.text());
    } else {
      sink.skip("says that a file is there");
    }
  }

  private void table(RawRecord record, RowSink sink) {
    String path = record.nativeId();
    if (SET_ASIDE.matcher(path).matches()) {
      sink.skip("set aside by the provider, as its name says");
      return;
    }
    String caseId = cases.idOf(path);
    if (caseId == null) {
      sink.reject("case_id", "lies in no folder of a case: import the folder above it", path);
      return;
    }
    TecplotTable table;
    try {
      table = TecplotTable.read(record.payload());
    } catch (UnreadableTable e) {
      String where = e.line() == 0 ? "" : "line " + e.line() + ": " + e.text();
      sink.reject("record", "not read as a Tecplot table: " + e.getMessage(), where);
      return;
    }
    TmrSeries series = new TmrSeries(keyOf(path), path, version(record), caseId, cases, sink);
    if (!series.write(table)) {
      sink.reject("record", "no zone with rows has a quantity among its columns", path);
      return;
    }
    sink.complete(TmrSeries.TABLE, FACET);
  }

  private void deck(RawRecord record, RowSink sink) {
    String path = record.nativeId();
    String caseId = cases.idOf(path);
    if (caseId == null) {
      sink.reject("case_id", "lies in no folder of a case: import the folder above it", path);
      return;
    }
    TmrDeck.Read read = TmrDeck.of(record.text());
    if (read == null) {
      sink.reject("record", "no Mach number, Reynolds number or angle in the deck", record.text());
      return;
    }
    TmrName name = TmrName.of(path, null, cases);
    RowBuilder row = sink.row(CONDITIONS, keyOf(path));
    row.text("case_id", caseId).text("provider", name.provider());
    row.text("code", name.code()).text("model", name.model());
    row.numbersByName("conditions", corrected(read.numbers(), caseId, row));
    Map<String, String> words = new TreeMap<>(read.words());
    if (cases.length(caseId) != null) {
      words.put("reynolds_length", cases.length(caseId));
    }
    row.textsByName("conditions_text", words);
    row.text("file_name", path).text("file_version", version(record));
    sink.complete(CONDITIONS, FACET);
  }

  private Map<String, Double> corrected(
      Map<String, Double> numbers, String caseId, RowBuilder row) {
    Map<String, Double> right = new TreeMap<>(numbers);
    numbers.forEach(
        (name, value) -> {
          Double better = cases.corrected(caseId, name, value);
          if (better != null) {
            right.put(name, better);
            row.issue("conditions", name + " is set right by sources.tmr.corrections");
          }
        });
    return right;
  }

  /** The commit that the address of a file names; null when it names none. */
  private static String version(RawRecord record) {
    Matcher version = VERSION.matcher(record.url());
    return version.matches() ? version.group(1) : null;
  }

  @Override
  public Dataset<Row> finish(String table, Dataset<Row> rows, Map<String, Dataset<Row>> tables) {
    return table.equals(TmrSeries.TABLE) ? TmrConditions.give(rows, tables.get(CONDITIONS)) : rows;
  }
}
