package org.rudolphine.transform.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.normalize.CernOpenDataNormalizer;
import org.rudolphine.transform.normalize.NormalizedRow;
import org.rudolphine.transform.normalize.Outcome;
import org.rudolphine.transform.table.RowCodec;
import org.rudolphine.transform.table.Table;

/** Records of the portal, normalized and linked once for all tests that look at them. */
final class HepCorpus {
  private static final CernOpenDataNormalizer NORMALIZER =
      new CernOpenDataNormalizer(new SourceSettings("cernopendata", Map.of()));
  private static HepCorpus current;

  private final Map<String, JsonNode> raw = new HashMap<>();
  private final LinkedTables linked;
  private final List<Row> links;

  private HepCorpus() throws IOException {
    Map<String, List<Row>> rows = new TreeMap<>();
    Map<String, RowCodec> codecs = new HashMap<>();
    for (String table : List.of("hep_datasets", "hep_relations", "hep_files")) {
      rows.put(table, new ArrayList<>());
      codecs.put(table, new RowCodec(Table.named(table).schema()));
    }
    for (String file : List.of("records-datasets.jsonl.gz", "records-other.jsonl.gz")) {
      read(file, rows, codecs);
    }
    Map<String, Dataset<Row>> tables = new HashMap<>();
    rows.forEach(
        (table, list) ->
            tables.put(
                table,
                NORMALIZER.finish(
                    table,
                    SparkSessions.shared().createDataFrame(list, Table.named(table).schema()))));
    linked =
        new Linker(SparkSessions.shared(), tables::get)
            .link(
                List.of(
                    new HepStatedRule(HepSamples.stated()),
                    new HepConditionsRule(HepSamples.conditions())));
    links = linked.links().collectAsList();
  }

  static synchronized HepCorpus linked() {
    if (current == null) {
      try {
        current = new HepCorpus();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return current;
  }

  /** A record as the portal's repository has it. */
  JsonNode raw(String recid) {
    return raw.get(recid);
  }

  LinkedTables tables() {
    return linked;
  }

  List<Row> links(String rule) {
    return links.stream().filter(row -> row.<String>getAs("rule").equals(rule)).toList();
  }

  /** {@code left|right} of links. */
  static Set<String> pairs(List<Row> links) {
    Set<String> pairs = new TreeSet<>();
    links.forEach(row -> pairs.add(row.getAs("left_id") + "|" + row.getAs("right_id")));
    return pairs;
  }

  private void read(String file, Map<String, List<Row>> rows, Map<String, RowCodec> codecs)
      throws IOException {
    Path path = Path.of(System.getenv("RUDOLPHINE_CORPUS"), "cernopendata", file);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(path)), UTF_8))) {
      ObjectMapper json = new ObjectMapper();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode record = json.readTree(line);
        raw.put(record.get("recid").asText(), record);
        normalize(record.get("recid").asText(), line)
            .forEach((table, values) -> add(rows.get(table), codecs.get(table), values));
      }
    }
  }

  private static void add(List<Row> rows, RowCodec codec, List<Map<String, Object>> all) {
    for (Map<String, Object> values : all) {
      values.put("source", "cernopendata");
      values.put("revision", 1);
      values.put("retrieved_at", Instant.EPOCH);
      values.put("raw_sha256", "0");
      values.put("raw_ref", "test");
      values.put("content_sha256", "0");
      values.put("licence", "CC0-1.0");
      values.put("redistribute", "yes");
      rows.add(codec.row(values));
    }
  }

  /** Rows of the three tables; files only where a record has both sides' types (of 40,000). */
  private Map<String, List<Map<String, Object>>> normalize(String recid, String line) {
    byte[] bytes = line.getBytes(UTF_8);
    Outcome outcome =
        Outcome.of(
            NORMALIZER,
            new RawRecord(
                "cernopendata",
                "fixture",
                recid,
                null,
                false,
                "https://opendata.cern.ch/",
                "application/json",
                Instant.EPOCH,
                RawRecord.sha256(bytes),
                1,
                0,
                bytes));
    boolean mixed = types(recid).containsAll(Set.of("Derived", "Simulated"));
    Map<String, List<NormalizedRow>> byKey = new TreeMap<>();
    for (NormalizedRow row : outcome.rows()) {
      if (mixed || !row.table().equals("hep_files")) {
        byKey.computeIfAbsent(row.table() + "|" + row.key(), key -> new ArrayList<>()).add(row);
      }
    }
    Map<String, List<Map<String, Object>>> rows = new TreeMap<>();
    for (List<NormalizedRow> facets : byKey.values()) {
      facets.sort((a, b) -> b.precedence() - a.precedence());
      rows.computeIfAbsent(facets.get(0).table(), table -> new ArrayList<>())
          .add(new TreeMap<>(NORMALIZER.combine(facets)));
    }
    return rows;
  }

  private Set<String> types(String recid) {
    Set<String> types = new TreeSet<>();
    raw.get(recid).path("type").path("secondary").forEach(type -> types.add(type.asText()));
    return types;
  }
}
