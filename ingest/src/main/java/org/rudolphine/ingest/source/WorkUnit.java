package org.rudolphine.ingest.source;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One replayable piece of a harvest: a window of time or a listing key.
 *
 * @param id stable name within its source, lower case, safe as a folder name; an interrupted unit
 *     is recognised by it
 * @param params what the source needs to fetch it, sorted by key
 */
public record WorkUnit(String id, Map<String, String> params) implements Serializable {
  private static final Pattern SAFE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

  public WorkUnit {
    if (id == null || !SAFE.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "A work unit id is 1 to 100 of a-z 0-9 . _ - and starts with a letter or digit, not: "
              + id);
    }
    params = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(params));
  }

  /** The parameter of that name; fails when the plan did not give it. */
  public String param(String name) {
    String value = params.get(name);
    if (value == null) {
      throw new IllegalStateException("Work unit " + id + " has no parameter " + name);
    }
    return value;
  }
}
