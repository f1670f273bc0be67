package org.rudolphine.ingest.lake;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

/**
 * Where the records of some raw batches lie. Files without records are left out.
 *
 * @param whole URIs of Parquet files that hold records of these batches only
 * @param shared packs whose files hold records of other batches too
 */
public record RawFiles(List<String> whole, List<Shared> shared) {

  /**
   * Files of one pack. Records of the other batches in them must not be taken, even when those are
   * wanted: they are read from another pack.
   *
   * @param files URIs of Parquet files
   * @param batches ids of the batches that are to be taken out of them
   */
  public record Shared(List<String> files, SortedSet<String> batches) {
    public Shared {
      files = List.copyOf(files);
      batches = Collections.unmodifiableSortedSet(batches);
    }
  }

  public RawFiles {
    whole = List.copyOf(whole);
    shared = List.copyOf(shared);
  }
}
