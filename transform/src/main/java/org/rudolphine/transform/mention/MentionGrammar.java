package org.rudolphine.transform.mention;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Finds identifiers in texts: {@code docs/linking/literature.md} has the table of kinds, canonical
 * forms and traps. An identifier is of one kind only, the most special one.
 */
public final class MentionGrammar {
  /** Counts up when the same text may give other mentions. */
  public static final int VERSION = 2;

  private static final int CONTEXT = 60;

  /** How much less sure a reading is that rests on joining two lines. */
  private static final double JOINED = 0.95;

  private static final List<ReadableText.Lines> READINGS =
      List.of(
          ReadableText.Lines.JOINED,
          ReadableText.Lines.JOINED_OTHERWISE,
          ReadableText.Lines.BLANKS);

  private static final List<ReadableText.Lines> FOLDED_READINGS =
      List.of(
          ReadableText.Lines.BLANKS,
          ReadableText.Lines.FOLDED,
          ReadableText.Lines.FOLDED_OTHERWISE);

  private static final List<String> WORDS =
      List.of("arxiv", "opendata", "hepdata", "inspire", "zenodo", "sxs", "rit", "maya");

  private static final Comparator<Hit> MOST_SPECIAL_FIRST =
      Comparator.comparing(Hit::kind)
          .thenComparing(Comparator.comparingInt((Hit hit) -> hit.end() - hit.start()).reversed())
          .thenComparingInt(Hit::start);

  private final Set<String> eventNames;

  /**
   * A grammar that knows some events.
   *
   * @param eventNames names such as {@code GW191219_163120}: they decide whether six digits behind
   *     a blank belong to a name whose underscore was lost
   */
  public MentionGrammar(Set<String> eventNames) {
    this.eventNames = Set.copyOf(eventNames);
  }

  /** The identifiers in a text in order of their places; none for null. */
  public List<Mention> find(String text) {
    if (text == null) {
      return List.of();
    }
    boolean oneLine = text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
    if (oneLine && text.indexOf('\u00ad') < 0 && !mayHoldSome(text)) {
      return List.of();
    }
    List<Mention> mentions = new ArrayList<>();
    for (ReadableText.Lines lines : oneLine ? foldedReadings(text) : READINGS) {
      read(text, lines, mentions);
    }
    mentions.sort(Comparator.comparingInt(Mention::offset).thenComparing(Mention::kind));
    return mentions;
  }

  /** The text as it stands comes first: most of its blanks are blanks. */
  private static List<ReadableText.Lines> foldedReadings(String text) {
    return ReadableText.mayBeBroken(text) ? FOLDED_READINGS : FOLDED_READINGS.subList(0, 1);
  }

  private void read(String given, ReadableText.Lines lines, List<Mention> mentions) {
    ReadableText readable = ReadableText.of(given, lines);
    List<Hit> hits = new ArrayList<>();
    AstroPatterns.find(readable.text(), eventNames, hits::add);
    ReferencePatterns.find(readable.text(), hits::add);
    hits.sort(MOST_SPECIAL_FIRST);
    List<Hit> standing = new ArrayList<>();
    for (Hit hit : hits) {
      if (standing.stream().noneMatch(other -> overlap(hit, other))) {
        standing.add(hit);
      }
    }
    standing.stream()
        .map(hit -> mention(hit, readable, given, lines))
        .filter(mention -> mentions.stream().noneMatch(other -> overlap(mention, other)))
        .toList()
        .forEach(mentions::add);
  }

  private static boolean overlap(Hit one, Hit other) {
    return one.start() < other.end() && other.start() < one.end();
  }

  private static boolean overlap(Mention one, Mention other) {
    return one.offset() < other.offset() + other.rawText().length()
        && other.offset() < one.offset() + one.rawText().length();
  }

  private static Mention mention(
      Hit hit, ReadableText readable, String given, ReadableText.Lines lines) {
    int start = readable.start(hit.start());
    int end = readable.end(hit.end());
    String raw = given.substring(start, end);
    boolean folded = FOLDED_READINGS.indexOf(lines) > 0;
    boolean joined = folded || raw.indexOf('\n') >= 0 || raw.indexOf('\r') >= 0;
    return new Mention(
        hit.kind(),
        hit.canonicalId(),
        start,
        raw,
        context(given, start, end),
        joined ? JOINED * hit.confidence() : hit.confidence());
  }

  /** Whole words around a place, on one line. */
  private static String context(String text, int start, int end) {
    int from = Math.max(0, start - CONTEXT);
    int to = Math.min(text.length(), end + CONTEXT);
    while (from > 0 && from < start && !Character.isWhitespace(text.charAt(from - 1))) {
      from++;
    }
    while (to < text.length() && to > end && !Character.isWhitespace(text.charAt(to))) {
      to--;
    }
    return text.substring(from, to).replaceAll("\\s+", " ").strip();
  }

  /**
   * Whether a text holds something that every identifier has, in one quick pass: of millions of
   * abstracts few get to the patterns. Texts of several lines skip it: a word may be broken there.
   */
  static boolean mayHoldSome(String text) {
    for (int i = 0; i < text.length() - 3; i++) {
      char next = text.charAt(i + 1);
      boolean hint =
          switch (text.charAt(i)) {
            case 'G' -> (next == 'W' || next == 'T') && digitNear(text, i + 2);
            case 'L' -> text.startsWith("LVT", i);
            case 'S' -> digits(text, i + 1) >= 6 || word(text, i);
            case '1' -> text.startsWith("10.", i) && digits(text, i + 3) >= 4;
            case 'A', 'a', 'O', 'o', 'H', 'h', 'I', 'i', 'Z', 'z', 'R', 'M', 's' -> word(text, i);
            case '/' -> digits(text, i + 1) >= 7;
            case '[' -> digits(text, i + 1) == 4;
            default -> false;
          };
      if (hint) {
        return true;
      }
    }
    return false;
  }

  private static boolean digitNear(String text, int from) {
    for (int i = from; i < Math.min(text.length(), from + 5); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        return true;
      }
      if (Character.isLetter(c)) {
        return false;
      }
    }
    return false;
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end - from;
  }

  /** Whether one of the words begins here; their second letters rule out nearly every place. */
  private static boolean word(String text, int at) {
    if ("rpenexia".indexOf(Character.toLowerCase(text.charAt(at + 1))) < 0) {
      return false;
    }
    char first = Character.toLowerCase(text.charAt(at));
    for (String word : WORDS) {
      if (word.charAt(0) == first && text.regionMatches(true, at, word, 0, word.length())) {
        return true;
      }
    }
    return false;
  }

  /** Names without their time of day: {@code GW191219} of {@code GW191219_163120}. */
  static String shortName(String eventName) {
    int underscore = eventName.indexOf('_');
    return underscore < 0 ? eventName : eventName.substring(0, underscore);
  }
}
