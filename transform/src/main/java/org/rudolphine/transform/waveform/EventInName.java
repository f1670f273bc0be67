package org.rudolphine.transform.waveform;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The event that a name of a file speaks of. */
final class EventInName {
  private static final Pattern EVENT =
      Pattern.compile("(?<![A-Za-z0-9])(GW\\d{6}(?:_\\d{6}(?!\\d))?)(?!\\d)");

  private EventInName() {}

  /** Name as the catalogs have it, or null. */
  static String of(String text) {
    Matcher event = EVENT.matcher(text);
    return event.find() ? event.group(1) : null;
  }
}
