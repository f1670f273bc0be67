package org.rudolphine.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.FakeProvider;
import org.rudolphine.ingest.http.Pace;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.lake.BatchManifest;

class SxsSourceTest {
  private static final String RELEASES = "/repos/sxs-collaboration/sxscatalogdata/releases";
  private static final String ALPHA = "/sxs-collaboration/sxscatalogdata/v3.0.0a1/simulations.json";
  private static final String NEWEST = "/sxs-collaboration/sxscatalogdata/v3.0.0/simulations.json";
  private static final String TWO_RELEASES =
      """
      [{"tag_name": "v3.1.0", "draft": true, "published_at": null},
       {"tag_name": "v3.0.0a1", "draft": false, "prerelease": true,
        "published_at": "2025-01-29T10:00:00Z"},
       {"tag_name": "v3.0.0", "draft": false, "published_at": "2025-05-14T12:00:00Z"}]
      """;
  private static final String DOCUMENT =
      """
      {"SXS:BBH:0305": {"simulation_name": "a/Lev6", "reference_mass1": 5.50e-01},
       "SXS:BBH:0318" : ["odd"],
       "SXS:BHNS:0001": {"mtime": "2025-02-18T22:39:53.721928+00:00"}}
      """;

  private final FakeProvider provider = FakeProvider.start();
  private final CollectedPages pages = new CollectedPages();

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void theNewestReleaseIsLandedByteForByte() throws IOException {
    provider.reply(RELEASES, 200, "application/json", TWO_RELEASES);
    provider.reply(NEWEST, 200, "application/json", DOCUMENT);

    harvest(source(), incremental());

    assertThat(provider.targets()).containsExactly(RELEASES, NEWEST);
    assertThat(pages.records)
        .extracting(record -> record.nativeId() + " " + new String(record.payload(), UTF_8))
        .containsExactly(
            "SXS:BBH:0305 {\"simulation_name\": \"a/Lev6\", \"reference_mass1\": 5.50e-01}",
            "SXS:BBH:0318 [\"odd\"]",
            "SXS:BHNS:0001 {\"mtime\": \"2025-02-18T22:39:53.721928+00:00\"}");
    assertThat(pages.records)
        .allMatch(record -> record.kind().equals("v3"))
        .allMatch(record -> record.datestamp().equals(Instant.parse("2025-05-14T12:00:00Z")));
    assertThat(pages.urls).containsExactly(provider.url() + NEWEST);
    assertThat(pages.listing).isEqualTo("simulations");
    assertThat(pages.state)
        .containsEntry("tag", "v3.0.0")
        .containsEntry("published_at", "2025-05-14T12:00:00Z");
  }

  @Test
  void aTagIsFetchedOnce() throws IOException {
    provider.reply(RELEASES, 200, "application/json", TWO_RELEASES);
    Map<String, String> landed = Map.of("tag", "v3.0.0", "published_at", "2025-05-14T12:00:00Z");

    harvest(source(), request(PlanRequest.Mode.INCREMENTAL, manifest("earlier", landed)));

    assertThat(provider.targets()).containsExactly(RELEASES);
    assertThat(pages.records).isEmpty();
    assertThat(pages.listing).isNull();
    assertThat(pages.state).isEqualTo(landed);
  }

  @Test
  void aNewOrRepublishedTagAndAFullHarvestFetchAgain() throws IOException {
    provider.reply(RELEASES, 200, "application/json", TWO_RELEASES);
    provider.reply(NEWEST, 200, "application/json", DOCUMENT);
    Map<String, String> older = Map.of("tag", "v3.0.0a1", "published_at", "2025-01-29T10:00:00Z");
    Map<String, String> before = Map.of("tag", "v3.0.0", "published_at", "2025-05-13T12:00:00Z");
    Map<String, String> same = Map.of("tag", "v3.0.0", "published_at", "2025-05-14T12:00:00Z");

    harvest(source(), request(PlanRequest.Mode.INCREMENTAL, manifest("earlier", older)));
    assertThat(pages.records).hasSize(3);
    harvest(source(), request(PlanRequest.Mode.INCREMENTAL, manifest("earlier", before)));
    assertThat(pages.records).hasSize(3);
    harvest(source(), request(PlanRequest.Mode.FULL, manifest("earlier", same)));
    assertThat(pages.records).hasSize(3);
  }

  @Test
  void oneUnitIsPlannedPerRun() {
    assertThat(source().plan(incremental())).hasSize(1);
    assertThat(source().plan(request(PlanRequest.Mode.FULL, manifest("run-1", Map.of()))))
        .isEmpty();
  }

