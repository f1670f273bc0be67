package org.rudolphine.transform.link;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Which part of a machine-learning split an experimental unit belongs to: a function of the group
 * id alone, so that nothing moves when links change.
 */
public enum Split {
  TRAIN("train"),
  VALIDATION("validation"),
  TEST("test");

  private static final String SALT = "rudolphine-split-v1|";
  private static final double TRAIN_BELOW = 0.8;
  private static final double VALIDATION_BELOW = 0.9;
  private static final double TWO_TO_64 = 0x1p64;

  private final String text;

  Split(String text) {
    this.text = text;
  }

  /** The split of a group. */
  public static Split of(String groupId) {
    double fraction = fraction(groupId);
    if (fraction < TRAIN_BELOW) {
      return TRAIN;
    }
    return fraction < VALIDATION_BELOW ? VALIDATION : TEST;
  }

  /** First 8 bytes of SHA-256("rudolphine-split-v1|" + group id) as an unsigned fraction. */
  static double fraction(String groupId) {
    byte[] first = Arrays.copyOf(StableId.sha256(SALT + groupId), 8);
    return new BigInteger(1, first).doubleValue() / TWO_TO_64;
  }

  /** As the {@code split} column spells it. */
  public String text() {
    return text;
  }
}
