package org.rudolphine.ingest.raw;

import java.time.Duration;

/**
 * Which raw batches are worth packing.
 *
 * @param minAge batches that were completed later are left alone
 * @param maxBatchBytes larger batches are left alone: reading them costs more than finding them
 * @param minBatches fewer than this wait for more
 * @param packBytes about how large a pack becomes, in bytes of its batches' files; one that is as
 *     large is never packed again
 */
public record CompactionLimits(
    Duration minAge, long maxBatchBytes, int minBatches, long packBytes) {

  public CompactionLimits {
    require(!minAge.isNegative(), "The least age of a batch must not be negative: " + minAge);
    require(maxBatchBytes >= 1, "The largest batch must have a size, not " + maxBatchBytes);
    require(minBatches >= 2, "At least 2 batches make a pack, not " + minBatches);
    require(packBytes >= 1, "A pack must have a size, not " + packBytes);
  }

  private static void require(boolean right, String message) {
    if (!right) {
      throw new IllegalArgumentException(message);
    }
  }
}
