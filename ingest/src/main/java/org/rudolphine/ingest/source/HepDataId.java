package org.rudolphine.ingest.source;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which submission something is of.
 *
 * @param record {@code ins<INSPIRE id>}, or {@code file:<name>} where nothing tells the id
 * @param version version of the record, from 1
 */
record HepDataId(String record, int version) {
  private static final Pattern DIGITS = Pattern.compile("(?:ins)?([1-9]\\d{0,8})");
  private static final Pattern IN_PATH =
      Pattern.compile("(?<![A-Za-z0-9])(?:ins(?=\\d)|I(?=\\d{5}))([1-9]\\d{0,8})(?!\\d)");
  private static final Pattern VERSION_IN_PATH = Pattern.compile("[-_/]v([1-9]\\d{0,3})(?!\\d)");
  private static final Pattern VERSION_OF_DOI = Pattern.compile("\\.v([1-9]\\d{0,3})(?:/.*)?$");

  /** The record of that INSPIRE id, with or without {@code ins}; null when it is none. */
  static String record(String text) {
    Matcher digits = DIGITS.matcher(text.strip().toLowerCase(Locale.ROOT));
    return digits.matches() ? "ins" + digits.group(1) : null;
  }

  /**
   * What the head of a submission says, and else the path of its file.
   *
   * @param head first document of the submission, possibly empty
   * @param fallback names a record of which neither tells the INSPIRE id
   */
  static HepDataId of(Map<String, Object> head, String path, String fallback) {
    String stated = stated(head);
    String found = stated == null ? last(IN_PATH, path) : null;
    String record = stated != null ? stated : found != null ? "ins" + found : "file:" + fallback;
    Matcher ofDoi = VERSION_OF_DOI.matcher(String.valueOf(head.get("hepdata_doi")));
    String version = ofDoi.find() ? ofDoi.group(1) : last(VERSION_IN_PATH, "/" + path);
    return new HepDataId(record, version == null ? 1 : Integer.parseInt(version));
  }

  private static String stated(Map<String, Object> head) {
    for (String type : List.of("inspire", "hepdata")) {
      for (Object entry : HepDataSubmission.list(head.get("record_ids"))) {
        Map<String, Object> id = HepDataSubmission.map(entry);
        if (type.equalsIgnoreCase(String.valueOf(id.get("type")))) {
          String record = record(String.valueOf(id.get("id")));
          if (record != null) {
            return record;
          }
        }
      }
    }
    return null;
  }

  private static String last(Pattern pattern, String path) {
    String last = null;
    Matcher matcher = pattern.matcher(path);
    while (matcher.find()) {
      last = matcher.group(1);
    }
    return last;
  }

  /** Native id of the submission: {@code ins1887997/v1}. */
  String text() {
    return record + "/v" + version;
  }

  /** Native id of one of its tables. */
  String table(String name) {
    return text() + "/" + name;
  }
}
