package org.rudolphine.transform.signal;

/** Strain or a template that the filter cannot work on; the message says why in one sentence. */
public final class Unfilterable extends Exception {
  private static final long serialVersionUID = 1L;

  Unfilterable(String reason) {
    super(reason);
  }

  /** The sentence for {@code unmatched} and {@code rejects}. */
  public String reason() {
    return getMessage();
  }
}
