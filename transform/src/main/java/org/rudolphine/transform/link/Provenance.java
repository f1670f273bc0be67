package org.rudolphine.transform.link;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;

/**
 * Where a derived row comes from: the records that it was made from, left before right.
 *
 * @param retrievedAt newest retrieval among them, or null
 * @param rawSha256 raw checksum of each
 * @param licences distinct licences, in order
 * @param redistribute the strictest of them
 */
record Provenance(
    Instant retrievedAt, List<String> rawSha256, Set<String> licences, String redistribute)
    implements Serializable {
  static final List<String> COLUMNS =
      List.of("source", "retrieved_at", "raw_sha256", "licence", "redistribute");

  /** From the most liberal to the strictest; what is not in the list counts as unknown. */
  private static final List<String> STRICTNESS =
      List.of("yes", "attribution", "share_alike", "non_commercial", "unknown", "no");

  private static final String UNKNOWN = "unknown";

  static Provenance of(Row row) {
    String licence = row.getAs("licence");
    String redistribute = row.getAs("redistribute");
    Set<String> licences = new LinkedHashSet<>();
    licences.add(licence == null ? UNKNOWN : licence);
    return new Provenance(
        row.getAs("retrieved_at"),
        List.of(String.valueOf(row.<String>getAs("raw_sha256"))),
        licences,
        STRICTNESS.contains(redistribute) ? redistribute : UNKNOWN);
  }

  Provenance with(Provenance other) {
    List<String> checksums = new ArrayList<>(rawSha256);
    checksums.addAll(other.rawSha256);
    Set<String> both = new LinkedHashSet<>(licences);
    both.addAll(other.licences);
    return new Provenance(
        later(retrievedAt, other.retrievedAt),
        checksums,
        both,
        stricter(redistribute, other.redistribute));
  }

  /** Distinct licences joined by {@code AND}, as SPDX expressions do. */
  String licence() {
    return String.join(" AND ", licences);
  }

  /** SHA-256 over the raw checksums, joined by {@code |}. */
  String checksum() {
    return StableId.hex(rawSha256.toArray(String[]::new));
  }

  static String stricter(String one, String other) {
    return STRICTNESS.indexOf(one) >= STRICTNESS.indexOf(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }
}
