package org.rudolphine.transform.link;

import java.util.List;
import org.apache.spark.sql.Row;

/** A rule that lays numbers of both sides of another rule's accepted links beside each other. */
public non-sealed interface PairRule extends LinkRule {

  /** Id of the rule whose accepted links it rests on. */
  String basis();

  /** Table of the links' left side, the experiment. */
  String leftTable();

  /** Table of the links' right side, the theory. */
  String rightTable();

  /** Columns of the left table that the rule reads, the key included. */
  List<String> leftColumns();

  /** Columns of the right table that the rule reads, the key included. */
  List<String> rightColumns();

  /** Links of a lower place than this are left out. */
  int maxRank();

  /** Why a left row can be in no pair, as a reason for {@code unmatched}; null when it can. */
  String refusal(Row left);

  /** The pairs of one accepted link; none when the right side lacks what is needed. */
  List<Pair> pairs(Row left, Row right);

  /** Reason for {@code unmatched} of a left row that no accepted link gives a pair for. */
  String nothingForLeft();
}
