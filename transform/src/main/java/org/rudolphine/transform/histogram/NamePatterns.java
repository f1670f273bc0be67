package org.rudolphine.transform.histogram;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What settings say of names: a list of {@code pattern=value}, of which the first that fits holds.
 * In a pattern {@code *} stands for any characters and {@code ?} for one.
 */
public final class NamePatterns implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<Pattern> patterns = new ArrayList<>();
  private final ArrayList<String> values = new ArrayList<>();

  private NamePatterns() {}

  /**
   * Reads a list.
   *
   * @param setting its name, for the message
   * @throws IllegalArgumentException naming an entry without pattern or {@code =}
   */
  public static NamePatterns of(String setting, List<String> entries) {
    NamePatterns names = new NamePatterns();
    for (String entry : entries) {
      int equals = entry.lastIndexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            setting + " has entries of the form pattern=value, not " + entry);
      }
      names.patterns.add(glob(entry.substring(0, equals).strip()));
      names.values.add(entry.substring(equals + 1).strip());
    }
    return names;
  }

  private static Pattern glob(String text) {
    StringBuilder regex = new StringBuilder();
    for (char c : text.toCharArray()) {
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString());
  }

  /** What is said of a name. */
  public Optional<String> of(String name) {
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).matcher(name).matches()) {
        return Optional.of(values.get(i));
      }
    }
    return Optional.empty();
  }

  /** All values of fitting patterns, in order. */
  public List<String> all(String name) {
    Map<String, Boolean> fitting = new LinkedHashMap<>();
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).matcher(name).matches()) {
        fitting.put(values.get(i), true);
      }
    }
    return List.copyOf(fitting.keySet());
  }

  /** Whether a pattern, as a value may be, fits a name. */
  public static boolean fits(String pattern, String name) {
    return glob(pattern).matcher(name).matches();
  }
}
