package org.rudolphine.transform.histogram;

import java.io.IOException;

/** A table that is not what its header promises, and why. */
public final class MalformedTable extends IOException {
  private static final long serialVersionUID = 1L;
  private final String field;
  private final String excerpt;

  MalformedTable(String field, String reason, String excerpt) {
    super(reason);
    this.field = field;
    this.excerpt = excerpt;
  }

  /** Column at fault. */
  public String field() {
    return field;
  }

  /** The offending value. */
  public String excerpt() {
    return excerpt;
  }
}
