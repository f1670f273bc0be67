package org.rudolphine.ingest.source;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The day that an imported snapshot is taken to be of, so that an old one never wins over what was
 * fetched later. Neither the time of the import nor the file's modification time says it: a copy or
 * a clone is new whatever it holds. So it is, in this order:
 *
 * <ol>
 *   <li>the date that the file's name or folder carries ({@code 2023-08}, {@code 2022-02-27}); a
 *       month alone counts as its first day;
 *   <li>the newest {@code date_added} among its parameter sets;
 *   <li>the day of its newest event.
 * </ol>
 *
 * The last two are the earliest day on which the file can have been made: an undated snapshot fills
 * gaps and yields to every dated one. Whoever knows better puts the date into the file's name.
 */
final class GwoscSnapshotDate {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private GwoscSnapshotDate() {}

  /** The start of that day (UTC), never later than now; null when nothing tells. */
  static Instant of(String relativePath, GwoscDocument document, Instant now) {
    Instant date = DayInName.last(DayInName.DAYS_AND_MONTHS, relativePath, now);
    if (date == null) {
      date = newestDateAdded(document, now);
    }
    return date == null ? newestEvent(document, now) : date;
  }

  private static Instant newestDateAdded(GwoscDocument document, Instant now) {
    Instant newest = null;
    for (GwoscDocument.Entry entry : document.entries()) {
      if (entry.record().kind().endsWith("-detail")) {
        for (String text : parsed(entry).findValuesAsText("date_added")) {
          newest = later(newest, DayInName.startOf(text), now);
        }
      }
    }
    return newest;
  }

  private static JsonNode parsed(GwoscDocument.Entry entry) {
    try {
      return MAPPER.readTree(entry.record().payload());
    } catch (IOException e) {
      return MAPPER.createObjectNode();
    }
  }

  private static Instant newestEvent(GwoscDocument document, Instant now) {
    Instant newest = null;
    for (GwoscDocument.Entry entry : document.entries()) {
      Instant when = entry.event().happenedAt();
      newest = later(newest, when == null ? null : when.truncatedTo(ChronoUnit.DAYS), now);
    }
    return newest;
  }

  private static Instant later(Instant newest, Instant other, Instant now) {
    boolean counts = other != null && !other.isAfter(now);
    return counts && (newest == null || other.isAfter(newest)) ? other : newest;
  }
}
