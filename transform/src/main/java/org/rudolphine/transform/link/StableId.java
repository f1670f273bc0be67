package org.rudolphine.transform.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Ids of links and pairs: SHA-256, in lower-case hexadecimal, of what is linked, its parts joined
 * by {@code |} in UTF-8. Score, rank and rule version are no part of it, so a citation survives.
 */
public final class StableId {
  private StableId() {}

  /** SHA-256 of {@code rule|left_table|left_id|right_table|right_id}. */
  public static String link(
      String rule, String leftTable, String leftId, String rightTable, String rightId) {
    return hex(rule, leftTable, leftId, rightTable, rightId);
  }

  /**
   * SHA-256 of {@code
   * rule|experiment_table|experiment_id|theory_table|theory_id|case_id|quantity|station}.
   *
   * @param station place along the case, empty when there is none
   */
  public static String pair(
      String rule,
      String experimentTable,
      String experimentId,
      String theoryTable,
      String theoryId,
      String caseId,
      String quantity,
      String station) {
    return hex(
        rule, experimentTable, experimentId, theoryTable, theoryId, caseId, quantity, station);
  }

  /** SHA-256 of the parts joined by {@code |}. */
  static String hex(String... parts) {
    return HexFormat.of().formatHex(sha256(String.join("|", List.of(parts))));
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
