package org.rudolphine.jobs.settings;

import java.io.Serializable;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the type of a source's setting cannot say: ranges, durations, periods, addresses. */
final class SourceChecks {
  private static final Set<String> REDISTRIBUTE =
      Set.of("yes", "attribution", "share_alike", "non_commercial", "no", "unknown");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Set<String> PERIODS = Set.of("window", "overlap");

  private SourceChecks() {}

  /** Checks what a type cannot say about the value of a source's setting. */
  static void check(String path, String key, Serializable value) {
    try {
      switch (key) {
        case "min-interval", "min-interval-floor", "read-timeout", "retry-base" ->
            require(
                !Duration.parse(value.toString()).isNegative(),
                path + " must not be negative: " + value);
        case "window" -> {
          Period period = Period.parse(value.toString());
          require(
              !period.isZero() && !period.isNegative(),
              path + " must be longer than nothing: " + value);
        }
        case "overlap" ->
            require(
                !Period.parse(value.toString()).isNegative(),
                path + " must not be negative: " + value);
        case "reject-threshold", "max-vanish-fraction" -> {
          double fraction = ((Number) value).doubleValue();
          require(
              fraction >= 0 && fraction <= 1, path + " is a fraction from 0 to 1, not " + value);
        }
        case "max-attempts", "max-body-bytes", "max-asset-bytes" ->
            require(((Number) value).longValue() >= 1, path + " must be at least 1, not " + value);
        case "redistribute" ->
            require(
                REDISTRIBUTE.contains(value.toString()),
                path + " is one of " + new TreeSet<>(REDISTRIBUTE) + ", not " + value);
        case "base-url" ->
            require(
                value.toString().matches("(https?://[^/\\s]+(/\\S*)?)?"),
                path + " is an http or https URL, not " + value);
        // Not shown: what stands in place of a name may be the secret itself.
        case Secrets.DECLARATION ->
            require(
                ((List<?>) value)
                    .stream().allMatch(name -> NAME.matcher(name.toString()).matches()),
                path + " names secrets, each of a-z 0-9 -, and holds none");
        default -> {}
      }
    } catch (DateTimeParseException e) {
      String form = PERIODS.contains(key) ? "period such as P1M" : "duration such as PT3S";
      throw new SettingsException(path + " is an ISO-8601 " + form + ", not " + value);
    }
  }

  static void require(boolean right, String message) {
    if (!right) {
      throw new SettingsException(message);
    }
  }
}
