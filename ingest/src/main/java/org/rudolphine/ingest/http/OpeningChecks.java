package org.rudolphine.ingest.http;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.rudolphine.ingest.SourceSettings;

/** What must hold before a source may be asked at all; every message names the setting. */
final class OpeningChecks {
  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

  private OpeningChecks() {}

  static void check(SourceSettings settings, AddressRule addresses) {
    Duration readTimeout = duration(settings, "read-timeout");
    require(
        readTimeout.compareTo(Duration.ZERO) > 0 && readTimeout.compareTo(LONGEST_TIMEOUT) <= 0,
        settings,
        "read-timeout",
        "must be longer than PT0S and at most " + LONGEST_TIMEOUT);
    Duration retryBase = duration(settings, "retry-base");
    require(
        !retryBase.isNegative() && retryBase.compareTo(LONGEST_TIMEOUT) <= 0,
        settings,
        "retry-base",
        "must be PT0S to " + LONGEST_TIMEOUT);
    require(
        settings.integer("max-attempts") >= 1 && settings.integer("max-attempts") <= 100,
        settings,
        "max-attempts",
        "must be 1 to 100");
    require(
        settings.maxBodyBytes() >= 1 && settings.maxBodyBytes() <= Integer.MAX_VALUE - 8L,
        settings,
        "max-body-bytes",
        "must be 1 to " + (Integer.MAX_VALUE - 8L) + " because a body is one byte array");
    require(
        settings.userAgentContact().chars().allMatch(c -> c >= ' ' && c <= '~'),
        settings,
        "user-agent-contact",
        "must be printable ASCII, as it becomes part of a header");
    if (!addresses.basedOnPrivateHost()) {
      checkManners(settings, addresses.baseHost());
    }
  }

  private static void checkManners(SourceSettings settings, String host) {
    require(
        !settings.userAgentContact().isBlank(),
        settings,
        "user-agent-contact",
        "must tell %s how to reach you (an e-mail or web address)".formatted(host));
    if (settings.has("min-interval-floor")) {
      Duration floor = duration(settings, "min-interval-floor");
      require(
          duration(settings, "min-interval").compareTo(floor) >= 0,
          settings,
          "min-interval",
          "must be at least %s for %s; only a loopback or private base-url may be asked faster"
              .formatted(floor, host));
    }
  }

  /** Product, version and whom to write to. */
  static String userAgent(SourceSettings settings) {
    String version = OpeningChecks.class.getPackage().getImplementationVersion();
    String product = "Rudolphine/" + (version == null ? "dev" : version);
    String contact = settings.userAgentContact().strip();
    return contact.isEmpty() ? product : product + " (+" + contact + ")";
  }

  private static Duration duration(SourceSettings settings, String key) {
    try {
      return settings.duration(key);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "sources.%s.%s must be an ISO-8601 duration such as PT3S, and is '%s'"
              .formatted(settings.id(), key, settings.text(key)),
          e);
    }
  }

  private static void require(
      boolean holds, SourceSettings settings, String key, String requirement) {
    if (!holds) {
      throw new IllegalArgumentException(
          "sources.%s.%s %s, and is '%s'"
              .formatted(settings.id(), key, requirement, settings.text(key)));
    }
  }
}
