package org.rudolphine.ingest.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;

/** Reads Retry-After and HTTP dates in all forms of RFC 9110, sections 5.6.7 and 10.2.3. */
final class RetryAfter {
  /** Stands for any number of seconds too large to write down. */
  static final Duration AGES = Duration.ofDays(36_500);

  private static final int MOST_DIGITS = 9;

  private RetryAfter() {}

  /**
   * How long the provider asks us to wait.
   *
   * @param value the header, or null
   * @param now the provider's own clock, so that ours may be wrong
   * @return null when the header is missing, unreadable or in the past
   */
  static Duration read(String value, Instant now) {
    if (value == null) {
      return null;
    }
    String text = value.strip();
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return text.length() > MOST_DIGITS ? AGES : Duration.ofSeconds(Long.parseLong(text));
    }
    Instant until = httpDate(text, now);
    return until == null || until.isBefore(now) ? null : Duration.between(now, until);
  }

  /** An HTTP date, or null when it is none. */
  static Instant httpDate(String text, Instant now) {
    if (text == null) {
      return null;
    }
    for (DateTimeFormatter form : forms(now)) {
      try {
        return Instant.from(form.parse(text.strip()));
      } catch (DateTimeException e) {
        // Not in this form: the next one may fit.
      }
    }
    return null;
  }

  private static List<DateTimeFormatter> forms(Instant now) {
    // RFC 850 has two digits for the year: never more than 50 years ahead.
    LocalDate base = now.atZone(ZoneOffset.UTC).toLocalDate().minusYears(49);
    DateTimeFormatter rfc850 =
        new DateTimeFormatterBuilder()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, base)
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.US)
            .withZone(ZoneOffset.UTC);
    DateTimeFormatter asctime =
        DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US)
            .withZone(ZoneOffset.UTC);
    return List.of(DateTimeFormatter.RFC_1123_DATE_TIME, rfc850, asctime);
  }
}
