package org.rudolphine.transform.normalize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A person or collaboration among authors.
 *
 * @param keyname family name with its particles, or the collaboration
 * @param forenames given names or initials, or null
 * @param suffix Jr., III and the like, or null
 * @param affiliations as given, TeX accents in Unicode
 */
record PersonName(String keyname, String forenames, String suffix, List<String> affiliations) {

  PersonName {
    affiliations = List.copyOf(affiliations);
  }

  /** In one form, however the source spaced it; null when there is no key name. */
  static PersonName of(String keyname, String forenames, String suffix, List<String> affiliations) {
    String key = name(keyname);
    if (key == null) {
      return null;
    }
    return new PersonName(
        key,
        name(forenames),
        name(suffix),
        affiliations.stream().map(PersonName::plain).filter(text -> text != null).toList());
  }

  /** Initials apart ({@code E. L.}), hyphens close ({@code C.-P.}). */
  private static String name(String given) {
    String text = plain(given);
    if (text == null || text.indexOf('.') < 0) {
      return text;
    }
    StringBuilder spaced = new StringBuilder(text.length() + 4);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char before = spaced.length() == 0 ? 0 : spaced.charAt(spaced.length() - 1);
      if (before == '.' && Character.isLetter(c)) {
        spaced.append(' ');
      } else if (c == '-' && before == ' ' && endsWith(spaced, ". ")) {
        spaced.setLength(spaced.length() - 1);
      }
      spaced.append(c);
    }
    return spaced.toString();
  }

  private static boolean endsWith(StringBuilder text, String end) {
    return text.length() >= end.length() && text.lastIndexOf(end) == text.length() - end.length();
  }

  private static String plain(String given) {
    if (given == null) {
      return null;
    }
    // A backslash that is left says nothing; the braces around a letter may only show then.
    String bare = TexAccents.toUnicode(MailAddresses.removed(given)).replace("\\", "");
    String text = OneLine.of(TexAccents.toUnicode(bare));
    return text.isEmpty() ? null : text;
  }

  /** As in a list of authors: {@code E. L. Berger Jr.}. */
  String inLine() {
    return (forenames == null ? "" : forenames + " ")
        + keyname
        + (suffix == null ? "" : " " + suffix);
  }

  /** As a struct of the column {@code authors_parsed}. */
  Map<String, Object> struct() {
    Map<String, Object> struct = new HashMap<>();
    struct.put("keyname", keyname);
    if (forenames != null) {
      struct.put("forenames", forenames);
    }
    if (suffix != null) {
      struct.put("suffix", suffix);
    }
    struct.put("affiliations", affiliations);
    return struct;
  }
}
