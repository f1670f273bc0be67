package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.List;

/**
 * A rule that writes links.
 *
 * @param <L> the left side's records, the experiment where there is one
 * @param <R> the right side's records: the smaller side, which is held in memory on every worker
 */
public non-sealed interface MatchRule<L extends Serializable, R extends Serializable>
    extends LinkRule {

  /** {@code stated} when the rule passes on what a source says, else what it infers. */
  String relation();

  Side<L> left();

  Side<R> right();

  /**
   * Most pairs that one block may hold; a larger one stops the rule before anything is compared.
   */
  long maxPairsPerBlock();

  /**
   * Compares a record with those that share a block with it.
   *
   * @param candidates in the order of their ids
   * @return the matches, best first; each right record at most once
   */
  List<Match> matches(L left, List<R> candidates);

  /** Reason for {@code unmatched} of a left record that took part and was matched with nothing. */
  String nothingForLeft();

  /** Reason for {@code unmatched} of a right record that took part and is in no list. */
  String nothingForRight();
}
