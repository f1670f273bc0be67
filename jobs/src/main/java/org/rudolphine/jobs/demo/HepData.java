package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Records of measured tables, open to change. Of each there is what the site says of it ({@code
 * inspire_id}, {@code version}, {@code last_updated} and more) and the files of every version.
 */
public final class HepData {
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2021, 1, 1, 0, 0);

  private final Map<String, ObjectNode> records = new TreeMap<>();
  private final Map<String, Map<String, String>> submissions = new TreeMap<>();

  HepData(JsonNode records) throws IOException {
    for (JsonNode record : records) {
      ObjectNode about = record.deepCopy();
      String id = "ins" + about.get("inspire_id").textValue();
      Map<String, String> files = new LinkedHashMap<>();
      for (JsonNode file : about.remove("files")) {
        files.put(file.textValue(), resource(id + "/" + file.textValue()));
      }
      this.records.put(id, about);
      submissions.put(key(id, about.get("version").intValue()), files);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = HepData.class.getResourceAsStream("sample/hepdata/" + name)) {
      if (in == null) {
        throw new FileNotFoundException("The program lacks its own sample file hepdata/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String key(String id, int version) {
    return id + "/" + version;
  }

  /** What the site says of a record. */
  Optional<ObjectNode> record(String id) {
    return Optional.ofNullable(records.get(id));
  }

  /**
   * Files of a version by name, open to change.
   *
   * @throws NoSuchElementException when there is no such version
   */
  public Map<String, String> files(String id, int version) {
    Map<String, String> files = submissions.get(key(id, version));
    if (files == null) {
      throw new NoSuchElementException("The sample has no version " + version + " of " + id);
    }
    return files;
  }

  /** Publishes the next version of a record, at first with the files of the one before. */
  public int publish(String id, LocalDateTime when) {
    ObjectNode record = records.get(id);
    int version = record.get("version").intValue() + 1;
    submissions.put(key(id, version), new LinkedHashMap<>(files(id, version - 1)));
    record.put("version", version).put("last_updated", when.toString());
    return version;
  }

  /** The archive of a version as the site packs it. */
  Optional<byte[]> archive(String id, int version) {
    Map<String, String> files = submissions.get(key(id, version));
    return files == null ? Optional.empty() : Optional.of(zip(id, version, files));
  }

  private static byte[] zip(String id, int version, Map<String, String> files) {
    String folder = "HEPData-" + id + "-v" + version + "-yaml/";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(folder + file.getKey());
        entry.setTimeLocal(ENTRY_TIME); // the same bytes at each request
        zip.putNextEntry(entry);
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Nothing is written but memory", e);
    }
    return bytes.toByteArray();
  }
}
