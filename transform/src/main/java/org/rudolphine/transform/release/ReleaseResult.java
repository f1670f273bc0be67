package org.rudolphine.transform.release;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a build led to.
 *
 * @param version version of the release that holds the content
 * @param status whether it is new
 * @param rows rows per table, sorted by table
 * @param withheld rows left out per table, for whatever reason
 * @param folder URI of the release
 */
public record ReleaseResult(
    String version,
    Status status,
    Map<String, Long> rows,
    Map<String, Long> withheld,
    String folder) {

  /** Whether anything was published. */
  public enum Status {
    /** A new release was published. */
    PUBLISHED,
    /** The content is that of a release that exists; nothing was written. */
    UNCHANGED
  }

  public ReleaseResult {
    rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    withheld = Collections.unmodifiableSortedMap(new TreeMap<>(withheld));
  }
}
