package org.rudolphine.ingest.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code metadata.txt} of numerical-relativity catalogs: one {@code key = value} per line, keys
 * with dashes, values unquoted. Everything else (comments, rulers, headings) is passed over.
 */
public final class KeyValueText {
  private static final Pattern ENTRY =
      Pattern.compile("\\s*([A-Za-z][A-Za-z0-9_-]*)\\s*=(.*)", Pattern.DOTALL);

  private KeyValueText() {}

  /**
   * Reads the entries of a text.
   *
   * @return values by key in the order of the text, dashes in the keys turned into underscores,
   *     values without the spaces around them; the last of several equal keys wins
   */
  public static Map<String, String> entries(String text) {
    Map<String, String> entries = new LinkedHashMap<>();
    text.lines()
        .map(ENTRY::matcher)
        .filter(Matcher::matches)
        .forEach(entry -> entries.put(entry.group(1).replace('-', '_'), entry.group(2).strip()));
    return Collections.unmodifiableMap(entries);
  }
}
