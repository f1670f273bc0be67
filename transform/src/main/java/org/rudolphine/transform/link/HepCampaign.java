package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A simulation campaign and the collision data that it was made for.
 *
 * @param prefix how names of the campaign begin
 * @param reconstruction the reconstruction of data that it was made for, null for none
 * @param runs run periods of those data, null when it was made for none
 * @param pileUp pile-up scenarios that were made for them, null when it was made for none
 */
record HepCampaign(String prefix, String reconstruction, Pattern runs, Pattern pileUp)
    implements Serializable {
  private static final String NONE = "none";

  /** The conditions tag at the end of a name, and what tells one production from the next. */
  private static final Pattern TAG =
      Pattern.compile("(?:^|[-_])((?:[A-Z]+\\d\\d_[A-Z]*V\\d+[A-Z]*|\\d{2,3}X_\\w+))$");

  private static final Pattern VERSION = Pattern.compile("(?:_ext\\d+)?(?:-v\\d+)?$");

  HepCampaign {
    Objects.requireNonNull(prefix, "prefix");
  }

  /**
   * Reads {@code campaign = reconstruction; run periods; pile-up scenarios} or {@code campaign =
   * none}.
   *
   * @throws IllegalArgumentException for an entry of another form
   */
  static HepCampaign parse(String setting, String entry) {
    String[] sides = entry.split("=", 2);
    if (sides.length == 2 && !sides[0].isBlank()) {
      String[] parts = sides[1].split(";", -1);
      String first = parts[0].strip();
      if (parts.length == 1 && first.equals(NONE)) {
        return new HepCampaign(sides[0].strip(), null, null, null);
      }
      if (parts.length == 3 && !first.isEmpty() && !parts[1].isBlank()) {
        return new HepCampaign(
            sides[0].strip(),
            first,
            pattern(setting, entry, parts[1]),
            pattern(setting, entry, parts[2]));
      }
    }
    throw new IllegalArgumentException(
        setting
            + " has the entry "
            + entry
            + ", but must be campaign = reconstruction; run periods; pile-up scenarios, or"
            + " campaign = none");
  }

  private static Pattern pattern(String setting, String entry, String text) {
    try {
      return Pattern.compile(text.strip());
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          setting + " has the entry " + entry + ", which is no regular expression: " + text, e);
    }
  }

  /** The conditions tag at the end of a dataset's name; null when there is none. */
  static String conditionsTag(String name) {
    Matcher tag = TAG.matcher(VERSION.matcher(name).replaceFirst(""));
    return tag.find() ? tag.group(1) : null;
  }

  /** Whether it was made for any released data. */
  boolean hasPartner() {
    return reconstruction != null;
  }

  /**
   * The pile-up scenario in a name of this campaign, {@code PU_S13} of {@code
   * Summer11LegDR-PU_S13_START53_LV6-v1}: what stands before the conditions tag, empty when nothing
   * does.
   */
  String scenario(String name) {
    String rest = VERSION.matcher(name.substring(prefix.length())).replaceFirst("");
    rest = rest.replaceFirst("^[-_]", "");
    Matcher tag = TAG.matcher(rest);
    return tag.find() ? rest.substring(0, tag.start()) : rest;
  }
}
