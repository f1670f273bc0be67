package org.rudolphine.transform.normalize;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a paper is withdrawn: the letter I in the source type of its last version, else a comment
 * that says so of the paper itself. A comment counts sentence by sentence:
 *
 * <ul>
 *   <li>{@code this|the paper|article|… … withdrawn|retracted} (at most six words between), or
 *   <li>{@code withdrawn|retracted} as first word, or after the paper alone ({@code Paper
 *       withdrawn}), or followed by {@code by the author(s)|submitter|arXiv|admin},
 *   <li>unless something else is withdrawn before it: an earlier paper, a claim, a section, what
 *       this paper supersedes or replaces.
 * </ul>
 */
final class Withdrawal {
  private static final String PAPER =
      "(?:papers?|articles?|submission|manuscript|pre-?print|e-?print|work|note|letter|document)";
  private static final String GONE = "(?:withdrawn|retracted)";
  private static final Pattern SENTENCE = Pattern.compile("(?<=[.;!?)])\\s+");
  private static final Pattern THIS_PAPER =
      Pattern.compile(
          "\\b(?:this|the|our|present)\\s+(?:arxiv\\s+)?"
              + PAPER
              + "(?:\\s+[\\w-]+){0,6}?\\s+"
              + GONE
              + "\\b");
  private static final Pattern BARE =
      Pattern.compile("^\\W*(?:" + PAPER + "\\s+)?(?:(?:is|was|has been)\\s+)?" + GONE + "\\b");
  private static final Pattern BY_SOMEONE =
      Pattern.compile(
          "\\b"
              + GONE
              + "\\s+(?:from\\s+(?:the\\s+)?arxiv\\s+)?by\\s+(?:(?:the|its|all|first)\\s+)*"
              + "(?:authors?|submitter|arxiv|admin)");
  private static final Pattern ANOTHER =
      Pattern.compile(
          "\\b(?:supersed\\w*|replac\\w*|previous\\w*|earlier|former\\w*|other|companion|section"
              + "|theorem|lemma|corollary|proposition|conjecture|claims?|remark|appendix|results?"
              + "|figures?|tables?|part|example|not|never|which)\\b[^.]*?\\b"
              + GONE);

  private static final Pattern SUCCEEDS = Pattern.compile("\\b(?:supersed|replac)");

  private Withdrawal() {}

  /**
   * What says that the paper is withdrawn: {@code source_type} or {@code comment}; null when
   * nothing does.
   *
   * @param versions structs of the column {@code versions}, sorted by number
   */
  static String basis(List<?> versions, String comment) {
    if (!versions.isEmpty()
        && versions.get(versions.size() - 1) instanceof Map<?, ?> last
        && last.get("source_type") instanceof String type
        && type.indexOf('I') >= 0) {
      return "source_type";
    }
    return comment != null && saysSo(comment) ? "comment" : null;
  }

  private static boolean saysSo(String comment) {
    String text = comment.toLowerCase(Locale.ROOT);
    if (!text.contains("withdrawn") && !text.contains("retracted")) {
      return false;
    }
    for (String sentence : SENTENCE.split(text)) {
      Matcher paper = THIS_PAPER.matcher(sentence);
      if (paper.find()
          && !ANOTHER.matcher(paper.group()).find()
          && !SUCCEEDS.matcher(sentence.substring(0, paper.start())).find()) {
        return true;
      }
      boolean plain = BARE.matcher(sentence).find() || BY_SOMEONE.matcher(sentence).find();
      if (plain && !ANOTHER.matcher(sentence).find()) {
        return true;
      }
    }
    return false;
  }
}
