package org.rudolphine.jobs;

import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.ingest.lake.LakeTrouble;

/**
 * What was thrown, in one line for people: what, where, and what to do. Spark and Hadoop wrap a
 * cause several times, and a cause of another machine arrives as text only.
 */
final class Failure {
  private static final int DEEPEST = 30;

  /** What Spark says of the task that failed last, before the stack trace. */
  private static final Pattern TASK =
      Pattern.compile(
          "(?:Lost task [^\\n]*?\\): |Task failed[^\\n]*\\n[^\\n]*Caused by: )([^\\n]+)");

  private static final Pattern DAMAGED =
      Pattern.compile(
          "checksum verification failed|is not a Parquet file|Corrupted block|ZstdException");

  private static final Pattern PLACE =
      Pattern.compile(
          "(?:(?:file|hdfs|s3a|viewfs):/[^\\s,;')]+|(?<![\\w/.:])/[^\\s,;:')]+/[^\\s,;:')]+)");

  /** Where Spark spills, shuffles and caches. */
  private static final Pattern OF_SPARK =
      Pattern.compile("org\\.apache\\.spark\\.(storage|shuffle|util\\.collection|io|network)\\..*");

  private static final Pattern OF_LAKE =
      Pattern.compile("org\\.(apache\\.(parquet|hadoop)|rudolphine)\\..*");

  /** Where the words of a provider begin: an excerpt of its page, or what its protocol says. */
  private static final Pattern PROVIDERS_WORDS =
      Pattern.compile(" answered (?:[0-9]{3}\\b|by |with ).*", Pattern.DOTALL);

  private final List<Throwable> chain;

  private Failure(Throwable thrown) {
    this.chain = new ArrayList<>();
    for (Throwable cause = thrown;
        cause != null && chain.size() < DEEPEST;
        cause = cause.getCause()) {
      chain.add(cause);
    }
    Collections.reverse(chain); // the root is what happened
  }

  /** The line; what has one already keeps it. */
  static String line(Throwable thrown) {
    if (thrown instanceof RunFailure || thrown instanceof LakeTrouble) {
      return thrown.getMessage();
    }
    Failure failure = new Failure(thrown);
    return failure
        .trouble()
        .map(failure::troubled)
        .or(failure::damaged)
        .orElseGet(() -> failure.plain(thrown));
  }

  /** Whether the machine or the store is to blame, not one source or stage. */
  static boolean ofMachine(Throwable thrown) {
    return new Failure(thrown).trouble().isPresent();
  }

  /**
   * What a line about a unit of a harvest tells of the lake. Providers deny permission too, so this
   * counts only beside a path of the lake; and what stands on their pages is no word of ours.
   */
  static Optional<Trouble.Told> ofLake(String line, String lake) {
    String ours = ours(line);
    boolean named = ours.contains(lake) || ours.contains(Workspace.shown(lake));
    return Trouble.in(ours).filter(told -> named || Trouble.ONLY_OF_DISKS.contains(told.trouble()));
  }

  /** A text without what a provider has put into it. */
  private static String ours(String text) {
    return PROVIDERS_WORDS.matcher(text).replaceFirst("");
  }

  private Optional<Trouble.Told> trouble() {
    for (Throwable cause : chain) {
      Optional<Trouble.Told> told = Trouble.in(text(cause));
      if (told.isPresent()) {
        return told;
      }
    }
    return Optional.empty();
  }

  /** A file whose bytes are not those that were written; Parquet keeps a checksum of each page. */
  private Optional<String> damaged() {
    boolean damaged = chain.stream().anyMatch(cause -> DAMAGED.matcher(text(cause)).find());
    return damaged
        ? place().map(place -> "The file " + place + " is damaged: docs/operations.md, Recovery")
        : Optional.empty();
  }

  private static String text(Throwable cause) {
    return cause.getClass().getSimpleName() + ": " + ours(String.valueOf(cause.getMessage()));
  }

  private String troubled(Trouble.Told told) {
    return told.words()
        + place().map(place -> " (" + place + ")").orElse("")
        + ": "
        + asks(told.trouble());
  }

  /** What trouble asks of the operator. */
  static String asks(Trouble trouble) {
    return trouble.remedy() + ", then run the command again; nothing half-done counts";
  }

  /** The file or folder that it happened to, as far as anything in the chain tells. */
  private Optional<String> place() {
    if (isOfSpark()) {
      return Optional.of("in Spark's own folder, spark.local.dir or SPARK_LOCAL_DIRS");
    }
    for (Throwable cause : chain) {
      if (cause instanceof FileSystemException file && file.getFile() != null) {
        return Optional.of(file.getFile());
      }
      Matcher place = PLACE.matcher(String.valueOf(cause.getMessage()));
      if (place.find()) {
        return Optional.of(Workspace.shown(place.group().replaceFirst("\\.$", "")));
      }
    }
    return Optional.empty();
  }

  /** The frame nearest to the system call tells whose file it was. */
  private boolean isOfSpark() {
    for (StackTraceElement frame : chain.get(0).getStackTrace()) {
      if (OF_SPARK.matcher(frame.getClassName()).matches()) {
        return true;
      }
      if (OF_LAKE.matcher(frame.getClassName()).matches()) {
        return false;
      }
    }
    return false;
  }

  private String plain(Throwable thrown) {
    boolean wrapped = thrown.getClass().getName().startsWith("org.apache.spark.");
    Throwable told = wrapped ? chain.get(0) : thrown;
    String message = told.getMessage();
    if (message == null || message.isBlank()) {
      return told.getClass().getSimpleName();
    }
    Matcher task = TASK.matcher(message);
    if (wrapped && task.find()) {
      return task.group(1);
    }
    String first = message.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    boolean clear = told instanceof java.io.IOException || told instanceof RuntimeException;
    return clear && !wrapped ? first : told.getClass().getSimpleName() + ": " + first;
  }
}
