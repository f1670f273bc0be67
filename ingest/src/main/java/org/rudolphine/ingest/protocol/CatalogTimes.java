package org.rudolphine.ingest.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/** ISO 8601 times as catalogs write them: with an offset, without one, or only a day. */
public final class CatalogTimes {
  private static final DateTimeFormatter ISO = DateTimeFormatter.ISO_DATE_TIME;

  private CatalogTimes() {}

  /**
   * Reads a time. Without an offset it is taken as UTC, and a day as its start: the order of states
   * is all that such times decide.
   *
   * @return the instant, or empty when the text is null or no ISO 8601 time
   */
  public static Optional<Instant> instant(String text) {
    if (text == null) {
      return Optional.empty();
    }
    String trimmed = text.strip();
    try {
      if (!trimmed.contains("T")) {
        return Optional.of(LocalDate.parse(trimmed).atStartOfDay().toInstant(ZoneOffset.UTC));
      }
      TemporalAccessor time = ISO.parseBest(trimmed, OffsetDateTime::from, LocalDateTime::from);
      return Optional.of(
          time instanceof OffsetDateTime zoned
              ? zoned.toInstant()
              : ((LocalDateTime) time).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException notIso) {
      return Optional.empty();
    }
  }
}
