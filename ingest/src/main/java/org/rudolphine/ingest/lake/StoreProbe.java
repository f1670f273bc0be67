package org.rudolphine.ingest.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a store, before anything rests on it, whether it answers and does what commits need. It uses
 * a client of its own that gives up after seconds, where the one for the work tries for minutes.
 */
final class StoreProbe {
  private static final Logger LOG = LoggerFactory.getLogger(StoreProbe.class);

  /** How long a store is waited for at the start, such as a name node that restarts. */
  private static final String WAIT = "rudolphine.lake.wait";

  private static final Duration USUAL_WAIT = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private static final Map<String, String> QUICK =
      Map.ofEntries(
          Map.entry("fs.s3a.attempts.maximum", "2"),
          Map.entry("fs.s3a.retry.limit", "2"),
          Map.entry("fs.s3a.retry.interval", "200ms"),
          Map.entry("fs.s3a.connection.establish.timeout", "15s"),
          Map.entry("fs.s3a.connection.timeout", "15s"),
          Map.entry("dfs.client.retry.policy.enabled", "false"),
          Map.entry("dfs.client.failover.max.attempts", "4"),
          Map.entry("dfs.client.failover.sleep.base.millis", "200"),
          Map.entry("dfs.client.failover.sleep.max.millis", "1000"),
          Map.entry("ipc.client.connect.max.retries", "0"),
          Map.entry("ipc.client.connect.max.retries.on.timeouts", "0"),
          Map.entry("ipc.client.connect.timeout", "10000"),
          Map.entry("ipc.client.rpc-timeout.ms", "20000"));

  private final HadoopStorage storage;
  private final Duration wait;

  StoreProbe(Map<String, String> settings) {
    TreeMap<String, String> quick = new TreeMap<>(settings);
    quick.putAll(QUICK);
    this.storage = new HadoopStorage(quick);
    this.wait =
        Duration.ofMillis(
            storage.conf().getTimeDuration(WAIT, USUAL_WAIT.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** What is asked of a store. */
  @FunctionalInterface
  private interface Question {
    void ask(FileSystem fileSystem) throws IOException;
  }

  /** Whether the store answers at all; it is not waited for. */
  void look(String uri) throws IOException {
    ask(
        uri,
        fileSystem -> {
          try {
            fileSystem.getFileStatus(new Path(uri));
          } catch (FileNotFoundException e) {
            // an answer
          }
        });
  }

  /** Whether a folder can be written as commits need it; a store that restarts is waited for. */
  void write(String folder) throws IOException {
    long end = System.nanoTime() + wait.toNanos();
    for (boolean said = false; ; said = true) {
      try {
        ask(folder, fileSystem -> write(fileSystem, new Path(folder)));
        return;
      } catch (IOException e) {
        boolean passing = storage.movesFolders(folder) && StoreTrouble.mayPass(e);
        if (!passing || System.nanoTime() > end) {
          throw e;
        }
        if (!said) {
          LOG.warn(
              "lake={} waiting up to {} s: {}",
              folder,
              wait.toSeconds(),
              StoreTrouble.of(e, folder));
        }
        pause(e);
      }
    }
  }

  private static void pause(IOException failure) throws IOException {
    try {
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  private void ask(String uri, Question question) throws IOException {
    try (FileSystem own = FileSystem.newInstance(new Path(uri).toUri(), storage.conf())) {
      question.ask(own);
    } catch (LinkageError e) { // a jar of the client is missing
      throw new IOException(e.toString(), e);
    }
  }

  private void write(FileSystem fileSystem, Path folder) throws IOException {
    if (storage.movesFolders(folder.toString())) {
      fileSystem.mkdirs(folder);
    }
    Path probe = new Path(folder, Storage.SCRATCH + "probe-" + UUID.randomUUID());
    if (!storage.createOnce(fileSystem, probe, new byte[] {1})) {
      throw new IOException("it says that a file is there which was never written");
    }
    try {
      checkCreated(fileSystem, probe);
    } finally {
      fileSystem.delete(probe, false);
    }
    if (fileSystem.exists(probe)) {
      throw new IOException("its store still shows a file that was deleted");
    }
  }

  private void checkCreated(FileSystem fileSystem, Path probe) throws IOException {
    if (storage.createOnce(fileSystem, probe, new byte[] {2})) {
      throw new IOException(
          "its store does not refuse to create a file that exists, so two runs could commit the"
              + " same snapshot; use a store that does, such as HDFS, or S3 with conditional"
              + " writes (If-None-Match)");
    }
    boolean listed =
        Arrays.stream(fileSystem.listStatus(probe.getParent()))
            .anyMatch(status -> status.getPath().getName().equals(probe.getName()));
    if (!listed) {
      throw new IOException("its store does not list a file right after it was written");
    }
  }
}
