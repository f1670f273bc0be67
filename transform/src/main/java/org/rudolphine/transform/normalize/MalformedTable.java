package org.rudolphine.transform.normalize;

/** A table that cannot be read: the field at fault, why, and what stands there. */
final class MalformedTable extends Exception {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String excerpt;

  MalformedTable(String field, String reason, String excerpt) {
    super(reason);
    this.field = field;
    this.excerpt = excerpt;
  }

  String field() {
    return field;
  }

  String excerpt() {
    return excerpt;
  }
}
