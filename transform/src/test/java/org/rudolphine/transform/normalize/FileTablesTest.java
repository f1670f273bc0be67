package org.rudolphine.transform.normalize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.Asset;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.raw.FileRecord;
import org.rudolphine.ingest.raw.Landing;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.strain.StrainFixture;
import org.rudolphine.transform.table.TableStore;
import org.rudolphine.transform.waveform.WaveformFixture;

/** Tables of files from night to night: a file is read once, and then left alone. */
class FileTablesTest {
  private static final Map<String, Serializable> SETTINGS =
      Map.of(
          "normalizer-class",
          GwoscNormalizer.class.getName(),
          "reject-threshold",
          0.0,
          "max-vanish-fraction",
          1.0,
          "licence",
          "CC-BY-4.0",
          "redistribute",
          "attribution",
          "chunk-samples",
          65_536L);

  @TempDir Path folder;
  private Lake lake;
  private int hour;

  @BeforeEach
  void openLake() {
    lake = Lake.at(folder);
  }

  private static SourceSettings settings() {
    return new SourceSettings("gwosc", SETTINGS);
  }

  private static PageRecord event(String name, double mass) {
    return PageRecord.of(
        "v1-list",
        name + "-v1",
        "application/json",
        "{\"commonName\": \"%s\", \"version\": 1, \"catalog.shortName\": \"GWTC-2\", \"GPS\": 1.5, \"mass_1_source\": %s}"
            .formatted(name, mass));
  }

  private Asset store(byte[] content) throws IOException {
    return lake.assets().store(new ByteArrayInputStream(content), 1 << 30);
  }

  private static PageRecord file(String kind, String name, Asset asset) {
    FileRecord said = new FileRecord(kind, name, asset, "https://gwosc.org/" + name, Map.of());
    return PageRecord.of(kind, name, "application/json", said.payload());
  }

  private void land(String listing, PageRecord... records) throws IOException {
    hour++;
    Instant now = Sightings.at(hour);
    Landing landing =
        Landing.open(
            lake, "gwosc", "unit", "cycle-" + hour, "harvest", Clock.fixed(now, ZoneOffset.UTC));
    landing.page("https://gwosc.org/page", now, List.of(records));
    if (listing != null) {
      landing.completeListing(listing);
    }
    landing.complete();
  }

  private TableStore tables() throws IOException {
    Clock clock = Clock.fixed(Sightings.at(1000 + hour), ZoneOffset.UTC);
    return TableStore.open(SparkSessions.shared(), lake, "run-" + hour, "1.0", clock);
  }

  /** Normalizes and publishes; gives what was counted and which tables were touched. */
  private Normalized night(Normalization.Mode mode) throws IOException {
    TableStore store = tables();
    Normalized normalized =
        new Normalization(SparkSessions.shared(), lake, settings()).run(mode, store);
    assertThat(normalized.publishable()).isTrue(); // bad files are no reason to refuse
    TableStore.Commit commit = store.begin();
    Map<String, List<String>> batches = Map.of("gwosc", normalized.batches());
    for (String table : normalized.tables().keySet()) {
      commit.put(table, normalized.tables().get(table), batches, Map.of());
      commit.put(table + "_history", normalized.histories().get(table), batches, Map.of());
    }
    commit.put("rejects", normalized.rejects(), batches, Map.of());
    commit.consume("gwosc", normalized.batches());
    commit.commit();
    normalized.release().run();
    return normalized;
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (var table : lake.snapshot().tables().entrySet()) {
      contents.put(
          table.getKey(), lake.tableManifest(table.getKey(), table.getValue()).contentSha256());
    }
    return contents;
  }

  private List<String> segments() throws IOException {
    List<String> segments = new ArrayList<>();
    for (Row row :
        tables()
            .read("strain_segments")
            .selectExpr("file_name", "chunk", "n_samples", "size(strain)", "revision")
            .orderBy("file_name", "chunk")
            .collectAsList()) {
      segments.add(row.mkString(" "));
    }
    return segments;
  }

