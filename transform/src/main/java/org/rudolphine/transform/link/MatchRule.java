package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * A rule that writes links.
 *
 * @param <L> the left side's records, the experiment where there is one
 * @param <R> the right side's records, the smaller side: see {@link #gathering}
 */
public non-sealed interface MatchRule<L extends Serializable, R extends Serializable>
    extends LinkRule {

  /** {@code stated} when the rule passes on what a source says, else what it infers. */
  String relation();

  Side<L> left();

  Side<R> right();

  /** Most pairs that one block may hold; {@link #overCap} says what becomes of a larger one. */
  long maxPairsPerBlock();

  /** How the records of a block come together. */
  enum Gathering {
    /** The right side is held in memory on every worker; records may belong to several blocks. */
    RIGHT_IN_MEMORY,
    /** By a shuffle, where both sides grow; each record belongs to one block at most. */
    BLOCK_BY_BLOCK
  }

  /** How the records of a block come together. */
  default Gathering gathering() {
    return Gathering.RIGHT_IN_MEMORY;
  }

  /** What becomes of a block above the cap. */
  enum OverCap {
    /** The run stops before anything is compared. */
    STOP,
    /** The block is not compared, its records say so in {@code unmatched}, the others go on. */
    SKIP
  }

  /** What becomes of a block above {@link #maxPairsPerBlock}. */
  default OverCap overCap() {
    return OverCap.STOP;
  }

  /**
   * Compares a record with those that share a block with it.
   *
   * @param candidates in the order of their ids
   * @return the matches, best first; each right record at most once. A long list may make its
   *     entries when they are asked for; each is asked for once, in order
   */
  List<Match> matches(L left, List<R> candidates);

  /** Reason for {@code unmatched} of a left record that took part and was matched with nothing. */
  String nothingForLeft();

  /** Reason for {@code unmatched} of a right record that took part and is in no list. */
  String nothingForRight();

  /** As {@link #nothingForLeft()}, where the reason depends on the record. */
  default String nothingForLeft(Row left) {
    return nothingForLeft();
  }

  /** As {@link #nothingForRight()}, where the reason depends on the record. */
  default String nothingForRight(Row right) {
    return nothingForRight();
  }

  /**
   * Reason for {@code unmatched} of a right record that was compared and is in no list.
   *
   * @param lefts how many left records it was compared with, counted in each block that they share
   */
  default String notListed(Row right, long lefts) {
    return nothingForRight(right);
  }
}
