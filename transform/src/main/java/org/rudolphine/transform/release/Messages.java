package org.rudolphine.transform.release;

/** Exceptions in one line. */
final class Messages {
  private static final int LONGEST = 200;

  private Messages() {}

  static String of(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String line = message.lines().findFirst().orElse(e.getClass().getSimpleName());
    // Jackson names its source even when it must not show it.
    line = line.replaceAll("\\[Source: REDACTED [^;]*; ([^\\]]*)]", "$1");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
