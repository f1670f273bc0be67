package org.rudolphine.ingest.lake;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What makes a raw batch count: written last, and the only watermark there is.
 *
 * @param batch id of the batch, sortable by time
 * @param source id of the source
 * @param unit id of the work unit
 * @param cycle run that fetched it (one harvest of a source is one cycle), or the batch id for an
 *     import; revisions are told apart only between cycles
 * @param origin {@code harvest}, {@code backfill} or {@code import}
 * @param listing scope of which this batch is the complete list, or null
 * @param records number of raw records
 * @param startedAt when its first page was asked for
 * @param completedAt when its last page was complete
 * @param state what the source wants to remember, sorted by key
 * @param files the batch's files
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record BatchManifest(
    String batch,
    String source,
    String unit,
    String cycle,
    String origin,
    String listing,
    long records,
    Instant startedAt,
    Instant completedAt,
    Map<String, String> state,
    List<LakeFile> files) {
  private static final String ASSET_KEY = "asset.";

  public BatchManifest {
    state = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(state));
    files = List.copyOf(files);
  }

  /** Key under which {@code state} tells that a record of the batch speaks of an asset. */
  public static String assetKey(String sha256) {
    return ASSET_KEY + sha256;
  }

  /** Names of the files that records of this batch speak of, by the SHA-256 of their content. */
  public Map<String, String> assets() {
    Map<String, String> names = new TreeMap<>();
    state.forEach(
        (key, name) -> {
          if (key.startsWith(ASSET_KEY)) {
            names.put(key.substring(ASSET_KEY.length()), name);
          }
        });
    return names;
  }

  /** Whether this batch moves the watermark: backfills never do. */
  public boolean movesWatermark() {
    return !"backfill".equals(origin);
  }
}