  @Test
  void aBackfillReadsTheNewestReleaseOfItsRangeAndDeclaresNothing() throws IOException {
    provider.reply(RELEASES, 200, "application/json", TWO_RELEASES);
    provider.reply(ALPHA, 200, "application/json", DOCUMENT);
    PlanRequest request =
        new PlanRequest(
            "run-1",
            PlanRequest.Mode.BACKFILL,
            LocalDate.of(2025, 1, 1),
            LocalDate.of(2025, 1, 31),
            List.of());

    harvest(source(), request);

    assertThat(pages.records).hasSize(3);
    assertThat(pages.listing).isNull();
    assertThat(pages.state).containsEntry("tag", "v3.0.0a1");
  }

  @Test
  void aPinnedTagIsLookedUpWhenTheListDoesNotGoBackToIt() throws IOException {
    provider.reply(RELEASES, 200, "application/json", TWO_RELEASES);
    provider.reply(
        RELEASES + "/tags/v2.0%2Fodd%20tag",
        200,
        "application/json",
        "{\"tag_name\": \"v2.0/odd tag\", \"published_at\": \"2024-01-01T00:00:00Z\"}");
    provider.reply(
        "/sxs-collaboration/sxscatalogdata/v2.0%2Fodd%20tag/simulations.json",
        200, "application/json", DOCUMENT);

    harvest(source(Map.of("tag", "v2.0/odd tag")), incremental());
    assertThat(pages.state).containsEntry("tag", "v2.0/odd tag");
    assertThat(pages.records).hasSize(3);
  }

