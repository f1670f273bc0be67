package org.rudolphine.transform.normalize;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;

/** Raw records of the portal for the tests: written by hand, or read from real files. */
final class CernRecords {
  static final CernOpenDataNormalizer NORMALIZER =
      new CernOpenDataNormalizer(new SourceSettings("cernopendata", Map.of()));
  private static final ObjectMapper JSON = new ObjectMapper();

  private CernRecords() {}

  static RawRecord raw(String kind, String nativeId, String payload) {
    byte[] bytes = payload.getBytes(UTF_8);
    return new RawRecord(
        "cernopendata",
        kind,
        nativeId,
        null,
        false,
        "https://opendata.cern.ch/",
        "application/json",
        Instant.EPOCH,
        RawRecord.sha256(bytes),
        1,
        0,
        bytes);
  }

  static Outcome outcome(String kind, String nativeId, String payload) {
    return Outcome.of(NORMALIZER, raw(kind, nativeId, payload));
  }

  /** Metadata of a dataset with number 1, of the given secondary types, and further members. */
  static String dataset(String types, String members) {
    return """
        {"recid": "1", "type": {"primary": "Dataset", "secondary": [%s]}%s}"""
        .formatted(types, members.isEmpty() ? "" : ", " + members);
  }

  static Outcome fixture(String types, String members) {
    return outcome("fixture", "1", dataset(types, members));
  }

  /** The one row of a facet of {@code hep_datasets}. */
  static NormalizedRow facet(Outcome outcome, String facet) {
    List<NormalizedRow> rows =
        rows(outcome, "hep_datasets").stream().filter(row -> row.facet().equals(facet)).toList();
    if (rows.size() != 1) {
      throw new AssertionError("Not one row of facet " + facet + ": " + outcome);
    }
    return rows.get(0);
  }

  /** Values of the metadata facet of a fixture that is a collision dataset. */
  static Map<String, Object> metadata(String members) {
    return facet(fixture("\"Collision\"", members), "metadata").values();
  }

  static List<NormalizedRow> rows(Outcome outcome, String table) {
    return outcome.rows().stream().filter(row -> row.table().equals(table)).toList();
  }

  /** All facets of a dataset combined as normalization does it. */
  static Map<String, Object> combined(Outcome outcome) {
    List<NormalizedRow> facets = new ArrayList<>(rows(outcome, "hep_datasets"));
    facets.sort((a, b) -> b.precedence() - a.precedence());
    return NORMALIZER.combine(facets);
  }

  /** Records of a file of the real data, as an import lands fixtures, by recid. */
  static Map<String, RawRecord> corpus(String name) throws IOException {
    Path path = Path.of(System.getenv("RUDOLPHINE_CORPUS"), "cernopendata", name);
    Map<String, RawRecord> records = new LinkedHashMap<>();
    for (String line : lines(path)) {
      JsonNode node = JSON.readTree(line);
      String recid = node.get("recid").asText();
      records.put(recid, raw("fixture", recid, line));
    }
    return records;
  }

  /** Lines of a packed text file. */
  static List<String> lines(Path path) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(path)), UTF_8))) {
      return lines.lines().toList();
    }
  }
}
