package org.rudolphine.jobs.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Spark standalone cluster on loopback: a master and workers, each a process of its own, on free
 * ports. All that it started ends when it is closed, and when this JVM ends.
 */
public final class LocalCluster implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern PAGES =
      Pattern.compile("Successfully started service 'MasterUI' on port (\\d+)");

  private final Path folder;
  private final SparkHome home;
  private final Builder builder;
  private final Process master;
  private final List<Process> workers = new ArrayList<>();
  private final Thread lastResort = new Thread(this::end);
  private final String url;
  private final URI state;

  private LocalCluster(Builder builder) throws IOException, InterruptedException {
    this.builder = builder;
    this.folder = Files.createDirectories(builder.folder).toRealPath();
    this.home = SparkHome.in(folder.resolve("spark"), builder.furtherJars);
    Runtime.getRuntime().addShutdownHook(lastResort);
    this.master =
        process(
            "master",
            List.of("org.apache.spark.deploy.master.Master"),
            List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
    try {
      this.url = logged("master", MASTER);
      this.state = URI.create("http://127.0.0.1:" + logged("master", PAGES) + "/json/");
      for (int i = 0; i < builder.workers; i++) {
        startWorker();
      }
      awaitWorkers(builder.workers);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** A cluster to be, with its logs and work folders below a folder. */
  public static Builder in(Path folder) {
    return new Builder(folder);
  }

  /** What a cluster is made of. */
  public static final class Builder {
    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> furtherJars = new ArrayList<>();
    private int workers = 2;
    private int cores = 1;

    private Builder(Path folder) {
      this.folder = folder;
    }

    /** Workers, 2 unless told; and cores of each, 1 unless told. */
    public Builder workers(int count, int coresOfEach) {
      workers = count;
      cores = coresOfEach;
      return this;
    }

    /** Jars of the tests' class path that have this in their path, as {@code hadoop-aws}. */
    public Builder furtherJars(String... partsOfPath) {
      furtherJars.addAll(List.of(partsOfPath));
      return this;
    }

    /** A variable that master, workers and so drivers in cluster mode and executors see. */
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    public LocalCluster start() throws IOException, InterruptedException {
      return new LocalCluster(this);
    }
  }

  /** {@code spark://127.0.0.1:PORT}. */
  public String url() {
    return url;
  }

  Path folder() {
    return folder;
  }

  SparkHome home() {
    return home;
  }

  /** One more worker; {@link #awaitWorkers} tells when it is there. */
  public Process startWorker() throws IOException {
    String name = "worker-" + workers.size();
    Process worker =
        process(
            name,
            List.of("org.apache.spark.deploy.worker.Worker"),
            List.of(
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0",
                "--cores",
                Integer.toString(builder.cores),
                "--memory",
                "4g",
                "--work-dir",
                Files.createDirectories(folder.resolve(name)).toString(),
                url));
    workers.add(worker);
    return worker;
  }

  /** Waits until the master knows so many live workers. */
  public void awaitWorkers(int count) throws IOException, InterruptedException {
    Awaiting.until(
        count + " workers",
        START,
        () -> state().path("aliveworkers").asInt(-1) == count,
        this::logs);
  }

  /** Workers that were started, dead ones too. */
  public List<Process> workers() {
    return List.copyOf(workers);
  }

  /** Live executors of all workers, in the order in which they were started. */
  public List<ProcessHandle> executors() {
    return workers.stream()
        .flatMap(worker -> executors(worker).stream())
        .sorted(
            Comparator.comparing(executor -> executor.info().startInstant().orElse(Instant.MAX)))
        .toList();
  }

  /** Live executors of one worker. */
  public List<ProcessHandle> executors(Process worker) {
    return running(worker, "CoarseGrainedExecutorBackend");
  }

  /** Live drivers in cluster mode. */
  public List<ProcessHandle> drivers() {
    return workers.stream().flatMap(worker -> running(worker, "DriverWrapper").stream()).toList();
  }

  private static List<ProcessHandle> running(Process worker, String mainClass) {
    return worker
        .descendants()
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().commandLine().orElse("").contains(mainClass))
        .toList();
  }

  /** {@code kill -9} of a process, and waits until it is gone. */
  public static void kill(ProcessHandle process) throws IOException, InterruptedException {
    process.destroyForcibly();
    Awaiting.until(
        "the end of process " + process.pid(),
        Duration.ofSeconds(30),
        () -> !process.isAlive(),
        () -> process.info().toString());
  }

  /** A machine that is lost: {@code kill -9} of a worker and of all that it started. */
  public void killWorker(Process worker) throws IOException, InterruptedException {
    List<ProcessHandle> started = worker.descendants().toList();
    kill(worker.toHandle());
    for (ProcessHandle process : started) {
      kill(process);
    }
  }

  /** The master's state, as its page {@code /json/} tells. */
  JsonNode state() throws IOException {
    return new ObjectMapper().readTree(state.toURL());
  }

  /**
   * The state of a driver in cluster mode, as {@code RUNNING}, {@code FINISHED}, {@code FAILED}.
   */
  String driverState(String id) throws IOException {
    JsonNode state = state();
    for (String list : List.of("activedrivers", "completeddrivers")) {
      for (JsonNode driver : state.path(list)) {
        if (driver.path("id").asText().equals(id)) {
          return driver.path("state").asText();
        }
      }
    }
    return "UNKNOWN";
  }

  /** A file in the working directory of a driver in cluster mode, if it is there. */
  Optional<Path> driverFile(String id, String name) {
    for (int i = 0; i < workers.size(); i++) {
      Path file = folder.resolve("worker-" + i).resolve(id).resolve(name);
      if (Files.exists(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /**
   * All that executors wrote to a stream, {@code stdout} or {@code stderr}, one after the other.
   */
  public String executorLogs(String stream) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder, 4)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        boolean ofApplication =
            file.getFileName().toString().equals(stream)
                && file.getParent().getParent().getFileName().toString().startsWith("app-");
        if (ofApplication) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }

  /** What master and workers logged. */
  public String logs() {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        if (file.toString().endsWith(".log")) {
          all.append(file.getFileName()).append('\n').append(Files.readString(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString();
  }

  private Process process(String name, List<String> main, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(main);
    all.addAll(arguments);
    ProcessBuilder builder = home.java(List.of("-Xmx256m"), all);
    builder.environment().putAll(this.builder.environment);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile())
        .start();
  }

  private String logged(String name, Pattern pattern) throws IOException, InterruptedException {
    Path log = folder.resolve(name + ".log");
    Matcher[] found = new Matcher[1];
    Awaiting.until(
        "'" + pattern + "' in the log of the " + name,
        START,
        () -> {
          found[0] = pattern.matcher(Files.readString(log));
          return found[0].find();
        },
        this::logs);
    return found[0].group(1);
  }

  /** Ends all processes; never throws, so that a test's own failure is what is seen. */
  @Override
  public void close() {
    end();
    try {
      home.close();
    } catch (IOException e) {
      System.err.println("Links to jars stay below " + folder + ": " + e);
    }
    try {
      Runtime.getRuntime().removeShutdownHook(lastResort);
    } catch (IllegalStateException e) {
      return; // this JVM is ending already
    }
  }

  private void end() {
    List<Process> all = new ArrayList<>(workers);
    if (master != null) {
      all.add(master);
    }
    List<ProcessHandle> handles = new ArrayList<>();
    for (Process process : all) {
      process.descendants().forEach(handles::add);
      handles.add(process.toHandle());
    }
    handles.forEach(ProcessHandle::destroyForcibly);
    for (Process process : all) {
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
