package org.rudolphine.jobs.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The built jar, submitted to a cluster by Spark's own {@code SparkSubmit} in a new process. */
public final class Submission {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Pattern DRIVER =
      Pattern.compile("(?:successfully submitted as|State of) (driver-\\d+-\\d+)");
  private static final Set<String> ENDED = Set.of("FINISHED", "FAILED", "ERROR", "KILLED");

  private final LocalCluster cluster;
  private final Map<String, String> conf = new TreeMap<>();
  private final Map<String, String> environment = new TreeMap<>();
  private final List<String> options = new ArrayList<>();
  private final String master;
  private boolean inCluster;
  private Path directory;

  private Submission(LocalCluster cluster, String master) {
    this.cluster = cluster;
    this.master = master;
    this.directory = cluster.folder();
    conf("spark.driver.host", "127.0.0.1");
    conf("spark.driver.bindAddress", "127.0.0.1");
    conf("spark.driver.memory", "1g");
    conf("spark.executor.memory", "1g");
    conf("spark.driver.extraJavaOptions", "-XX:+UseParallelGC -XX:TieredStopAtLevel=1");
    conf("spark.executor.extraJavaOptions", "-XX:+UseParallelGC -XX:TieredStopAtLevel=1");
  }

  /** In client deploy mode, with small heaps. */
  public static Submission to(LocalCluster cluster) {
    return new Submission(cluster, cluster.url());
  }

  /**
   * With driver and executors in one process, with the same jars: what a cluster is held against.
   */
  public static Submission besides(LocalCluster cluster) {
    return new Submission(cluster, "local[2]");
  }

  /** In cluster deploy mode: a worker runs the driver, which takes one of its cores. */
  public Submission inClusterMode() {
    inCluster = true;
    return this;
  }

  /** {@code --conf NAME=VALUE}. */
  public Submission conf(String name, String value) {
    conf.put(name, value);
    return this;
  }

  /** Further options of spark-submit, as {@code --files}. */
  public Submission options(String... further) {
    options.addAll(List.of(further));
    return this;
  }

  /** A variable of spark-submit's environment. */
  public Submission environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Where spark-submit is called; by default the cluster's folder. */
  public Submission from(Path workingDirectory) {
    directory = workingDirectory;
    return this;
  }

  /**
   * What came of it.
   *
   * @param exit exit code of spark-submit
   * @param out what spark-submit wrote to standard output; in cluster mode, what the driver wrote
   * @param err the same of standard error, in cluster mode after that of spark-submit
   * @param state the driver's state in the master's eyes in cluster mode, else empty
   */
  public record Result(int exit, String out, String err, String state) {}

  /** Submits a command and waits for its end. */
  public Result run(String... command) throws IOException, InterruptedException {
    return start(command).result();
  }

  /** Submits a command. */
  public Running start(String... command) throws IOException {
    String name = "submit-" + COUNT.incrementAndGet();
    Path out = cluster.folder().resolve(name + ".out");
    Path err = cluster.folder().resolve(name + ".err");
    // SparkSubmit is a driver itself in client mode, and its heap is that of the JVM it is in.
    ProcessBuilder builder =
        cluster.home().java(List.of("-Xmx1g", "-XX:+UseParallelGC"), arguments(command));
    builder.environment().putAll(environment);
    Process process =
        builder
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new Running(cluster, process, inCluster, out, err);
  }

  private List<String> arguments(String... command) {
    List<String> all = new ArrayList<>();
    all.add("org.apache.spark.deploy.SparkSubmit");
    all.addAll(List.of("--master", master));
    all.addAll(List.of("--deploy-mode", inCluster ? "cluster" : "client"));
    conf.forEach((name, value) -> all.addAll(List.of("--conf", name + "=" + value)));
    all.addAll(options);
    all.addAll(List.of("--class", "org.rudolphine.jobs.Rudolphine"));
    all.add(SparkHome.productJar().toString());
    all.addAll(List.of(command));
    return all;
  }

  /** A command that is on its way. */
  public static final class Running implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(6);
    private final LocalCluster cluster;
    private final Process process;
    private final boolean inCluster;
    private final Path out;
    private final Path err;

    private Running(LocalCluster cluster, Process process, boolean inCluster, Path out, Path err) {
      this.cluster = cluster;
      this.process = process;
      this.inCluster = inCluster;
      this.out = out;
      this.err = err;
    }

    /** The process of spark-submit; in client mode the driver. */
    public Process process() {
      return process;
    }

    /** What there is of standard error so far. */
    public String err() {
      return text(err) + driverText("stderr");
    }

    /** Waits until standard error has a text, or fails when the command ended without it. */
    public void awaitLine(String part) throws IOException, InterruptedException {
      Awaiting.until(
          "'" + part + "'",
          LIMIT,
          () -> {
            boolean alive = process.isAlive();
            if (err().contains(part)) {
              return true;
            }
            if (!alive && !inCluster) {
              throw new AssertionError("Ended without '" + part + "':\n" + err());
            }
            return false;
          },
          this::err);
    }

    /** Waits for the end, in cluster mode for that of the driver. */
    public Result result() throws IOException, InterruptedException {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        close();
        throw new AssertionError("No end within " + LIMIT.toSeconds() + " s:\n" + err());
      }
      if (!inCluster) {
        return new Result(process.exitValue(), text(out), text(err), "");
      }
      String id = driverId();
      if (id == null) {
        return new Result(process.exitValue(), text(out), text(err), "NOT SUBMITTED");
      }
      Awaiting.until(
          "the end of " + id,
          LIMIT,
          () -> ENDED.contains(cluster.driverState(id)),
          () -> err() + cluster.logs());
      return new Result(process.exitValue(), driverText("stdout"), err(), cluster.driverState(id));
    }

    private String driverId() {
      Matcher found = DRIVER.matcher(text(err) + text(out));
      return found.find() ? found.group(1) : null;
    }

    private String driverText(String stream) {
      String id = inCluster ? driverId() : null;
      return id == null ? "" : cluster.driverFile(id, stream).map(Running::text).orElse("");
    }

    private static String text(Path file) {
      try {
        return Files.exists(file) ? Files.readString(file) : "";
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Kills it outright if it still runs. */
    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
