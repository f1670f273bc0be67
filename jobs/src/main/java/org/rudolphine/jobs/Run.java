package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import org.apache.spark.SparkContext;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.ingest.lake.Lease;
import org.rudolphine.jobs.settings.SettingsException;
import org.rudolphine.transform.normalize.Accounting;

/**
 * One run of a command that writes: its id, and what it has to report so far. What it does is told
 * by one thread and may be asked for by others.
 */
final class Run {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final String id;
  private final String command;
  private final Instant startedAt;
  private final Clock clock;
  private final Map<String, SourceHarvest> harvests = new TreeMap<>();
  private final Map<String, Accounting> accounting = new TreeMap<>();
  private final List<RunReport.Refusal> refusals = new ArrayList<>();
  private final Map<String, RunReport.RuleCount> links = new TreeMap<>();
  private final List<RunReport.StageTime> stages = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private BiConsumer<String, String> alerts = (source, line) -> {};
  private String stage;
  private String sparkMaster;
  private String deployMode;
  private String applicationId;
  private Long snapshot;
  private String release;
  private Boolean releasePublished;
  private int exitCode = ExitCode.DONE;
  private final Set<LakeLock> locks = ConcurrentHashMap.newKeySet();
  private final long startNanos = System.nanoTime();
  private volatile boolean stopping;

  private Run(String id, String command, Clock clock) {
    this.id = id;
    this.command = command;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  static Run start(String command, Clock clock) {
    byte[] tail = new byte[3];
    ThreadLocalRandom.current().nextBytes(tail);
    String id =
        STAMP.format(clock.instant()) + "-" + command + "-" + HexFormat.of().formatHex(tail);
    return new Run(id, command, clock);
  }

  String id() {
    return id;
  }

  String command() {
    return command;
  }

  Clock clock() {
    return clock;
  }

  synchronized int exitCode() {
    return exitCode;
  }

  /**
   * Tells somebody each alert as it comes: first the source that it is about, or null, then the
   * line.
   */
  synchronized void alerting(BiConsumer<String, String> listener) {
    alerts = listener;
  }

  /** Notes that the process was told to end: no new stage begins. */
  void stop() {
    stopping = true;
  }

  boolean stopping() {
    return stopping;
  }

  /**
   * Asked before each further step of some work.
   *
   * @throws CancellationException when the process was told to end
   */
  void goOn(String next) {
    if (stopping) {
      throw new CancellationException("The run was told to end before " + next);
    }
  }

  void took(LakeLock lock) {
    locks.add(lock);
  }

  void gaveBack(LakeLock lock) {
    locks.remove(lock);
  }

  /** Locks that the run holds. */
  List<LakeLock> locks() {
    return List.copyOf(locks);
  }

  /** Does a stage and remembers how long it took. */
  <T> T stage(String name, Callable<T> work) throws IOException {
    goOn(name);
    long start = System.nanoTime();
    doing(name);
    try {
      T result = work.call();
      doing(null);
      return result;
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(name + " failed: " + Failure.line(e), e);
    } finally {
      done(new RunReport.StageTime(name, (System.nanoTime() - start) / 1e9));
    }
  }

  /** The stage that goes on, or null between stages. */
  synchronized String stage() {
    return stage;
  }

  private synchronized void doing(String name) {
    stage = name;
  }

  private synchronized void done(RunReport.StageTime time) {
    stages.add(time);
  }

  /** Keeps what became of a source; its failures are one alert, however many. */
  void harvested(SourceHarvest harvest) {
    synchronized (this) {
      harvests.put(harvest.source(), harvest);
    }
    List<String> failures = harvest.failures();
    if (harvest.lockedBy() != null) {
      alert(harvest.source(), "not harvested: " + failures.get(0));
    } else if (failures.size() == 1) {
      alert(harvest.source(), "failed: " + failures.get(0));
    } else if (harvest.failed()) {
      alert(
          harvest.source(),
          "failed: " + failures.size() + " failures, the first: " + failures.get(0));
    }
  }

  synchronized void accounted(Accounting account) {
    accounting.put(account.source(), account);
  }

  /** A threshold keeps something of a source from being published. */
  void refused(String source, String reason) {
    synchronized (this) {
      refusals.add(new RunReport.Refusal(source, reason));
    }
    outcome(ExitCode.REFUSED);
    alert(source, "refused: " + reason);
  }

  synchronized void linked(RunReport.RuleCount count) {
    links.put(count.rule(), count);
  }

  /** Something worth keeping; nobody is told at once. */
  synchronized void message(String line) {
    messages.add(line);
  }

  /** Something that an operator should know: kept, and told at once. */
  void alert(String line) {
    keep(null, line);
  }

  /** Something about a source that an operator should know: kept, and told at once. */
  void alert(String source, String line) {
    keep(source, line);
  }

  private void keep(String source, String line) {
    BiConsumer<String, String> listener;
    synchronized (this) {
      messages.add(source == null ? line : source + ": " + line);
      listener = alerts;
    }
    listener.accept(source, line);
  }

  synchronized void committed(long number) {
    snapshot = number;
  }

  /** A release was published. */
  synchronized void published(String version) {
    release = version;
    releasePublished = true;
  }

  /** Nothing was published: a release holds this content already. */
  synchronized void publishedBefore(String version) {
    release = version;
    releasePublished = false;
  }

  /** Where Spark runs. */
  synchronized void ranOn(SparkContext context) {
    sparkMaster = context.master();
    deployMode = context.deployMode();
    applicationId = context.applicationId();
  }

  /** Raises the exit code; it never falls again. */
  synchronized void outcome(int code) {
    exitCode = ExitCode.worse(exitCode, code);
  }

  /** The run ends by a failure; its message is the last one. Whoever catches it tells of it. */
  synchronized void failed(Exception failure) {
    outcome(
        failure instanceof LockedException
            ? ExitCode.LOCKED
            : failure instanceof UsageException || failure instanceof SettingsException
                ? ExitCode.USAGE
                : ExitCode.FAILED);
    messages.add(
        failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage());
  }

  /** What is known of a run that still goes on. */
  RunReport soFar(String codeVersion, String settingsSha256) {
    return report(RunReport.RUNNING, codeVersion, settingsSha256);
  }

  /** What there is to report at the end. */
  RunReport report(String codeVersion, String settingsSha256) {
    return report(RunReport.FINISHED, codeVersion, settingsSha256);
  }

  private synchronized RunReport report(String state, String codeVersion, String settingsSha256) {
    Instant now = clock.instant();
    boolean finished = state.equals(RunReport.FINISHED);
    return new RunReport(
        id,
        command,
        state,
        startedAt,
        now,
        finished ? now : null,
        // Not the difference of the two: clocks are set while a run goes on.
        (System.nanoTime() - startNanos) / 1_000_000 / 1000.0,
        finished ? exitCode : null,
        finished ? ExitCode.words(exitCode) : null,
        codeVersion,
        settingsSha256,
        Lease.host(),
        ProcessHandle.current().pid(),
        sparkMaster,
        deployMode,
        applicationId,
        snapshot,
        release,
        releasePublished,
        stage,
        List.copyOf(harvests.values()),
        List.copyOf(accounting.values()),
        List.copyOf(refusals),
        List.copyOf(links.values()),
        List.copyOf(stages),
        List.copyOf(messages));
  }
}
