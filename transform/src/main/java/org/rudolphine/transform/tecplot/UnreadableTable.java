package org.rudolphine.transform.tecplot;

/** A text that is no table that can be read without guessing: which line is at fault and why. */
public final class UnreadableTable extends Exception {
  private static final long serialVersionUID = 1L;
  private final int line;
  private final String text;

  UnreadableTable(int line, String reason, String text) {
    super(reason);
    this.line = line;
    this.text = text;
  }

  /** Number of the line, from 1; 0 when the whole is at fault. */
  public int line() {
    return line;
  }

  /** The line itself; empty when the whole is at fault. */
  public String text() {
    return text;
  }
}
