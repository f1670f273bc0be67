package org.rudolphine.jobs;

import java.util.concurrent.Callable;
import org.rudolphine.transform.table.ConcurrentCommit;

/** Work on a pinned snapshot that is done again when another run published the same tables. */
final class OnNewestState {
  /** Each time somebody else has got on, so nobody waits for ever; but a night has an end. */
  static final int ATTEMPTS = 5;

  private OnNewestState() {}

  /**
   * Does the work, which pins the newest snapshot anew each time.
   *
   * @throws ConcurrentCommit when another run was faster each time
   */
  static <T> T work(Console console, String what, Callable<T> work) throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.call();
      } catch (ConcurrentCommit e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        console.progress(what + " again: " + e.table() + " was published by another run meanwhile");
      }
    }
  }
}
