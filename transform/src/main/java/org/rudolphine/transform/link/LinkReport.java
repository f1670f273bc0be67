package org.rudolphine.transform.link;

import java.util.List;
import java.util.Map;

/**
 * What a run of the rules gave.
 *
 * @param rules one entry per rule, in the order in which they ran
 * @param pairsByDomain number of pairs by field of physics, sorted
 */
public record LinkReport(List<OfRule> rules, Map<String, Long> pairsByDomain) {

  /**
   * What one rule gave.
   *
   * @param rule id of the rule
   * @param accepted links that it stands by; 0 for a rule that writes pairs
   * @param candidates links that it lists only
   * @param unmatched records without a counterpart
   * @param pairs pairs written
   * @param largestBlocks the blocks with most comparisons, largest first, all refused ones among
   *     them
   */
  public record OfRule(
      String rule,
      long accepted,
      long candidates,
      long unmatched,
      long pairs,
      List<BlockSize> largestBlocks) {}

  /**
   * Size of a block.
   *
   * @param block its name
   * @param left records of the left side in it
   * @param right records of the right side in it
   * @param refused whether it was left out because it asks for more comparisons than the rule
   *     allows
   */
  public record BlockSize(String block, long left, long right, boolean refused) {

    /** A block that was compared. */
    public BlockSize(String block, long left, long right) {
      this(block, left, right, false);
    }

    /** The same block, marked as too large to be compared. */
    public BlockSize asRefused() {
      return new BlockSize(block, left, right, true);
    }

    /** Comparisons that the block asks for. */
    public long pairs() {
      return left * right;
    }
  }
}
