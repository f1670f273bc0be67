package org.rudolphine.transform.report;

import java.util.Objects;

/**
 * What became of the raw records of one source in one run; read = written + unchanged + duplicate +
 * deleted + rejected + skipped.
 */
public record SourceCount(
    String source,
    long read,
    long written,
    long unchanged,
    long duplicate,
    long deleted,
    long rejected,
    long skipped) {
  public SourceCount {
    Objects.requireNonNull(source, "source");
  }

  /** Whether every record that was read is accounted for. */
  public boolean balances() {
    return read == written + unchanged + duplicate + deleted + rejected + skipped;
  }
}
