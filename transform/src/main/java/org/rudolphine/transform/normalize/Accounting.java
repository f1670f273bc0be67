package org.rudolphine.transform.normalize;

/**
 * What became of the raw records of one source in one run: {@code read = written + unchanged +
 * duplicate + deleted + rejected + skipped}. {@code tombstoned} counts rows that a complete listing
 * no longer had; there is no raw record for these.
 */
public record Accounting(
    String source,
    long read,
    long written,
    long unchanged,
    long duplicate,
    long deleted,
    long rejected,
    long skipped,
    long tombstoned) {

  public static Accounting nothing(String source) {
    return new Accounting(source, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** Both counts together, of one source. */
  Accounting plus(Accounting other) {
    return new Accounting(
        source,
        read + other.read,
        written + other.written,
        unchanged + other.unchanged,
        duplicate + other.duplicate,
        deleted + other.deleted,
        rejected + other.rejected,
        skipped + other.skipped,
        tombstoned + other.tombstoned);
  }

  /** Fails when records were lost or counted twice. */
  public void check() {
    long sum = written + unchanged + duplicate + deleted + rejected + skipped;
    if (read != sum) {
      throw new IllegalStateException(
          "Records of "
              + source
              + " do not add up: read "
              + read
              + ", accounted for "
              + sum
              + " in "
              + this);
    }
  }
}
