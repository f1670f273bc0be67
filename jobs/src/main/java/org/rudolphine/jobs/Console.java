package org.rudolphine.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.rudolphine.ingest.lake.LakeJson;

/** Results go to standard output, progress and complaints to standard error. */
final class Console {
  private static final ObjectMapper JSON = LakeJson.mapper();
  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final long start = System.nanoTime();

  Console(PrintStream out, PrintStream err, boolean json) {
    this.out = out;
    this.err = err;
    this.json = json;
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

  /** A sign of life: seconds since the start, and what is being done. */
  void progress(String line) {
    err.printf(Locale.ROOT, "%7.1fs  %s%n", (System.nanoTime() - start) / 1e9, line);
  }

  /** Something that the user should know. */
  void warn(String line) {
    err.println("warning: " + line);
  }

  /** Why the command failed. */
  void error(String line) {
    err.println("error: " + line);
  }

  /** Where results go, for what is too long to hold as text. */
  PrintStream out() {
    return out;
  }
}
