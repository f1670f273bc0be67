package org.rudolphine.jobs;

/** What a process tells its caller when it ends. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int REFUSED = 3;
  static final int LOCKED = 4;
  static final int SOME_SOURCES_FAILED = 5;

  /** What the JVM exits with after SIGTERM; after Ctrl-C it is 130, and reports say 143 too. */
  static final int INTERRUPTED = 143;

  private ExitCode() {}

  /** What a code means, for people. */
  static String words(int code) {
    return switch (code) {
      case DONE -> "done";
      case USAGE -> "usage or settings";
      case REFUSED -> "a quality threshold refused to publish";
      case LOCKED -> "another run holds the lock";
      case SOME_SOURCES_FAILED -> "some sources failed";
      case INTERRUPTED -> "interrupted: the process was told to end";
      default -> "failed";
    };
  }

  /** Of two results of one run, the one that an operator must hear of. */
  static int worse(int a, int b) {
    return rank(a) >= rank(b) ? a : b;
  }

  private static int rank(int code) {
    return switch (code) {
      case DONE -> 0;
      case LOCKED -> 1; // schedulers take it for no news: it must not hide any
      case SOME_SOURCES_FAILED -> 2;
      case REFUSED -> 3;
      case USAGE -> 4;
      case INTERRUPTED -> 6;
      default -> 5;
    };
  }
}
