package org.rudolphine.ingest.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.lake.Asset;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;

class FileRecordTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final String NAME = "H-H1_LOSC_4_V2-1126259446-32.hdf5";

  @TempDir Path folder;

  private static RawRecord raw(byte[] payload) {
    return new RawRecord(
        "gwosc",
        FileRecord.STRAIN,
        NAME,
        null,
        false,
        "file:x",
        "application/json",
        NOON,
        RawRecord.sha256(payload),
        1,
        0,
        payload);
  }

  @Test
  void itIsReadAsItWasWritten() throws IOException {
    Asset asset = new Asset(RawRecord.sha256("abc".getBytes(UTF_8)), 3);
    FileRecord record =
        new FileRecord(
            FileRecord.STRAIN,
            NAME,
            asset,
            null,
            Map.of("detector", "H1", "gps_start_s", 1126259446, "sha256", "is not to be said"));

    assertThat(new String(record.payload(), UTF_8))
        .isEqualTo(
            "{\"file\":\"%s\",\"sha256\":\"%s\",\"bytes\":3,\"url\":null,\"detector\":\"H1\",\"gps_start_s\":1126259446}"
                .formatted(NAME, asset.sha256()));
    FileRecord read = FileRecord.of(raw(record.payload()));
    assertThat(read).isEqualTo(record);
    assertThat(read.text("detector")).isEqualTo("H1");
    assertThat(read.number("gps_start_s")).isEqualTo(1126259446.0);
    assertThat(read.text("level")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"file\": \"a\"}",
        "{\"file\": \"a\", \"sha256\": \"../../etc\", \"bytes\": 1}",
        "{\"file\": \"../a\", \"sha256\": "
            + "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\", \"bytes\": 1}",
        "{\"file\": \"a\", \"sha256\": "
            + "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\", \"bytes\": -1}"
      })
  void whatIsNoSuchRecordIsToldSo(String payload) {
    assertThatThrownBy(() -> FileRecord.of(raw(payload.getBytes(UTF_8))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the record of a file");
  }

  @Test
  void theManifestTellsWhatABatchNeeds() throws IOException {
    Lake lake = Lake.at(folder);
    Asset asset = lake.assets().store(new ByteArrayInputStream("abc".getBytes(UTF_8)), 10);
    Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    try (ImportLanding landing = ImportLanding.open(lake, "gwosc", "import-ba7816bf8f01", clock)) {
      new FileRecord(FileRecord.STRAIN, NAME, asset, null, Map.of())
          .land(landing, "file:" + NAME, NOON);
      landing.complete();
    }

    BatchManifest batch = lake.batches("gwosc").get(0);
    assertThat(batch.records()).isEqualTo(1);
    assertThat(batch.assets()).isEqualTo(Map.of(asset.sha256(), NAME));
  }
}
