package org.rudolphine.transform.tecplot;

/**
 * Most that is read of one file.
 *
 * @param bytes of the whole
 * @param variables columns of a zone
 * @param zones of a file
 * @param rows of all zones together
 */
public record TableLimits(int bytes, int variables, int zones, int rows) {
  /** Above all tables of the repository that this was written for. */
  public static final TableLimits USUAL = new TableLimits(64 << 20, 256, 10_000, 2_000_000);

  public TableLimits {
    if (bytes < 1 || variables < 1 || zones < 1 || rows < 1) {
      throw new IllegalArgumentException(
          "Limits of a table are 1 or more, not "
              + bytes
              + ", "
              + variables
              + ", "
              + zones
              + ", "
              + rows);
    }
  }
}
