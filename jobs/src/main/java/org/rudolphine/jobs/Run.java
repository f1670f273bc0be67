package org.rudolphine.jobs;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.transform.normalize.Accounting;

/** One run of a command that writes: its id, and what it has to report so far. */
final class Run {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final String id;
  private final String command;
  private final Instant startedAt;
  private final Clock clock;
  private final Map<String, SourceHarvest> harvests = new TreeMap<>();
  private final Map<String, Accounting> accounting = new TreeMap<>();
  private final Map<String, RunReport.RuleCount> links = new TreeMap<>();
  private final List<RunReport.StageTime> stages = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private Long snapshot;
  private int exitCode = ExitCode.DONE;

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

  int exitCode() {
    return exitCode;
  }

  /** Does a stage and remembers how long it took. */
  <T> T stage(String name, Callable<T> work) throws IOException {
    long start = System.nanoTime();
    try {
      return work.call();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(name + " failed: " + e.getMessage(), e);
    } finally {
      stages.add(new RunReport.StageTime(name, (System.nanoTime() - start) / 1e9));
    }
  }

  void harvested(SourceHarvest harvest) {
    harvests.put(harvest.source(), harvest);
    harvest.failures().forEach(failure -> message(harvest.source() + ": " + failure));
  }

  void accounted(Accounting account) {
    accounting.put(account.source(), account);
  }

  void linked(RunReport.RuleCount count) {
    links.put(count.rule(), count);
  }

  void message(String line) {
    messages.add(line);
  }

  void committed(long number) {
    snapshot = number;
  }

  /** Raises the exit code; it never falls again. */
  void outcome(int code) {
    exitCode = ExitCode.worse(exitCode, code);
  }

  RunReport report(String codeVersion, String settingsSha256) {
    Instant now = clock.instant();
    return new RunReport(
        id,
        command,
        startedAt,
        now,
        Duration.between(startedAt, now).toMillis() / 1000.0,
        exitCode,
        codeVersion,
        settingsSha256,
        snapshot,
        List.copyOf(harvests.values()),
        List.copyOf(accounting.values()),
        List.copyOf(links.values()),
        List.copyOf(stages),
        List.copyOf(messages));
  }
}
