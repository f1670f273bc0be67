package org.rudolphine.transform.link;

import java.io.Serializable;

/**
 * A rule that joins experiment and theory. An implementation has a public constructor that takes
 * its {@link RuleSettings}, is named in {@code conf/link.yaml} ({@code class}) and nowhere else,
 * and keeps no state between records.
 *
 * <p>There are four kinds: a {@link MatchRule} compares records of two tables and writes links, a
 * {@link StatementRule} reads links off what sources state, a {@link PairRule} lays numbers of both
 * sides of links beside each other, a {@link JointRule} finds links and pairs at once.
 */
public sealed interface LinkRule extends Serializable
    permits MatchRule, StatementRule, PairRule, JointRule {

  /** Id as in {@code link.rules.<id>}; part of every link's identity. */
  String id();

  /** Counts up when the rule's meaning changes; not part of a link's identity. */
  int version();
}
