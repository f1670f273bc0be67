package org.rudolphine.transform.link;

import org.rudolphine.transform.link.LinkReport.BlockSize;

/** A block of a rule asks for more comparisons than the rule's settings allow. */
public final class BlockTooLarge extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BlockTooLarge(String rule, BlockSize block, long allowed) {
    super(
        String.format(
            "Rule %s: block %s holds %d x %d = %d pairs, more than"
                + " link.rules.%s.max-pairs-per-block = %d",
            rule, block.block(), block.left(), block.right(), block.pairs(), rule, allowed));
  }
}
