package org.rudolphine.transform.mention;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of gravitational-wave events and of numerical-relativity simulations. */
final class AstroPatterns {
  private static final String MONTH_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])";
  private static final String DATE = "(\\d{2}" + MONTH_DAY + ")";
  private static final Pattern EVENT =
      Pattern.compile(
          "(?<![A-Za-z0-9])(GW|LVT)(\\s?)"
              + DATE
              + "(?:(\\s?_\\s?|\\s)((?:[01]\\d|2[0-3])[0-5]\\d[0-5]\\d))?"
              + "(?![0-9A-Za-z])");

  /** The same without a time, for a date that is followed by something else. */
  private static final Pattern SHORT_EVENT =
      Pattern.compile("(?<![A-Za-z0-9])(GW|LVT)(\\s?)" + DATE + "(?![0-9A-Za-z])");

  /** Alerts have had public names since the third run, 2019; M and T before S are tests. */
  private static final Pattern SUPEREVENT =
      Pattern.compile(
          "(?<![A-Za-z0-9])(S(?:1[89]|[2-9]\\d)" + MONTH_DAY + "[a-z]{1,4})(?![A-Za-z0-9])");

  private static final Pattern SXS =
      Pattern.compile(
          "(?<![A-Za-z0-9])SXS\\s?[:_]\\s?(BBH|BHNS|NSNS)(_?ExtCCE)?\\s?([:_])\\s?(\\d{4})(?!\\d)"
              + "(?:v\\d+(?:\\.\\d+)?)?(?:[/_]Lev_?-?\\d+)?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern RIT =
      Pattern.compile(
          "(?<![A-Za-z0-9])RIT\\s?[:_]\\s?(e?BBH)\\s?([:_])\\s?(\\d{4})(?!\\d)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NEXT =
      Pattern.compile(
          "(?:\\s?[,;/&]\\s?(?:(?:and|or)\\s)?|\\s(?:and|or|to)\\s)(\\d{4})"
              + "(?:v\\d+(?:\\.\\d+)?)?(?:/Lev-?\\d+)?(?![0-9A-Za-z]|[.:/][0-9A-Za-z])");
  private static final Pattern MAYA =
      Pattern.compile("(?<![A-Za-z0-9])(MAYA|GT)(\\d{4})(?![0-9A-Za-z])");
  private static final Pattern RELATIVITY =
      Pattern.compile(
          "numerical[- ]relativity|\\bNR\\b|waveform|\\bBBH\\b|binary black hole|black[- ]hole binar"
              + "|Georgia Tech|Einstein Toolkit|MAYA catalog|\\bMAYA\\b(?!\\d)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern FUNDING =
      Pattern.compile(
          "\\b(?:grants?|awards?|contract|fund\\w*|support\\w*|agreement|project)\\b[^.]{0,40}$",
          Pattern.CASE_INSENSITIVE);
  private static final int NEAR = 160;

  private final String text;
  private final Set<String> eventNames;
  private final Consumer<Hit> found;

  private AstroPatterns(String text, Set<String> eventNames, Consumer<Hit> found) {
    this.text = text;
    this.eventNames = eventNames;
    this.found = found;
  }

  /**
   * Finds names.
   *
   * @param eventNames names of known events; they decide whether six digits after a blank belong to
   *     a name whose underscore was lost
   */
  static void find(String text, Set<String> eventNames, Consumer<Hit> found) {
    AstroPatterns patterns = new AstroPatterns(text, eventNames, found);
    patterns.events();
    patterns.simulations();
    patterns.maya();
  }

  private void events() {
    Matcher event = EVENT.matcher(text);
    int from = 0;
    while (event.find(from)) {
      String name = event.group(1) + event.group(3);
      String time = event.group(5);
      double sure = event.group(2).isEmpty() ? 0.95 : 0.85;
      int end = event.end();
      if (time != null && event.group(4).contains("_")) {
        name += "_" + time;
        sure = 1.0;
      } else if (time != null) {
        boolean known = eventNames.contains(name + "_" + time);
        boolean another = !known && eventNames.contains(name);
        if (another) {
          end = event.end(3);
        } else {
          name += "_" + time;
          sure = known ? 0.9 : 0.75;
        }
      }
      hit(MentionKind.GW_EVENT, name, event.start(), end, alike(end) ? 0.8 * sure : sure);
      from = end;
    }
    Matcher alone = SHORT_EVENT.matcher(text);
    while (alone.find()) {
      // Overlaps what was found above, unless the time there was none.
      double sure = alone.group(2).isEmpty() ? 0.95 : 0.85;
      hit(
          MentionKind.GW_EVENT,
          alone.group(1) + alone.group(3),
          alone.start(),
          alone.end(),
          alike(alone.end()) ? 0.8 * sure : sure);
    }
    Matcher alert = SUPEREVENT.matcher(text);
    while (alert.find()) {
      hit(MentionKind.GW_SUPEREVENT, alert.group(1), alert.start(), alert.end(), 0.95);
    }
  }

  /** {@code GW190412-like} speaks of a kind of event. */
  private boolean alike(int end) {
    return text.startsWith("-like", end) || text.startsWith(" like ", end);
  }

  private void simulations() {
    Matcher sxs = SXS.matcher(text);
    while (sxs.find()) {
      String prefix =
          "SXS:"
              + sxs.group(1).toUpperCase(Locale.ROOT)
              + (sxs.group(2) == null ? "" : "_ExtCCE")
              + ":";
      double sure = sxs.group(3).equals(":") ? 1.0 : 0.95;
      hit(MentionKind.SXS_ID, prefix + sxs.group(4), sxs.start(), sxs.end(), sure);
      list(MentionKind.SXS_ID, prefix, sxs.end());
    }
    Matcher rit = RIT.matcher(text);
    while (rit.find()) {
      String prefix = rit.group(1).length() == 4 ? "RIT:eBBH:" : "RIT:BBH:";
      double sure = rit.group(2).equals(":") ? 1.0 : 0.95;
      hit(MentionKind.RIT_ID, prefix + rit.group(3), rit.start(), rit.end(), sure);
      list(MentionKind.RIT_ID, prefix, rit.end());
    }
  }

  /** {@code SXS:BBH:0305, 0306 and 0307}: further numbers, but no years. */
  private void list(MentionKind kind, String prefix, int from) {
    Matcher next = NEXT.matcher(text).region(from, text.length());
    while (next.lookingAt()) {
      String number = next.group(1);
      if (number.startsWith("19") || number.startsWith("20")) {
        return;
      }
      hit(kind, prefix + number, next.start(1), next.end(1), 0.85);
      next.region(next.end(), text.length());
    }
  }

  /** Grant numbers look the same: only near words of numerical relativity, not of funding. */
  private void maya() {
    Matcher maya = MAYA.matcher(text);
    while (maya.find()) {
      String before = text.substring(Math.max(0, maya.start() - NEAR), maya.start());
      String after = text.substring(maya.end(), Math.min(text.length(), maya.end() + NEAR));
      boolean near = RELATIVITY.matcher(before).find() || RELATIVITY.matcher(after).find();
      if (near && !FUNDING.matcher(before).find()) {
        double sure = maya.group(1).equals("MAYA") ? 0.9 : 0.7;
        hit(MentionKind.MAYA_ID, maya.group(), maya.start(), maya.end(), sure);
      }
    }
  }

  private void hit(MentionKind kind, String id, int start, int end, double sure) {
    found.accept(new Hit(kind, id, start, end, sure));
  }
}
