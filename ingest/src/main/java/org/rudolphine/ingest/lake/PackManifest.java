package org.rudolphine.ingest.lake;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What makes a pack count: many small raw batches of a source whose records lie together in a few
 * files. Nothing that a batch says changes by being packed.
 *
 * @param pack id of the pack; of two that hold a batch the one with the higher id is read
 * @param source id of the source
 * @param runId run that packed it
 * @param createdAt when
 * @param manifests the batches' own manifests as they were written, in order of batch id, which is
 *     the order of their records in the files
 * @param files the pack's files, in order
 */
public record PackManifest(
    String pack,
    String source,
    String runId,
    Instant createdAt,
    List<JsonNode> manifests,
    List<LakeFile> files) {

  public PackManifest {
    manifests = List.copyOf(manifests);
    files = List.copyOf(files);
  }

  /** The batches' own manifests, read. */
  public List<BatchManifest> batches() {
    return manifests.stream().map(PackManifest::batch).toList();
  }

  /**
   * The pack that each packed batch is read from: the newest that has it.
   *
   * @param packs packs of one source, oldest first
   * @return packs by batch id
   */
  public static Map<String, PackManifest> homes(List<PackManifest> packs) {
    Map<String, PackManifest> homes = new HashMap<>();
    for (PackManifest pack : packs) {
      pack.batches().forEach(batch -> homes.put(batch.batch(), pack));
    }
    return homes;
  }

  /** Size of the files, in bytes. */
  public long bytes() {
    return files.stream().mapToLong(LakeFile::bytes).sum();
  }

  /** A pack never changes, so that its name says all. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PackManifest that
        && source.equals(that.source)
        && pack.equals(that.pack);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, pack);
  }

  private static BatchManifest batch(JsonNode manifest) {
    return Lake.Json.value(manifest, BatchManifest.class);
  }
}
