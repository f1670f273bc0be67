package org.rudolphine.transform.report;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** A link between an event version and a simulation. */
record Match(
    String linkId,
    String rule,
    String event,
    String simulation,
    Double score,
    int rank,
    boolean accepted,
    List<Evidence> evidence,
    List<String> mismatches) {
  static final Comparator<Match> BY_RANK =
      Comparator.comparingInt(Match::rank).thenComparing(Match::linkId);

  static Match of(Cells row) {
    Double rank = row.number("rank");
    return new Match(
        row.text("link_id", ""),
        row.text("rule", ""),
        row.text("left_id", ""),
        row.text("right_id", ""),
        row.number("score"),
        rank == null ? Integer.MAX_VALUE : rank.intValue(),
        "accepted".equals(row.text("decision")),
        row.structs("evidence").stream().map(Evidence::of).toList(),
        row.texts("mismatches"));
  }

  boolean ranked() {
    return rank != Integer.MAX_VALUE;
  }

  Optional<Evidence> evidence(String quantity) {
    return evidence.stream().filter(e -> e.quantity().equals(quantity)).findFirst();
  }

  /** Largest absolute deviation among the compared quantities. */
  OptionalDouble worstDeviation() {
    return evidence.stream()
        .map(Evidence::deviation)
        .filter(Objects::nonNull)
        .mapToDouble(Math::abs)
        .max();
  }
}
