package org.rudolphine.transform.release;

/** Exceptions in one line. */
final class Messages {
  private static final int LONGEST = 200;

  private Messages() {}

  static String of(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String line = message.lines().findFirst().orElse(e.getClass().getSimpleName());
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
