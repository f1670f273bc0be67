package org.rudolphine.ingest.raw;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * One finished page of a unit that is not complete yet, as gzipped JSON lines: a header, then one
 * line per record.
 *
 * @param url where the page came from
 * @param fetchedAt when its last byte arrived
 * @param state what the source has asked to remember up to this page
 * @param listing listing declared complete up to this page, or null
 * @param records the records
 */
record PageFile(
    String url,
    Instant fetchedAt,
    Map<String, String> state,
    String listing,
    List<PageRecord> records) {
  /**
   * A payload is as long as the source's {@code max-body-bytes} lets it be, not as Jackson does.
   */
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
              .build());

  byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new QuickGzip(bytes)) {
      ObjectNode header = JSON.createObjectNode();
      header.put("url", url).put("fetched_at", fetchedAt.toString()).put("listing", listing);
      ObjectNode kept = header.putObject("state");
      new TreeMap<>(state).forEach(kept::put);
      line(out, header);
      for (PageRecord record : records) {
        ObjectNode node = JSON.createObjectNode();
        node.put("kind", record.kind()).put("native_id", record.nativeId());
        node.put("datestamp", record.datestamp() == null ? null : record.datestamp().toString());
        node.put("deleted", record.deleted()).put("media_type", record.mediaType());
        node.put("payload", Base64.getEncoder().encodeToString(record.payload()));
        line(out, node);
      }
    }
    return bytes.toByteArray();
  }

  /** Pages live until their unit is complete: quick counts more than small. */
  private static final class QuickGzip extends GZIPOutputStream {
    QuickGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private static void line(OutputStream out, JsonNode node) throws IOException {
    out.write(JSON.writeValueAsBytes(node));
    out.write('\n');
  }

  static PageFile read(InputStream in) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(in, 1 << 16), StandardCharsets.UTF_8))) {
      JsonNode header = JSON.readTree(lines.readLine());
      Map<String, String> state = new TreeMap<>();
      header.get("state").properties().forEach(e -> state.put(e.getKey(), e.getValue().asText()));
      List<PageRecord> records = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        records.add(record(JSON.readTree(line)));
      }
      return new PageFile(
          header.get("url").asText(),
          Instant.parse(header.get("fetched_at").asText()),
          state,
          header.get("listing").textValue(),
          records);
    }
  }

  private static PageRecord record(JsonNode node) {
    String datestamp = node.get("datestamp").textValue();
    return new PageRecord(
        node.get("kind").asText(),
        node.get("native_id").asText(),
        datestamp == null ? null : Instant.parse(datestamp),
        node.get("deleted").asBoolean(),
        node.get("media_type").asText(),
        Base64.getDecoder().decode(node.get("payload").asText()));
  }
}
