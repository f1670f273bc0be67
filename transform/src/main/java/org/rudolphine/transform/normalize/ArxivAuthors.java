package org.rudolphine.transform.normalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a line of authors: names divided by commas, semicolons, {@code and}, {@code &} and the
 * colon after a collaboration; affiliations in brackets after a name, or as numbers that a list in
 * brackets at the end explains. Commas within brackets or braces divide nothing.
 */
final class ArxivAuthors {
  private static final Pattern DIVIDER =
      Pattern.compile("(?:^|\\s+)(?:and|&|\\\\&)\\s+|\\s+(?:and|&)$", Pattern.CASE_INSENSITIVE);
  private static final Pattern SUFFIX =
      Pattern.compile("(?:Jr|Sr|Jnr|Snr)\\.?|I{2,3}|IV|VI{0,3}|2nd|3rd");
  private static final Pattern ET_AL =
      Pattern.compile("(?:^|\\s+)et\\.?\\s*al\\b\\.?.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern GROUP =
      Pattern.compile(
          "\\b(?:collaborations?|consortium|team|group|project|survey|network)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern INDEXED = Pattern.compile("\\(?([0-9]{1,3}|[a-z*+])\\)\\s*");
  private static final Pattern NEXT_INDEX = Pattern.compile("\\(([0-9]{1,3}|[a-z*+])\\)\\s*");
  private static final Pattern TRAILING = Pattern.compile("[,;]+$|[,;]?\\s+and$");
  private static final Pattern INITIAL = Pattern.compile("\\.(?=\\p{L})");
  private static final Pattern INDICES =
      Pattern.compile("(?:[0-9]{1,3}|[a-z*+])(?:\\s*(?:,|;|and|&)\\s*(?:[0-9]{1,3}|[a-z*+]))*");
  private static final Pattern BETWEEN = Pattern.compile("\\s*(?:,|;|and|&)\\s*");

  /** Private-use characters stand for the brackets of a piece, in order. */
  private static final char FIRST_MARK = '\ue000';

  private static final char LAST_MARK = '\uf8ff';

  /**
   * Count in any case, as at the provider: {@code De Paris}, but {@code C. Le} and {@code Bris}.
   */
  private static final Set<String> ANY_CASE =
      Set.of("da", "de", "del", "della", "dem", "der", "di", "la", "ter", "van", "von");

  private static final Set<String> LOWER_CASE =
      Set.of(
          "af", "al", "av", "bin", "dal", "dalla", "das", "degli", "dei", "delle", "den", "des",
          "dos", "du", "el", "ibn", "in", "las", "le", "li", "lo", "los", "op", "'t", "ten", "vom",
          "zu", "zum", "zur");

  private final List<Draft> drafts = new ArrayList<>();
  private final Map<String, String> indexed = new TreeMap<>();
  private final StringBuilder name = new StringBuilder();
  private final List<String> brackets = new ArrayList<>();

  private record Draft(String name, List<String> brackets) {}

  private ArxivAuthors() {}

  /** The authors in order; none for a null or empty line. */
  static List<PersonName> parse(String line) {
    if (line == null || line.isEmpty()) {
      return List.of();
    }
    ArxivAuthors reader = new ArxivAuthors();
    reader.scan(line);
    return reader.names();
  }

  private void scan(String line) {
    int braces = 0;
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        name.append(c).append(line.charAt(i + 1));
        i += 2;
        continue;
      }
      braces = Math.max(0, braces + (c == '{' ? 1 : c == '}' ? -1 : 0));
      if (c == '(' && braces == 0) {
        int end = closing(line, i);
        if (FIRST_MARK + brackets.size() <= LAST_MARK) {
          name.append(' ').append((char) (FIRST_MARK + brackets.size())).append(' ');
          brackets.add(line.substring(i + 1, end));
        }
        i = end + 1;
        continue;
      }
      boolean divides = braces == 0 && (c == ',' || c == ';' || (c == ':' && namesGroup()));
      if (divides) {
        flush();
      } else {
        name.append(c);
      }
      i++;
    }
    flush();
  }

  private boolean namesGroup() {
    return GROUP.matcher(name).find();
  }

