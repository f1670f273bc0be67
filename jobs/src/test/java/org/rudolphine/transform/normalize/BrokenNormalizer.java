package org.rudolphine.transform.normalize;

import java.util.List;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;

/** A normalizer with a bug: it throws where it must reject. */
public final class BrokenNormalizer implements Normalizer {
  private static final long serialVersionUID = 1L;

  public BrokenNormalizer(SourceSettings settings) {}

  @Override
  public List<String> tables() {
    return List.of("nr_simulations");
  }

  @Override
  public void normalize(RawRecord record, RowSink sink) {
    throw new IllegalStateException("no run has " + record.nativeId().length() + " letters");
  }
}
