package org.rudolphine.transform.report;

import java.util.List;

/** Pairs and groups per split, and what the splits share. */
final class SplitSection {
  private static final List<String> SPLITS = List.of("train", "validation", "test");

  private final SplitCounts splits;

  SplitSection(ReleaseData data) {
    splits = data.splits();
  }

  void write(Markup out) {
    if (splits.pairs() == 0) {
      out.nothing("There is nothing to split: the release holds no pairs.");
      return;
    }
    out.paragraph(
        "The split is a function of the experimental group alone: all pairs of one event stay"
            + " together, and nothing moves when data are added. With few groups the shares lie far"
            + " from 80 / 10 / 10.");
    Tables.open(out, "Pairs and groups by split", null);
    out.open("tr");
    Tables.head(out, "split", null);
    for (String name : List.of("pairs", "groups", "theory groups")) {
      Tables.head(out, name, "num");
    }
    Tables.head(out, "share of pairs", "share");
    out.closeLine();
    Tables.body(out);
    for (String split : SPLITS) {
      out.open("tr").element("th", split, "scope", "row");
      Tables.number(out, splits.pairs(split));
      Tables.number(out, splits.groups(split));
      Tables.number(out, splits.theoryGroups(split));
      long rest = splits.pairs() - splits.pairs(split);
      Tables.shares(out, "Share of " + split, splits.pairs(split), 0, 0, 0, 0, 0, rest);
      out.closeLine();
    }
    Tables.close(out);
    long leaked = splits.leakedGroups();
    out.open("p").open("span", "class", leaked == 0 ? null : "alarm");
    out.text(
        leaked == 0
            ? "No experimental group occurs in two splits."
            : Measured.count(leaked) + " experimental groups occur in more than one split.");
    out.close();
    out.text(
        " Of %s theory groups %s occur in two or more splits: the same simulation can match several events, so a model that learns the theory side sees it in training and in the test."
            .formatted(
                Measured.count(splits.theoryGroups()),
                Measured.count(splits.sharedTheoryGroups())));
    out.closeLine();
  }
}
