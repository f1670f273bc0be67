package org.rudolphine.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Spans and moments of time as people read them; moments are of UTC. */
final class Elapsed {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private Elapsed() {}

  /** A span in its largest sensible unit: {@code 4.2 s}, {@code 12 min}, {@code 3 h 5 min}. */
  static String span(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    if (whole < 120) {
      return whole + " s";
    }
    if (whole < 7200) {
      return whole / 60 + " min";
    }
    if (whole < 172_800) {
      return whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
    return whole / 86_400 + " days";
  }

  /** The span from one moment until another; clocks that disagree give none, never less. */
  static String between(Instant from, Instant until) {
    long seconds = Math.max(0, Duration.between(from, until).toSeconds());
    return seconds < 10 ? seconds + " s" : span(seconds);
  }

  /** Day and minute, or a dash when there is none. */
  static String minute(Instant time) {
    return time == null ? "–" : MINUTE.format(time);
  }

  /** Time of the day. */
  static String second(Instant time) {
    return SECOND.format(time);
  }
}
