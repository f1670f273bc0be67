package org.rudolphine.transform.release;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A semantic version. For data: patch when only documents or encoding differ, minor when rows were
 * added, major when rows were changed, removed or moved across splits.
 */
record ReleaseVersion(int major, int minor, int patch) implements Comparable<ReleaseVersion> {
  static final ReleaseVersion FIRST = new ReleaseVersion(1, 0, 0);

  private static final Pattern FORM =
      Pattern.compile("(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+-]{0,63}");
  private static final Comparator<ReleaseVersion> ORDER =
      Comparator.comparingInt(ReleaseVersion::major)
          .thenComparingInt(ReleaseVersion::minor)
          .thenComparingInt(ReleaseVersion::patch);

  static ReleaseVersion parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "A release version has the form MAJOR.MINOR.PATCH, not " + text);
    }
    return new ReleaseVersion(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  static boolean valid(String text) {
    return FORM.matcher(text).matches();
  }

  /** A version that somebody asked for may be any plain name; only semantic ones are counted on. */
  static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "A release version is MAJOR.MINOR.PATCH or another plain name of letters, digits, dots,"
              + " + and -, not "
              + text);
    }
    return text;
  }

  ReleaseVersion next(ReleaseChange.Kind kind) {
    return switch (kind) {
      case FIRST -> FIRST;
      case MAJOR -> new ReleaseVersion(major + 1, 0, 0);
      case MINOR -> new ReleaseVersion(major, minor + 1, 0);
      case PATCH -> new ReleaseVersion(major, minor, patch + 1);
    };
  }

  @Override
  public int compareTo(ReleaseVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
