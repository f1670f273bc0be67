package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What a rule found about one left and one right record.
 *
 * @param rightId key of the right record
 * @param score 0 to 1, as the rule defines it
 * @param decision whether the rule stands by it
 * @param evidence the compared quantities
 * @param mismatches conditions in which the two differ, or that could not be compared
 * @param statement the finding in one sentence
 */
public record Match(
    String rightId,
    double score,
    Decision decision,
    List<Evidence> evidence,
    List<String> mismatches,
    String statement)
    implements Serializable {

  public Match {
    Objects.requireNonNull(rightId, "rightId");
    Objects.requireNonNull(decision, "decision");
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("Score of " + rightId + " is " + score + ", not 0 to 1");
    }
    evidence = List.copyOf(evidence);
    mismatches = List.copyOf(mismatches);
  }

  /** Whether a rule stands by a link. */
  public enum Decision {
    ACCEPTED("accepted"),
    CANDIDATE("candidate");

    private final String text;

    Decision(String text) {
      this.text = text;
    }

    /** As the {@code decision} column spells it. */
    public String text() {
      return text;
    }
  }
}
