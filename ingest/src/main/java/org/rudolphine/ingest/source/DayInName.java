package org.rudolphine.ingest.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The day that the name or a folder of an imported file carries. */
final class DayInName {
  /** Whole days only: names also hold ranges of years, such as {@code 2010-11}. */
  static final Pattern DAYS = Pattern.compile("(?<!\\d)((?:19|20)\\d\\d)-(\\d\\d)-(\\d\\d)(?!\\d)");

  /** Days, and months as their first day. */
  static final Pattern DAYS_AND_MONTHS =
      Pattern.compile("(?<!\\d)((?:19|20)\\d\\d)-(\\d\\d)(?:-(\\d\\d))?(?!\\d)");

  private DayInName() {}

  /**
   * The start of the last day in a path, UTC; null when it carries none. What is no day, or is
   * still to come, does not count: such a file would win over everything fetched until then.
   */
  static Instant last(Pattern days, String path, Instant now) {
    Instant last = null;
    Matcher matcher = days.matcher(path);
    while (matcher.find()) {
      String day = matcher.group(3) == null ? "01" : matcher.group(3);
      Instant found = startOf(matcher.group(1) + "-" + matcher.group(2) + "-" + day);
      last = found == null || found.isAfter(now) ? last : found;
    }
    return last;
  }

  /** The start of a day in ISO form, UTC; null when it is none. */
  static Instant startOf(String day) {
    try {
      return LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
