package org.rudolphine.ingest.lake;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A complete raw batch in a folder of its own.
 *
 * @param manifest what it says
 * @param json the same as it was written, with fields that this version does not know
 * @param since when it was complete, by its own word or the store's, whichever is later
 */
public record LooseBatch(BatchManifest manifest, JsonNode json, Instant since) {

  /** Size of its files, in bytes. */
  public long bytes() {
    return manifest.files().stream().mapToLong(LakeFile::bytes).sum();
  }
}
