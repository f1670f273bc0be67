package org.rudolphine.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.Asset;
import org.rudolphine.ingest.lake.AssetStore;
import org.rudolphine.ingest.raw.FileRecord;
import org.rudolphine.ingest.raw.PageSink;

/**
 * An imported file that goes to the asset store whole; what lands is a record about it. The name
 * alone decides what it is; its first bytes must not contradict that, nor its length.
 */
final class ImportedAsset {
  private final ImportFile file;
  private final SourceSettings settings;
  private final AssetStore assets;
  private final PageSink sink;

  ImportedAsset(ImportFile file, SourceSettings settings, AssetStore assets, PageSink sink) {
    this.file = file;
    this.settings = settings;
    this.assets = assets;
    this.sink = sink;
  }

  void landStrain(StrainFileName name) throws IOException {
    if (!name.format().equals("hdf5")) {
      throw new RefusedFile(
          "strain is read from HDF5 files only; fetch the file of this name that ends in .hdf5");
    }
    land(FileRecord.STRAIN, WaveformFileName.Form.HDF5, name.said());
  }

  void landWaveform(WaveformFileName name) throws IOException {
    if (name.refusal() != null) {
      throw new RefusedFile(name.refusal());
    }
    land(FileRecord.WAVEFORM, name.form(), name.said());
  }

  private void land(String kind, WaveformFileName.Form form, Map<String, Object> said)
      throws IOException {
    checkSize();
    checkBeginning(form);
    Asset asset;
    try (InputStream in = file.open()) {
      asset = assets.store(in, settings.maxAssetBytes());
    }
    Map<String, Object> all = new TreeMap<>(said);
    all.put("path", file.relativePath());
    new FileRecord(kind, file.name(), asset, null, all)
        .land(sink, "import:" + file.relativePath(), Instant.now());
  }

  private void checkSize() throws RefusedFile {
    if (file.length() > settings.maxAssetBytes()) {
      throw new RefusedFile(
          "it has %d bytes, more than sources.%s.max-asset-bytes = %d; raise it if that is right"
              .formatted(file.length(), settings.id(), settings.maxAssetBytes()));
    }
  }

  private void checkBeginning(WaveformFileName.Form form) throws IOException {
    byte[] head;
    try (InputStream in = file.open()) {
      head = in.readNBytes(Hdf5.HEAD_BYTES);
    }
    String fault =
        switch (form) {
          case HDF5 -> Hdf5.fault(head, file.length());
          case TEXT -> ImportedText.isText(head) ? null : "it is no text";
        };
    if (fault != null) {
      throw new RefusedFile(fault + "; get the file again");
    }
  }
}
