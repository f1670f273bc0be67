package org.rudolphine.jobs.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/** Waits for what other processes do, by looking again and again, and never for ever. */
final class Awaiting {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private Awaiting() {}

  /** A condition that is looked at. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /**
   * Waits until a condition holds.
   *
   * @param what what is waited for, for the message
   * @param state what there is to see if it does not come
   * @throws AssertionError after the limit
   */
  static void until(String what, Duration limit, Condition condition, Supplier<String> state)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            what + " did not come within " + limit.toSeconds() + " s; there is:\n" + state.get());
      }
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }
}
