package org.rudolphine.transform.link;

import org.apache.spark.sql.Row;

/**
 * A pair rule whose tables hold more than it is about, as {@code series} holds the curves of all
 * sources: only records that a link of its basis names are told of in {@code unmatched}, those of
 * both sides, with the reason why they are in no pair.
 */
public interface LinkedPairRule extends PairRule {

  /** Why the two records of an accepted link give no pair; null when they give one. */
  String refusal(Row left, Row right);

  @Override
  default String refusal(Row left) {
    return null;
  }

  @Override
  default String nothingForLeft() {
    return "no accepted link of rule " + basis() + " gives a pair";
  }
}
