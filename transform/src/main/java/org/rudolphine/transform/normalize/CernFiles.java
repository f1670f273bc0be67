package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files of a record in all the ways that the portal lists them: directly, through index files
 * of its repository, or with the indices unfolded.
 */
final class CernFiles {
  static final String TABLE = "hep_files";
  private static final String LISTED = "files";
  private static final String STORAGE = "root://eospublic.cern.ch/";
  private static final String PORTAL = "https://opendata.cern.ch";
  private static final Pattern DOCUMENT =
      Pattern.compile(
          ".*\\.(?:pdf|txt|md|rst|html?|docx?|xlsx?|py|c|cc|cpp|h|sh|ipynb|ya?ml|log)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ATLAS_CAMPAIGN =
      Pattern.compile("(?:data|mc)\\d\\d_(?:\\d+(?:p\\d+)?TeV|hi)");

  /** One listed file; {@code index} is the key of the index that lists it, or null. */
  private record Entry(
      String uri, String kind, String index, Long size, String checksum, Long files) {
    String name() {
      return uri.substring(uri.lastIndexOf('/') + 1);
    }

    /** Address without the server, which differs by route. */
    String path() {
      int start = uri.indexOf("/eos/");
      return start < 0 ? uri : uri.substring(start);
    }
  }

  private final String recid;
  private final String facet;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Facets of indices that are named, though not with all of their files. */
  private final Set<String> closed = new HashSet<>();

  private boolean told;

  private CernFiles(String recid, String facet) {
    this.recid = recid;
    this.facet = facet;
  }

  /** What an index says is one facet, whether its name ends in {@code .json} or not. */
  private static String facetOf(String index) {
    return "index:" + index.replaceFirst("\\.(?:json|txt)$", "");
  }

  /** The files that a record lists. */
  static CernFiles of(CernRecord record) {
    CernFiles files = new CernFiles(record.recid(), LISTED);
    files.list(record.at("files"));
    files.list(record.at("index_files"));
    for (JsonNode index : record.at("_file_indices")) {
      files.index(index, CernText.of(index.path("key")));
    }
    if (files.entries.isEmpty()) {
      files.list(record.at("_files"));
    }
    files.told =
        record.at("files").isArray()
            || record.at("_files").isArray()
            || record.at("_file_indices").isArray()
            || record.at("index_files").isArray();
    return files;
  }

  /** The files of one index. */
  static CernFiles ofIndex(String recid, String key, JsonNode index) {
    CernFiles files = new CernFiles(recid, facetOf(key));
    files.index(index, key);
    return files;
  }

  private void list(JsonNode nodes) {
    Set<String> indices = new HashSet<>();
    for (JsonNode node : nodes) {
      String uri = uri(node);
      if (uri != null && isIndex(node, uri) && uri.endsWith(".json")) {
        indices.add(stem(uri));
      }
    }
    for (JsonNode node : nodes) {
      String uri = uri(node);
      if (node.path("files").isArray()) {
        index(node, key(node));
      } else if (uri != null && isIndex(node, uri)) {
        closed.add(facetOf(uri.substring(uri.lastIndexOf('/') + 1)));
        if (key(node) != null) {
          closed.add(facetOf(key(node)));
        }
        // The same list twice: as JSON and as plain text.
        if (uri.endsWith(".json") || !indices.contains(stem(uri))) {
          add(new Entry(uri, "index", null, size(node), checksum(node), count(node)));
        }
      } else if (uri != null) {
        add(new Entry(uri, kind(uri), null, size(node), checksum(node), null));
      }
    }
  }

  private void index(JsonNode index, String key) {
    if (key == null) {
      return;
    }
    if (!tellsAll(index)) {
      closed.add(facetOf(key));
    }
    String uri = CernText.of(index.path("uri"));
    String address = PORTAL + "/record/" + recid + "/file_index/" + key;
    // The size given here is not that of the index itself.
    add(new Entry(uri == null ? address : uri, "index", null, null, checksum(index), count(index)));
    for (JsonNode node : index.path("files")) {
      String file = uri(node);
      if (file != null) {
        add(new Entry(file, kind(file), key, size(node), checksum(node), null));
      }
    }
  }

  private static boolean tellsAll(JsonNode index) {
    Long announced = whole(CernText.of(index.path("number_files")));
    int listed = index.path("files").size();
    return announced == null ? listed > 0 : listed >= announced;
  }

  private void add(Entry entry) {
    entries.putIfAbsent(entry.uri, entry);
  }

  private String uri(JsonNode node) {
    String uri = CernText.of(node.path("uri"));
    String key = key(node);
    return uri != null || key == null ? uri : PORTAL + "/record/" + recid + "/files/" + key;
  }

  private static String key(JsonNode node) {
    String key = CernText.of(node.path("key"));
    return key != null ? key : CernText.of(node.path("filename"));
  }

  private static boolean isIndex(JsonNode node, String uri) {
    String type = CernText.of(node.path("type"));
    return (type != null && type.startsWith("index."))
        || uri.endsWith("_file_index.json")
        || uri.endsWith("_file_index.txt");
  }

  private static String stem(String uri) {
    return uri.substring(0, uri.lastIndexOf('.'));
  }

  private static String kind(String uri) {
    return DOCUMENT.matcher(uri).matches() ? "document" : "data";
  }

  private static Long size(JsonNode node) {
    return whole(CernText.of(node.path("size")));
  }

  private static Long count(JsonNode index) {
    Long given = whole(CernText.of(index.path("number_files")));
    int listed = index.path("files").size();
    return given == null && listed > 0 ? (Long) (long) listed : given;
  }

  /** A count or size given as number or text; null when it is none or negative. */
  static Long whole(String text) {
    try {
      long value = text == null ? -1 : new BigDecimal(text).longValueExact();
      return value < 0 ? null : (Long) value;
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /** The checksum with its algorithm, adler32 with all its leading zeros; null when not given. */
  private static String checksum(JsonNode node) {
    String given = CernText.of(node.path("checksum"));
    if (given == null || given.indexOf(':') < 0) {
      return given;
    }
    String algorithm = given.substring(0, given.indexOf(':')).toLowerCase(Locale.ROOT);
    String digits = given.substring(given.indexOf(':') + 1).toLowerCase(Locale.ROOT);
    boolean adler = algorithm.equals("adler32") || algorithm.equals("alder32");
    return adler
        ? "adler32:" + "0".repeat(Math.max(0, 8 - digits.length())) + digits
        : algorithm + ":" + digits;
  }

  /** Campaign that the folders of all files name, or null; ATLAS has it nowhere else. */
  String campaign() {
    Set<String> campaigns = new TreeSet<>();
    for (Entry entry : entries.values()) {
      for (String part : entry.uri.split("/")) {
        if (ATLAS_CAMPAIGN.matcher(part).matches()) {
          campaigns.add(part);
        }
      }
    }
    return campaigns.size() == 1 ? campaigns.iterator().next() : null;
  }

  /** Whether the record says which files it has, be it none. */
  boolean told() {
    return told;
  }

  /** Whether some files state by their addresses to be data and others to be simulation. */
  boolean ofBothSides() {
    return sides(entries.values()).containsAll(Set.of(CernSide.DATA, CernSide.SIMULATION));
  }

  private static Set<String> sides(Collection<Entry> entries) {
    return entries.stream()
        .map(entry -> CernSide.ofAddress(entry.uri))
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** Hash over path, size and checksum of every file, whatever the order of the list. */
  String sha256() {
    Set<String> lines = new TreeSet<>();
    entries
        .values()
        .forEach(entry -> lines.add(entry.path() + "|" + entry.size + "|" + entry.checksum));
    return CernDigest.of(lines);
  }

  /**
   * Writes one row per file, which are all that there are but for those of indices that are not
   * listed here; {@code side} holds where a file's own address does not tell.
   */
  int write(RowSink sink, String side) {
    for (Entry entry : entries.values()) {
      String own = CernSide.ofAddress(entry.uri);
      sink.row(TABLE, recid + "|" + entry.uri)
          .facet(entry.index == null ? facet : facetOf(entry.index), 0)
          .text("record_id", recid)
          .text("uri", entry.uri)
          .text("url", url(entry.uri))
          .text("file_name", entry.name())
          .text("kind", entry.kind)
          .text("index_key", entry.index)
          .text("side", own != null ? own : side)
          .whole("size_bytes", entry.size)
          .text("checksum", entry.checksum)
          .whole("number_files", entry.files);
    }
    if (facet.equals(LISTED)) {
      sink.completeBut(TABLE, closed);
    } else if (closed.isEmpty()) {
      sink.complete(TABLE, facet);
    }
    return entries.size();
  }

  /** The portal serves its storage over https under the same path. */
  private static String url(String uri) {
    if (uri.startsWith(STORAGE)) {
      return PORTAL + "/" + uri.substring(STORAGE.length()).replaceFirst("^/+", "");
    }
    return uri.startsWith("http") ? uri : null;
  }
}