  @Test
  void packedDocumentsAreOpenedWhateverTheirName() throws IOException {
    provider.reply(RELEASES, 200, "application/json", TWO_RELEASES);
    provider.reply(NEWEST, 200, "application/octet-stream", bzip2(DOCUMENT));
    harvest(source(), incremental());
    assertThat(pages.records).hasSize(3);

    provider.reply(NEWEST, 200, "application/octet-stream", zip(DOCUMENT));
    harvest(source(), incremental());
    assertThat(pages.records).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><body>Sign in to GitHub</body></html>",
        "{\"SXS:BBH:0305\": {\"simulation_name\": \"a\"}, \"SXS:BBH:0306\": {\"simu",
        "{\"message\": \"Not Found\"}",
        "{}",
        "[]",
        "version https://git-lfs.github.com/spec/v1",
        "{\"SXS:BBH:0305\": {}} {}"
      })
  void whatIsNotTheWholeCatalogFailsTheUnit(String body) {
    provider.reply(RELEASES, 200, "application/json", TWO_RELEASES);
    provider.reply(NEWEST, 200, "application/json", body);

    assertThatThrownBy(() -> harvest(source(), incremental()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(NEWEST);
    assertThat(pages.listing).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html></html>", "{\"message\": \"rate limit\"}", "[]", "[{\"tag_name\": \"x\"}]"})
  void aReleaseListWithoutReleaseFailsTheUnit(String body) {
    provider.reply(RELEASES, 200, "application/json", body);

    assertThatThrownBy(() -> harvest(source(), incremental()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(RELEASES);
    assertThat(pages.state).isEmpty();
  }

  @Test
  void anImportedCatalogIsAsOldAsItsNewestChange() throws IOException {
    assertThat(imported("deep/simulations_v3.0.0.bz2", zip(DOCUMENT))).isTrue();

    assertThat(pages.records).hasSize(3);
    assertThat(pages.records)
        .allMatch(
            record -> record.datestamp().equals(Instant.parse("2025-02-18T22:39:53.721928Z")));
    assertThat(pages.urls).containsExactly("import:deep/simulations_v3.0.0.bz2");
    assertThat(pages.listing).isNull();
  }

  @Test
  void theListOf2019IsOfItsTime() throws IOException {
    String list = "[{\"name\": \"SXS:BBH:0305\", \"relaxed_mass1\": 0.55}, {\"relaxed_mass1\": 1}]";

    assertThat(imported("catalog.json", list.getBytes(UTF_8))).isTrue();
    assertThat(pages.records)
        .extracting(record -> record.kind() + " " + record.nativeId() + " " + record.datestamp())
        .containsExactly(
            "list-2019 SXS:BBH:0305 2019-04-01T00:00:00Z",
            "list-2019 (no name) 2019-04-01T00:00:00Z");
  }

  @Test
  void theCatalogOfTheSxsPackageHasSimulationsAndDeposits() throws IOException {
    String catalog =
        """
        {"catalog_file_description": "text", "modified": "2022-03-04T05:06:07Z",
         "records": {"https://zenodo.org/record/1": {"id": 1, "title": "SXS:BBH:0305"}},
         "simulations": {"SXS:BBH:0305": {"url": "https://zenodo.org/record/1"}}}
        """;

    assertThat(imported("catalog.json", catalog.getBytes(UTF_8))).isTrue();
    assertThat(pages.records)
        .extracting(record -> record.kind() + " " + record.nativeId() + " " + record.datestamp())
        .containsExactly(
            "catalog SXS:BBH:0305 2022-03-04T05:06:07Z",
            "deposit https://zenodo.org/record/1 2022-03-04T05:06:07Z");
  }

  @Test
  void filesOfSingleRunsAreNamedByIdAndLevel() throws IOException {
    String json =
        """
        {"simulation_name": "001/Lev3", "alternative_names": ["BFI:x:001", "SXS:BBH:2570"],
         "date_postprocessing": "2021-05-25T13:15:50-07:00"}
        """;
    String text =
        """
        # comment
        simulation-name = 001
        alternative-names = SXS:BBH:2571
        date-run-latest = 2021-04-21T21:24:33
        """;

    assertThat(imported("a/metadata.json", json.getBytes(UTF_8))).isTrue();
    assertThat(imported("a/Lev2/metadata.txt", text.getBytes(UTF_8))).isTrue();
    assertThat(imported("b/metadata.txt", "simulation-name = mine/Lev1\n".getBytes(UTF_8)))
        .isTrue();
    assertThat(pages.record("SXS:BBH:2570/Lev3").datestamp())
        .isEqualTo(Instant.parse("2021-05-25T20:15:50Z"));
    assertThat(pages.record("SXS:BBH:2571/Lev2").datestamp())
        .isEqualTo(Instant.parse("2021-04-21T21:24:33Z"));
    assertThat(pages.record("mine/Lev1").kind()).isEqualTo("run-txt");
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    for (String other :
        List.of(
            "", "hello", "{\"a\": 1}", "[1, 2]", "catalog-tag = RIT:BBH:0001", "\u0089HDF\0x")) {
      assertThat(imported("other", other.getBytes(UTF_8))).as(other).isFalse();
    }
    assertThat(imported("data.zip", zip("no catalog"))).isFalse();
    assertThat(pages.urls).isEmpty();
  }

  @Test
  void aCutCatalogIsNotQuietlyPassedOver() throws IOException {
    byte[] cut = "{\"SXS:BBH:1\": {}, ".getBytes(UTF_8);
    assertThatThrownBy(() -> imported("simulations.json", cut))
        .isInstanceOf(BrokenFile.class)
        .hasMessageStartingWith("simulations.json: Not a whole JSON document")
        .hasMessageNotContaining("\n");
    byte[] packed = zip(DOCUMENT);
    byte[] half = Arrays.copyOf(packed, packed.length / 2);
    assertThatThrownBy(() -> imported("simulations_v3.0.0.bz2", half))
        .isInstanceOf(BrokenFile.class)
        .hasMessageContaining("damaged");
    assertThat(pages.urls).isEmpty();
    assertThat(pages.listing).isNull();
  }

  private SxsSource source() {
    return source(Map.of());
  }

  private SxsSource source(Map<String, String> own) {
    return new SxsSource(settings(own));
  }

  private SourceSettings settings(Map<String, String> own) {
    Map<String, Serializable> values = new HashMap<>();
    values.put("tag", "");
    values.put("document", "simulations.json");
    values.put("max-attempts", 1L);
    values.putAll(own);
    return provider.settings("sxs", values);
  }

  private void harvest(SxsSource source, PlanRequest request) throws IOException {
    try (PoliteClient client = PoliteClient.open(settings(Map.of()), new Pace(Duration.ZERO))) {
      for (WorkUnit unit : source.plan(request)) {
        source.harvest(unit, client, pages);
      }
    }
  }

  private boolean imported(String path, byte[] content) throws IOException {
    ImportFile file =
        new ImportFile(
            path, content.length, Instant.EPOCH, () -> new java.io.ByteArrayInputStream(content));
    return source().importFile(file, pages);
  }

  private static PlanRequest incremental() {
    return request(PlanRequest.Mode.INCREMENTAL);
  }

  private static PlanRequest request(PlanRequest.Mode mode, BatchManifest... manifests) {
    return new PlanRequest("run-1", mode, null, null, List.of(manifests));
  }

  private static BatchManifest manifest(String cycle, Map<String, String> state) {
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    return new BatchManifest(
        "b", "sxs", SxsSource.UNIT, cycle, "harvest", null, 0, at, at, state, List.of());
  }

  private static byte[] bzip2(String document) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BZip2CompressorOutputStream out = new BZip2CompressorOutputStream(bytes)) {
      out.write(document.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(String document) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("simulations.json"));
      zip.write(document.getBytes(UTF_8));
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }
}
