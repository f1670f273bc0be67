package org.rudolphine.transform.report;

import java.util.List;
import java.util.TreeMap;

/**
 * Measured and modelled curves of the domain {@code fluids}. Of the first cases by their names the
 * curves are kept, of the others counts.
 */
final class ProfileData {
  /** Cases that are drawn. */
  static final int CASES = 8;

  private static final String SAME_CONDITIONS = "same_conditions";

  private final TreeMap<String, ProfileCase> kept = new TreeMap<>();
  private final TreeMap<String, Long> pairs = new TreeMap<>();
  private long accepted;
  private long candidates;

  void addLink(Cells row) {
    if (!SAME_CONDITIONS.equals(row.text("relation"))) {
      return; // series of collisions
    }
    if ("accepted".equals(row.text("decision"))) {
      accepted++;
    } else {
      candidates++;
    }
  }

  void addPair(Cells row) {
    if (!ProfileCurve.DOMAIN.equals(row.text("domain"))
        || !row.text("pair_type", "").startsWith("experiment-")) {
      return;
    }
    ProfileCurve curve = ProfileCurve.of(row);
    if (curve == null) {
      return;
    }
    pairs.merge(curve.caseId(), 1L, Long::sum);
    kept.computeIfAbsent(curve.caseId(), ProfileCase::new).add(curve);
    if (kept.size() > CASES) {
      kept.pollLastEntry();
    }
  }

  boolean isEmpty() {
    return kept.isEmpty();
  }

  /** Cases that are drawn. */
  List<ProfileCase> cases() {
    return List.copyOf(kept.values());
  }

  /** Number of cases, those that are not drawn among them. */
  int allCases() {
    return pairs.size();
  }

  long pairs() {
    return pairs.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Links between series that a rule stands by. */
  long accepted() {
    return accepted;
  }

  /** Links between series whose conditions differ. */
  long candidates() {
    return candidates;
  }
}
