package org.rudolphine.jobs;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts what Spark's tasks do, on whatever machine they run: the driver is told of each end. */
final class TaskProgress extends SparkListener {
  /** Steps of Spark (its stages) that run just now, by number. */
  private final Map<Integer, Step> running = new HashMap<>();

  private long records;

  private static final class Step {
    private final int tasks;
    private final long startedNanos = System.nanoTime();
    private int done;

    Step(int tasks) {
      this.tasks = tasks;
    }
  }

  /**
   * What was counted.
   *
   * @param tasks tasks of the steps that run just now
   * @param done how many of these have ended
   * @param seconds how long the oldest of these steps has run
   * @param records rows that tasks have read from files and shuffles since Spark was started
   */
  record Counts(int tasks, int done, double seconds, long records) {

    /**
     * A sign of life.
     *
     * @param stage what is being done
     * @param stageSeconds for how long
     * @param before rows that had been read when it began
     */
    String words(String stage, double stageSeconds, long before) {
      StringBuilder words = new StringBuilder(stage).append(" for ");
      words.append(Elapsed.span(stageSeconds));
      if (tasks > 0) {
        words.append(", ").append(done).append(" of ").append(tasks).append(" tasks of this step");
      }
      if (done > 0 && done < tasks) {
        words.append(" (through in about ").append(Elapsed.span(seconds / done * (tasks - done)));
        words.append(')');
      }
      long read = records - before;
      if (read > 0 && stageSeconds > 0) {
        words.append(
            String.format(Locale.ROOT, ", %,d rows read, %,.0f/s", read, read / stageSeconds));
      }
      return words.toString();
    }
  }

  synchronized Counts counts() {
    long now = System.nanoTime();
    int tasks = 0;
    int done = 0;
    long oldest = now;
    for (Step step : running.values()) {
      tasks += step.tasks;
      done += step.done;
      oldest = Math.min(oldest, step.startedNanos);
    }
    return new Counts(tasks, done, (now - oldest) / 1e9, records);
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
    running.put(event.stageInfo().stageId(), new Step(event.stageInfo().numTasks()));
  }

  @Override
  public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
    running.remove(event.stageInfo().stageId());
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    if (!event.taskInfo().successful()) {
      return; // it is done again
    }
    Step step = running.get(event.stageId());
    if (step != null) {
      step.done++;
    }
    TaskMetrics metrics = event.taskMetrics();
    if (metrics != null) {
      records += metrics.inputMetrics().recordsRead();
      records += metrics.shuffleReadMetrics().recordsRead();
    }
  }
}
