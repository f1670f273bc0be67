package org.rudolphine.ingest.lake;

import java.time.Instant;

/**
 * A snapshot with what the store knows of its file.
 *
 * @param snapshot the snapshot
 * @param file its file
 */
public record StoredSnapshot(Snapshot snapshot, Stored file) {

  /** When it became the current one, by its own word or the store's, whichever is later. */
  public Instant since() {
    return file.newest().isAfter(snapshot.committedAt()) ? file.newest() : snapshot.committedAt();
  }
}