  /** Place of the bracket that closes the one at {@code open}; the line's end when none does. */
  private static int closing(String line, int open) {
    int depth = 0;
    for (int i = open; i < line.length(); i++) {
      char c = line.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return line.length();
  }

  /** Ends a piece between dividers; each bracket belongs to the name that it follows. */
  private void flush() {
    String text = ET_AL.matcher(OneLine.of(name.toString())).replaceFirst("");
    name.setLength(0);
    for (String part : DIVIDER.split(text)) {
      List<String> own = new ArrayList<>();
      StringBuilder plain = new StringBuilder();
      for (int i = 0; i < part.length(); i++) {
        char c = part.charAt(i);
        if (c < FIRST_MARK || c > LAST_MARK) {
          plain.append(c);
        } else if (!explains(brackets.get(c - FIRST_MARK))) {
          own.add(brackets.get(c - FIRST_MARK));
        }
      }
      String words = OneLine.of(plain.toString());
      if (!words.isEmpty()) {
        add(words, own);
      } else if (!drafts.isEmpty()) {
        drafts.get(drafts.size() - 1).brackets().addAll(own);
      }
    }
    brackets.clear();
  }

  /** A suffix that a comma set apart belongs to the name before. */
  private void add(String part, List<String> own) {
    if (SUFFIX.matcher(part).matches() && !drafts.isEmpty()) {
      Draft before = drafts.remove(drafts.size() - 1);
      List<String> both = new ArrayList<>(before.brackets());
      both.addAll(own);
      drafts.add(new Draft(before.name() + " " + part, both));
    } else {
      drafts.add(new Draft(part, own));
    }
  }

  /** Reads {@code (1) CREST, (2) Kurchatov}; false when the bracket is no such list. */
  private boolean explains(String bracket) {
    String text = bracket.strip();
    Matcher start = INDEXED.matcher(text);
    if (!start.lookingAt() || !text.startsWith("(")) {
      return false;
    }
    int at = start.end();
    String index = start.group(1);
    Matcher next = NEXT_INDEX.matcher(text);
    while (next.find(at)) {
      put(index, text.substring(at, next.start()));
      index = next.group(1);
      at = next.end();
    }
    put(index, text.substring(at));
    return true;
  }

  private void put(String index, String affiliation) {
    String text = TRAILING.matcher(affiliation.strip()).replaceAll("");
    if (!text.isEmpty()) {
      indexed.put(index, text);
    }
  }

  private List<PersonName> names() {
    List<PersonName> names = new ArrayList<>();
    for (Draft draft : drafts) {
      PersonName named = named(draft.name(), affiliations(draft.brackets()));
      if (named != null) {
        names.add(named);
      }
    }
    return names;
  }

  private List<String> affiliations(List<String> given) {
    List<String> affiliations = new ArrayList<>();
    for (String bracket : given) {
      String text = bracket.strip();
      if (!indexed.isEmpty() && INDICES.matcher(text).matches()) {
        for (String index : BETWEEN.split(text)) {
          affiliations.add(indexed.getOrDefault(index, index));
        }
      } else if (!text.isEmpty()) {
        affiliations.add(text);
      }
    }
    return affiliations;
  }

  private static PersonName named(String given, List<String> affiliations) {
    String text = OneLine.of(TexAccents.toUnicode(given).replace("\\", ""));
    if (GROUP.matcher(text).find()) {
      return PersonName.of(text, null, null, affiliations);
    }
    List<String> words =
        new ArrayList<>(List.of(INITIAL.matcher(text).replaceAll(". ").split(" ")));
    String suffix = null;
    if (words.size() > 2 && SUFFIX.matcher(words.get(words.size() - 1)).matches()) {
      suffix = words.remove(words.size() - 1);
    }
    int key = words.size() - 1;
    while (key > 1 && particle(words.get(key - 1))) {
      key--;
    }
    String forenames = String.join(" ", words.subList(0, key));
    return PersonName.of(
        String.join(" ", words.subList(key, words.size())), forenames, suffix, affiliations);
  }

  private static boolean particle(String word) {
    return LOWER_CASE.contains(word) || ANY_CASE.contains(word.toLowerCase(Locale.ROOT));
  }
}
