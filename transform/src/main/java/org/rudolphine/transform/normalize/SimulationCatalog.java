package org.rudolphine.transform.normalize;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.FileRecord;
import org.rudolphine.ingest.raw.RawRecord;

/** A catalog that describes its runs in documents and has their waveforms in files beside them. */
abstract class SimulationCatalog implements Normalizer {
  private static final long serialVersionUID = 1L;
  static final String TABLE = "nr_simulations";

  private final List<String> modes;

  /** Checks the modes that are read of waveform files; all else is in the record. */
  SimulationCatalog(SourceSettings settings) {
    this.modes = LakeFiles.modes(settings);
  }

  @Override
  public final List<String> tables() {
    return List.of(TABLE, LakeFiles.WAVEFORMS);
  }

  @Override
  public final Set<String> fileKinds() {
    return Set.of(FileRecord.WAVEFORM);
  }

  @Override
  public final void normalize(RawRecord record, Assets assets, RowSink sink) {
    if (record.kind().equals(FileRecord.WAVEFORM)) {
      LakeFiles.waveforms(record, assets, modes, sink);
    } else {
      normalize(record, sink);
    }
  }

  @Override
  public final Map<String, Object> combine(List<NormalizedRow> facets) {
    return SimulationFacets.combine(facets);
  }
}
