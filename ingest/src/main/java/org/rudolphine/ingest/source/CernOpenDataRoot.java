package org.rudolphine.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.Asset;
import org.rudolphine.ingest.lake.AssetStore;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.raw.FileRecord;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/**
 * A ROOT file, told by its first bytes. It goes to the asset store whole; what lands is a {@link
 * FileRecord} under the id {@code root:FILE}.
 */
final class CernOpenDataRoot {
  /** Kind of the raw record that speaks of such a file. */
  static final String KIND = "root-file";

  private static final byte[] MAGIC = "root".getBytes(StandardCharsets.US_ASCII);

  private CernOpenDataRoot() {}

  static boolean recognises(ImportFile file) throws IOException {
    try (InputStream in = file.open()) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    }
  }

  /**
   * Stores the file and lands its record.
   *
   * @throws RefusedFile when it is larger than the source's {@code max-asset-bytes}
   */
  static void land(ImportFile file, SourceSettings settings, AssetStore assets, PageSink sink)
      throws IOException {
    if (file.length() > settings.maxAssetBytes()) {
      throw new RefusedFile(
          "it has %d bytes, more than sources.%s.max-asset-bytes = %d; raise it if that is right"
              .formatted(file.length(), settings.id(), settings.maxAssetBytes()));
    }
    Asset asset;
    try (InputStream in = file.open()) {
      asset = assets.store(in, settings.maxAssetBytes());
    }
    FileRecord record =
        new FileRecord(
            KIND, file.name(), asset, null, Map.<String, Object>of("path", file.relativePath()));
    sink.state(BatchManifest.assetKey(asset.sha256()), file.name());
    sink.page(
        "import:" + file.relativePath(),
        Instant.now(),
        List.of(PageRecord.of(KIND, "root:" + file.name(), "application/json", record.payload())));
  }
}
