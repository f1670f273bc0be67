package org.rudolphine.ingest.protocol.oai;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Which list is asked for.
 *
 * @param verb {@code ListRecords} or {@code ListIdentifiers}
 * @param metadataPrefix format
 * @param set set, or null for everything
 * @param from first day or second in the repository's granularity, or null
 * @param until last one, or null
 */
public record OaiQuery(String verb, String metadataPrefix, String set, String from, String until) {
  private static final int DAY_LENGTH = "2005-09-16".length();

  public OaiQuery {
    Objects.requireNonNull(metadataPrefix, "metadataPrefix");
    if (!verb.equals("ListRecords") && !verb.equals("ListIdentifiers")) {
      throw new IllegalArgumentException("There is no list verb " + verb);
    }
  }

  /** Everything, as records of that format. */
  public static OaiQuery records(String metadataPrefix) {
    return new OaiQuery("ListRecords", metadataPrefix, null, null, null);
  }

  /** Everything, as headers only. */
  public static OaiQuery identifiers(String metadataPrefix) {
    return new OaiQuery("ListIdentifiers", metadataPrefix, null, null, null);
  }

  /** The same within a set; empty or null for everything. */
  public OaiQuery within(String newSet) {
    String named = newSet == null || newSet.isBlank() ? null : newSet;
    return new OaiQuery(verb, metadataPrefix, named, from, until);
  }

  /** The same between two datestamps, both inclusive; null for no bound. */
  public OaiQuery between(String newFrom, String newUntil) {
    return new OaiQuery(verb, metadataPrefix, set, newFrom, newUntil);
  }

  /** The same from a record's datestamp on; both bounds must be of one granularity. */
  OaiQuery resumedAt(String datestamp) {
    boolean days = isDay(from) || isDay(until);
    String start =
        days && datestamp.length() > DAY_LENGTH ? datestamp.substring(0, DAY_LENGTH) : datestamp;
    return between(start, until);
  }

  private static boolean isDay(String bound) {
    return bound != null && bound.length() == DAY_LENGTH;
  }

  /** Arguments of the first request. */
  Map<String, String> arguments() {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("verb", verb);
    arguments.put("metadataPrefix", metadataPrefix);
    putUnlessNull(arguments, "from", from);
    putUnlessNull(arguments, "until", until);
    putUnlessNull(arguments, "set", set);
    return arguments;
  }

  /** Arguments of a following request: a token stands alone. */
  Map<String, String> arguments(ResumptionToken token) {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("verb", verb);
    arguments.put("resumptionToken", token.text());
    return arguments;
  }

  private static void putUnlessNull(Map<String, String> arguments, String name, String value) {
    if (value != null) {
      arguments.put(name, value);
    }
  }
}
