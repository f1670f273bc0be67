package org.rudolphine.ingest.lake;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lake's state: the current version of every table. One immutable file per commit.
 *
 * @param number counts commits from 1
 * @param committedAt when
 * @param runId run that committed it
 * @param codeVersion version of the code that did
 * @param tables version id by table name
 * @param consumed raw batches that have been normalized, by source, each list sorted; kept here and
 *     not only in table manifests, because a batch that changes nothing makes no table version
 * @param stages what stages were last done with, as one checksum by the stage's name: who finds the
 *     same again has nothing to do; a stage without one was never done or not noted
 */
public record Snapshot(
    long number,
    Instant committedAt,
    String runId,
    String codeVersion,
    Map<String, String> tables,
    Map<String, List<String>> consumed,
    Map<String, String> stages) {

  public Snapshot {
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    consumed = Collections.unmodifiableSortedMap(new TreeMap<>(consumed));
    stages =
        stages == null // written before stages were noted
            ? Map.of()
            : Collections.unmodifiableSortedMap(new TreeMap<>(stages));
  }

  /** The state of a lake in which nothing was committed yet. */
  public static Snapshot empty() {
    return new Snapshot(0, Instant.EPOCH, "", "", Map.of(), Map.of(), Map.of());
  }
}
