package org.rudolphine.transform.normalize;

import java.util.List;
import java.util.Map;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;

/** A normalizer with a bug that no single record is to blame for. */
public final class BrokenNormalizer implements Normalizer {
  private static final long serialVersionUID = 1L;

  private final SxsNormalizer sound;

  public BrokenNormalizer(SourceSettings settings) {
    this.sound = new SxsNormalizer(settings);
  }

  @Override
  public List<String> tables() {
    return sound.tables();
  }

  @Override
  public void normalize(RawRecord record, RowSink sink) {
    sound.normalize(record, sink);
  }

  @Override
  public String keyOf(String nativeId) {
    return sound.keyOf(nativeId);
  }

  @Override
  public Map<String, Object> combine(List<NormalizedRow> facets) {
    throw new IllegalStateException("no run has " + facets.size() + " letters");
  }
}
