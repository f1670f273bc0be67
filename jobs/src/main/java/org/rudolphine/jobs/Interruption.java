package org.rudolphine.jobs;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.SparkSession;

/**
 * Lets a run end in good order when its process is told to end (SIGTERM from systemd or Kubernetes,
 * Ctrl-C): Spark's tasks are cancelled, which ends connections to providers too; the run itself
 * then fails, gives its locks back and leaves its report. If it cannot within {@link #PATIENCE},
 * because it is in the middle of something long, this is done for it.
 */
final class Interruption implements AutoCloseable {
  /** Kubernetes kills 30 s after the first signal, and Spark wants some of them. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Hadoop runs higher priorities first: Spark's own end is at 40, closed file systems at 10. */
  private static final int BEFORE_SPARK = 100;

  private final Run run;
  private final Runnable leave;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Runnable hook = this::end;

  private Interruption(Run run, Runnable leave) {
    this.run = run;
    this.leave = leave;
  }

  /**
   * Watches over a run until it is closed.
   *
   * @param leave leaves the run's report, for a run that does not come to it
   */
  static Interruption watch(Run run, Runnable leave) {
    Interruption interruption = new Interruption(run, leave);
    ShutdownHookManager.get()
        .addShutdownHook(
            interruption.hook,
            BEFORE_SPARK,
            PATIENCE.multipliedBy(2).toSeconds(),
            TimeUnit.SECONDS);
    return interruption;
  }

  private void end() {
    run.stop();
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!ended.await(200, TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() > end) {
          run.locks().forEach(LakeLock::close);
          leave.run();
          return;
        }
        cancelTasks();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Again and again: the run may be on its way to the next job. */
  private static void cancelTasks() {
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().sparkContext().cancelAllJobs();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
