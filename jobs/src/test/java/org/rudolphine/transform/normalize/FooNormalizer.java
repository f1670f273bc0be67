package org.rudolphine.transform.normalize;

import java.util.List;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;

/** Reads the lines of the Foo group's catalog. Its mass ratios name the bodies in any order. */
public final class FooNormalizer implements Normalizer {
  private static final long serialVersionUID = 1L;

  public FooNormalizer(SourceSettings settings) {}

  @Override
  public List<String> tables() {
    return List.of("nr_simulations");
  }

  @Override
  public String keyOf(String nativeId) {
    return "FOO:" + nativeId;
  }

  @Override
  public void normalize(RawRecord record, RowSink sink) {
    String[] cells = record.text().split(",", -1);
    if (cells.length != 3) {
      sink.reject("record", "a run has three cells", record.text());
      return;
    }
    RowBuilder row = sink.row("nr_simulations", keyOf(record.nativeId())).text("catalog", "FOO");
    Double ratio = number(row, "mass_ratio", cells[1]);
    row.number("mass_ratio", ratio == null || ratio <= 0 ? null : Math.max(ratio, 1 / ratio));
    row.number("chi_eff", number(row, "chi_eff", cells[2]));
  }

  private static Double number(RowBuilder row, String column, String cell) {
    if (cell.isBlank()) {
      return null;
    }
    try {
      return Double.valueOf(cell);
    } catch (NumberFormatException e) {
      row.issue(column, "not a number");
      return null;
    }
  }
}
