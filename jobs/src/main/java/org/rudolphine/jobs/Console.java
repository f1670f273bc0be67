package org.rudolphine.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import org.rudolphine.ingest.lake.LakeJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Results go to standard output, progress and alerts to standard error. Where somebody watches they
 * are short lines with the seconds since the start; where nobody does they are lines of the log,
 * with date, level, run and source. Either way an alert bears the word {@code WARN}.
 */
final class Console {
  /** Set by the launcher when standard error is a terminal. */
  static final String TERMINAL = "rudolphine.terminal";

  private static final Logger LOG = LoggerFactory.getLogger(Console.class);
  private static final ObjectMapper JSON = LakeJson.mapper();

  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final Logger log;
  private final long start = System.nanoTime();
  private volatile long spokenNanos = start;

  private Console(PrintStream out, PrintStream err, boolean json, Logger log) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.log = log;
  }

  /** The log serves when nobody watches this process's own standard error. */
  static Console of(PrintStream out, PrintStream err, boolean json) {
    boolean watched = err != System.err || System.getProperty(TERMINAL) != null;
    return watched ? watched(out, err, json) : logged(out, err, json);
  }

  static Console watched(PrintStream out, PrintStream err, boolean json) {
    return new Console(out, err, json, null);
  }

  static Console logged(PrintStream out, PrintStream err, boolean json) {
    return new Console(out, err, json, LoggerFactory.getLogger("org.rudolphine"));
  }

  /** Whether results are to be written for machines. */
  boolean json() {
    return json;
  }

  /** A line of the result, for people; nothing under {@code --json}. */
  void say(String line) {
    if (!json) {
      out.println(line);
    }
  }

  /** The result, for machines; nothing without {@code --json}. */
  void result(Object value) {
    if (json) {
      try {
        out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Raw text of a result, whatever the mode. */
  void print(String text) {
    out.print(text);
  }

  /** A sign of life: what is being done. */
  void progress(String line) {
    if (log == null) {
      watched("", line);
    } else {
      spokenNanos = System.nanoTime();
      log.info("{}{}", place(null), line);
    }
  }

  /** Something that an operator should know; the run goes on. */
  void warn(String line) {
    warn(null, line);
  }

  /** Something about a source that an operator should know; the run goes on. */
  void warn(String source, String line) {
    if (log == null) {
      watched("WARN  ", source == null ? line : source + ": " + line);
    } else {
      spokenNanos = System.nanoTime();
      log.warn("{}{}", place(source), line);
    }
  }

  /** Why a part of the work failed while the rest goes on; where exactly, for those who ask. */
  void failed(String line, Exception failure) {
    warn(line);
    LOG.debug("{}", line, failure);
  }

  /** Why the command failed. */
  void error(String line) {
    err.println("error: " + line);
  }

  /**
   * How a run ended that an operator should look at. Who watches learns that from the result or
   * from the error that follows.
   */
  void ended(String line) {
    if (log != null) {
      log.warn("{}{}", place(null), line);
    }
  }

  private void watched(String level, String line) {
    spokenNanos = System.nanoTime();
    double seconds = (spokenNanos - start) / 1e9;
    err.printf(Locale.ROOT, "%7.1fs  %s%s%n", seconds, level, line);
  }

  /** What a line of the log is about; the same words as in the lines of lanes and sources. */
  private static String place(String source) {
    String run = MDC.get("run");
    return (run == null ? "" : "run=" + run + " ")
        + (source == null ? "" : "source=" + source + " ");
  }

  /** For how long nothing was said. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - spokenNanos);
  }

  /** Where results go, for what is too long to hold as text. */
  PrintStream out() {
    return out;
  }
}
