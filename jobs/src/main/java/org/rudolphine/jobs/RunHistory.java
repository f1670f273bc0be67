package org.rudolphine.jobs;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeJson;

/**
 * The reports of a lake's runs, newest first. Each is read once, and only when somebody looks that
 * far back: a store may take its time for each of them. A damaged one is named and passed over.
 */
final class RunHistory {
  /** How many reports are looked into before a search gives up. */
  static final int REACH = 100;

  private static final ObjectMapper JSON = LakeJson.mapper();
  private final Lake lake;
  private final List<String> ids;
  private final List<RunReport> read = new ArrayList<>();
  private final Map<String, String> damaged = new LinkedHashMap<>();
  private int next;

  private RunHistory(Lake lake, List<String> ids) {
    this.lake = lake;
    this.ids = ids;
    this.next = ids.size() - 1;
  }

  static RunHistory of(Lake lake) throws IOException {
    return new RunHistory(lake, lake.runs());
  }

  /** A report that cannot be read, whatever the store says. */
  static final class Damaged extends IOException {
    private static final long serialVersionUID = 1L;

    Damaged(String what, Throwable cause) {
      super(what, cause);
    }
  }

  /**
   * A report from its bytes.
   *
   * @throws Damaged when it is none
   */
  static RunReport report(byte[] json) throws Damaged {
    RunReport report;
    try {
      report = JSON.readValue(json, RunReport.class);
    } catch (JacksonException e) {
      throw new Damaged(e.getOriginalMessage().lines().findFirst().orElse(""), e);
    } catch (IOException | RuntimeException e) {
      throw new Damaged(String.valueOf(e.getMessage()), e);
    }
    boolean named = report != null && report.runId() != null && report.command() != null;
    if (!named || report.startedAt() == null) {
      throw new Damaged("it is no run report", null);
    }
    if (report.finished() && report.exitCode() == null) {
      throw new Damaged("it does not say how the run ended", null);
    }
    return report;
  }

  /** The newest report that is so, within reach. */
  Optional<RunReport> newest(Predicate<RunReport> wanted) throws IOException {
    for (int i = 0; ; i++) {
      Optional<RunReport> report = at(i);
      if (report.isEmpty() || wanted.test(report.get())) {
        return report;
      }
    }
  }

  /** Whether a run of a command is within reach, as the ids tell. */
  boolean has(String command) {
    return ids.subList(Math.max(0, ids.size() - REACH), ids.size()).stream()
        .anyMatch(id -> id.contains("-" + command + "-"));
  }

  /** The newest reports, at most so many. */
  List<RunReport> newest(int count) throws IOException {
    for (int i = 0; i < count && at(i).isPresent(); i++) {
      continue;
    }
    return List.copyOf(read.subList(0, Math.min(count, read.size())));
  }

  /** The report that stands so far back among the readable ones, within reach. */
  Optional<RunReport> at(int back) throws IOException {
    while (read.size() <= back && next >= 0 && ids.size() - next <= REACH) {
      String id = ids.get(next);
      next--;
      try {
        read.add(report(lake.readRun(id)));
      } catch (FileNotFoundException removed) {
        continue; // by somebody who cleans up just now
      } catch (Damaged e) {
        damaged.put(id, e.getMessage());
      } catch (IllegalArgumentException e) { // a name that no run has
        damaged.put(id, e.getMessage());
      }
    }
    return back < read.size() ? Optional.of(read.get(back)) : Optional.empty();
  }

  /** The readable reports met so far, newest first. */
  List<RunReport> readSoFar() {
    return List.copyOf(read);
  }

  /** What is wrong with the damaged reports met so far, by run. */
  Map<String, String> damaged() {
    return damaged;
  }

  /** Whether there are reports that were not looked into. */
  boolean reachesFurther() {
    return next >= 0;
  }
}
