package org.rudolphine.ingest.source;

import java.io.IOException;
import java.util.Optional;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.AssetStore;
import org.rudolphine.ingest.raw.PageSink;

/**
 * The MAYA catalog of Georgia Tech and UT Austin, read from files that the user has: waveforms in
 * the LVCNR format, {@code GT0001.h5} or {@code GT0001_lvcnr.h5} (kind {@code waveform-file}). Its
 * metadata table is a Python pickle, which is never read, and no listing is known well enough to
 * harvest, so nothing is ever planned.
 */
public final class MayaSource extends ImportedCatalog {
  public MayaSource(SourceSettings settings) {
    super(settings);
  }

  /** Without an asset store there is no place for any of its files. */
  @Override
  public boolean importFile(ImportFile file, PageSink sink) throws IOException {
    return false;
  }

  @Override
  public boolean importFile(ImportFile file, AssetStore assets, PageSink sink) throws IOException {
    Optional<WaveformFileName> waveform = WaveformFileName.ofMaya(file.relativePath());
    if (waveform.isEmpty()) {
      return false;
    }
    new ImportedAsset(file, settings, assets, sink).landWaveform(waveform.get());
    return true;
  }
}
