package org.rudolphine.jobs.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Loses executors while they are at work, not by luck: all of them are stopped, the driver is asked
 * who has a task, and one that has is killed before the others go on.
 */
final class Outage {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** What executors sent before they were stopped has reached the driver after this. */
  private static final Duration SETTLING = Duration.ofMillis(300);

  private static final Pattern ID = Pattern.compile("--executor-id (\\S+) .*--app-id (\\S+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalCluster cluster;
  private final Submission.Running job;
  private final int port;

  private Outage(LocalCluster cluster, Submission.Running job, int port) {
    this.cluster = cluster;
    this.job = job;
    this.port = port;
  }

  /** Starts a command that can be disturbed: its driver tells on its page who has a task. */
  static Outage in(LocalCluster cluster, Submission submission, String... command)
      throws IOException {
    int port = freePort();
    submission.conf("spark.ui.port", Integer.toString(port));
    submission.conf("spark.ui.liveUpdate.period", "0");
    return new Outage(cluster, submission.start(command), port);
  }

  Submission.Running job() {
    return job;
  }

  /** Kills an executor that has a task while the command is where the condition says. */
  void loseExecutor(Awaiting.Condition here) throws IOException, InterruptedException {
    loseBusy(here, (worker, executor) -> LocalCluster.kill(executor));
  }

  /** Kills a worker and all it started while one of its executors has a task. */
  void loseWorker(Awaiting.Condition here) throws IOException, InterruptedException {
    loseBusy(here, (worker, executor) -> cluster.killWorker(worker));
  }

  @FunctionalInterface
  private interface Blow {
    void strike(Process worker, ProcessHandle executor) throws IOException, InterruptedException;
  }

  private void loseBusy(Awaiting.Condition here, Blow blow)
      throws IOException, InterruptedException {
    Awaiting.until(
        "an executor with a task at the right moment",
        LIMIT,
        () -> here.holds() && !busy().isEmpty() && strikeBusy(here, blow),
        job::err);
  }

  private boolean strikeBusy(Awaiting.Condition here, Blow blow) throws IOException {
    List<ProcessHandle> all = cluster.executors();
    try {
      for (ProcessHandle executor : all) {
        signal("-STOP", executor);
      }
      Thread.sleep(SETTLING.toMillis());
      Set<String> busy = busy();
      // Looked at again: nothing can have moved on since the executors stand still.
      if (!here.holds()) {
        return false;
      }
      for (Process worker : cluster.workers()) {
        for (ProcessHandle executor : cluster.executors(worker)) {
          if (name(executor).filter(busy::contains).isPresent()) {
            blow.strike(worker, executor);
            return true;
          }
        }
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      for (ProcessHandle executor : all) {
        signal("-CONT", executor);
      }
    }
  }

  /** Names of executors that have a task, as the driver sees it; empty before it has a page. */
  private Set<String> busy() {
    Set<String> busy = new HashSet<>();
    String applications = "http://127.0.0.1:" + port + "/api/v1/applications";
    try {
      for (JsonNode application : JSON.readTree(URI.create(applications).toURL())) {
        String id = application.path("id").asText();
        String executors = applications + "/" + id + "/executors";
        for (JsonNode executor : JSON.readTree(URI.create(executors).toURL())) {
          if (executor.path("activeTasks").asInt() > 0) {
            busy.add(id + " " + executor.path("id").asText());
          }
        }
      }
    } catch (IOException e) {
      return Set.of();
    }
    return busy;
  }

  private static Optional<String> name(ProcessHandle executor) {
    Matcher found = ID.matcher(executor.info().commandLine().orElse(""));
    return found.find() ? Optional.of(found.group(2) + " " + found.group(1)) : Optional.empty();
  }

  private static void signal(String signal, ProcessHandle process) throws IOException {
    Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
    try {
      kill.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
