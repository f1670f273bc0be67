package org.rudolphine.ingest.raw;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.rudolphine.ingest.lake.Asset;
import org.rudolphine.ingest.lake.BatchManifest;

/**
 * What a raw batch holds about a file that lies in the lake's {@link
 * org.rudolphine.ingest.lake.AssetStore}: a small record, so that batches stay small and manifests
 * stay the watermark. Its payload is a JSON object:
 *
 * <pre>
 * file      name of the file, without folders
 * sha256    lower-case hex SHA-256, its name in the asset store
 * bytes     size
 * url       where it was fetched from, without secrets; null when it was imported
 * path      imported: path below the folder that was imported, with forward slashes
 * …         what name, path and listing say of it, each only where they do: detector,
 *           sample_rate_hz, gps_start_s, duration_s, release, event_name, event_version_id,
 *           simulation_id, level
 * </pre>
 *
 * @param kind {@link #STRAIN} or {@link #WAVEFORM}
 * @param file name of the file, without folders; the record's native id
 * @param asset the file in the lake
 * @param url where it was fetched from, or null
 * @param said everything else by name: texts and numbers
 */
public record FileRecord(
    String kind, String file, Asset asset, String url, Map<String, Object> said) {
  /** Kind of the record of a detector's strain. */
  public static final String STRAIN = "strain-file";

  /** Kind of the record of a simulated or modelled waveform. */
  public static final String WAVEFORM = "waveform-file";

  private static final List<String> OWN = List.of("file", "sha256", "bytes", "url");
  private static final ObjectMapper JSON = new ObjectMapper();

  public FileRecord {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(asset, "asset");
    if (file == null || file.isBlank() || file.indexOf('/') >= 0) {
      throw new IllegalArgumentException("Not the name of a file: " + file);
    }
    Map<String, Object> sorted = new TreeMap<>(said);
    sorted.keySet().removeAll(OWN);
    sorted.values().removeIf(Objects::isNull);
    said = Collections.unmodifiableMap(sorted);
  }

  /**
   * Reads the record back.
   *
   * @throws IOException when the payload is not what this class writes
   */
  public static FileRecord of(RawRecord record) throws IOException {
    Map<String, Object> node;
    try {
      node = JSON.readValue(record.payload(), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IOException("the record of a file is no JSON object", e);
    }
    boolean ours =
        node != null
            && node.get("file") instanceof String
            && node.get("sha256") instanceof String
            && node.get("bytes") instanceof Number;
    if (!ours) {
      throw new IOException("the record of a file lacks file, sha256 or bytes");
    }
    try {
      return new FileRecord(
          record.kind(),
          (String) node.get("file"),
          new Asset((String) node.get("sha256"), ((Number) node.get("bytes")).longValue()),
          node.get("url") instanceof String url ? url : null,
          node);
    } catch (IllegalArgumentException e) {
      throw new IOException("the record of a file is wrong: " + e.getMessage(), e);
    }
  }

  /** Text that was said under a name, or null. */
  public String text(String name) {
    return said.get(name) instanceof String text ? text : null;
  }

  /** Number that was said under a name, or null. */
  public Double number(String name) {
    return said.get(name) instanceof Number number ? number.doubleValue() : null;
  }

  /** The JSON object. */
  public byte[] payload() {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("file", file);
    node.put("sha256", asset.sha256());
    node.put("bytes", asset.bytes());
    node.put("url", url);
    node.putAll(said);
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not texts and numbers: " + said, e);
    }
  }

  /**
   * Lands the record as a page of its own. The batch's manifest tells that it needs the asset.
   *
   * @param from where the file came from, as pages say it
   * @param at when its last byte had arrived
   */
  public void land(PageSink sink, String from, Instant at) throws IOException {
    sink.state(BatchManifest.assetKey(asset.sha256()), file);
    sink.page(from, at, List.of(PageRecord.of(kind, file, "application/json", payload())));
  }
}