  @Test
  void filesAreReadOnceAndThenLeftAlone() throws IOException {
    Asset strain = store(new StrainFixture().lasting(40, 4096).bytes());
    Asset page = store("<html>busy</html>".getBytes(UTF_8));
    Asset other = store("busy".getBytes(UTF_8));
    byte[] template =
        WaveformFixture.template(
            new double[][] {{1, 2, 3, 4, 5, 6, 7, 8, 9}, new double[9]}, 4096L);
    Asset text = store(template);
    land("GWTC-2", event("GW1", 30), event("GW2", 31));
    assertThat(night(Normalization.Mode.INCREMENTAL).tables()).containsOnlyKeys("gw_events");
    land(
        null,
        file(FileRecord.STRAIN, "one.hdf5", strain),
        file(FileRecord.STRAIN, "page.hdf5", page),
        file(FileRecord.STRAIN, "busy.hdf5", other),
        file(FileRecord.WAVEFORM, "GW150914_template.hdf5", text),
        PageRecord.of(FileRecord.STRAIN, "broken.hdf5", "application/json", "no JSON"));

    Accounting first = night(Normalization.Mode.INCREMENTAL).accounting();
    assertThat(first).isEqualTo(new Accounting("gwosc", 5, 2, 0, 0, 0, 3, 0, 0));
    assertThat(segments())
        .containsExactly(
            "one.hdf5 0 65536 65536 1", "one.hdf5 1 65536 65536 1", "one.hdf5 2 32768 32768 1");
    assertThat(tables().read("nr_waveforms").select("event_name", "n_samples").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[GW150914,9]");
    assertThat(tables().read("rejects").select("native_id", "reason").collectAsList())
        .extracting(Row::toString)
        .containsExactlyInAnyOrder(
            "[page.hdf5,the file is no HDF5 file]",
            "[busy.hdf5,the file is no HDF5 file]",
            "[broken.hdf5,the record of a file is no JSON object]");
    Map<String, String> before = contents();
    assertThat(before.get("strain_segments_history")).isEqualTo(before.get("strain_segments"));

    // News in the list, which no longer names one event: files could not be read any more.
    Path kept = folder.resolve("kept");
    Files.move(assetPath(strain), kept);
    land("GWTC-2", event("GW1", 32));
    Normalized second = night(Normalization.Mode.INCREMENTAL);
    assertThat(second.accounting()).isEqualTo(new Accounting("gwosc", 1, 1, 0, 0, 0, 0, 0, 1));
    assertThat(second.tables()).containsOnlyKeys("gw_events");
    assertThat(contents().get("strain_segments")).isEqualTo(before.get("strain_segments"));
    assertThat(contents().get("rejects")).isEqualTo(before.get("rejects"));
    assertThat(contents().get("gw_events")).isNotEqualTo(before.get("gw_events"));

    // One more file, and one that is known by another name: only the new one is read.
    Files.move(kept, assetPath(strain));
    Asset added = store(new StrainFixture().bytes());
    land(
        null,
        file(FileRecord.STRAIN, "two.hdf5", added),
        file(FileRecord.STRAIN, "again.hdf5", strain),
        file(FileRecord.STRAIN, "busy-again.hdf5", other),
        file(FileRecord.STRAIN, "page.hdf5", store(new StrainFixture().lasting(1, 64).bytes())));
    Files.delete(assetPath(text));
    Normalized third = night(Normalization.Mode.INCREMENTAL);
    assertThat(third.accounting()).isEqualTo(new Accounting("gwosc", 4, 2, 1, 0, 0, 1, 0, 0));
    assertThat(segments())
        .contains("one.hdf5 2 32768 32768 1", "two.hdf5 0 512 512 1", "page.hdf5 0 64 64 1")
        .hasSize(5);
    assertThat(tables().read("nr_waveforms").count()).isEqualTo(1);
    assertThat(tables().read("rejects").select("native_id").collectAsList())
        .extracting(Row::toString)
        .containsExactlyInAnyOrder("[broken.hdf5]", "[busy.hdf5]", "[busy-again.hdf5]");

    // And everything anew gives the same.
    store(template);
    Map<String, String> incremental = contents();
    night(Normalization.Mode.REBUILD);
    assertThat(contents()).isEqualTo(incremental);
  }

  private Path assetPath(Asset asset) {
    return folder.resolve("assets/" + asset.sha256().substring(0, 2) + "/" + asset.sha256());
  }
}
