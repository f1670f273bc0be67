package org.rudolphine.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.FakeProvider;
import org.rudolphine.ingest.http.HttpFailure;
import org.rudolphine.ingest.http.Pace;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Step;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.raw.PageRecord;

class TmrSourceTest {
  private static final String REPO = "/repos/TMBWG/turbmodels";
  private static final String HEAD = REPO + "/commits/HEAD";
  private static final String ONE = "1".repeat(40);
  private static final String TWO = "2".repeat(40);
  private static final String CF = "Step_validation/cf.exp.dat";
  private static final String DECK = "Step_validation/step_cfl3d_typical_sa.inp";
  private static final String TABLE = "variables=\"x\",\"cf\"\n1 2\n";
  // printf '...' | git hash-object --stdin
  private static final String TABLE_BLOB = "f93a9c22a2f5b358f7edf99df2075b23d32c42a3";
  private static final String CHANGED = "variables=\"x\",\"cf\"\n1 3\n";
  private static final String CHANGED_BLOB = "a51ea557296fc86005d1608830452dd15b49dea0";
  private static final String DECK_BLOB = "fc6ac35d8393373ce24cc5f404e0077e94f67fbc";
  private static final String POINTER =
      """
      version https://git-lfs.github.com/spec/v1
      oid sha256:6e38e17b4f7de72183630536d8c2703d205f51056c76cc691f7c74acc8cab811
      size 734971
      """;

  private final FakeProvider provider = FakeProvider.start();
  private final List<BatchManifest> manifests = new ArrayList<>();

  @AfterEach
  void stop() {
    provider.close();
  }

  private TmrSource source(Map<String, ? extends Serializable> overrides) {
    return new TmrSource(settings(overrides));
  }

  private SourceSettings settings(Map<String, ? extends Serializable> overrides) {
    Map<String, Serializable> all =
        new TreeMap<>(Map.of("commit", "", "max-table-bytes", 1000L, "max-attempts", 2L));
    all.putAll(overrides);
    return provider.settings("tmr", all);
  }

  private void serve(String commit, String... pathsAndBlobs) {
    provider.reply(HEAD, 200, "application/vnd.github.sha", commit);
    StringBuilder tree = new StringBuilder();
    for (int i = 0; i < pathsAndBlobs.length; i += 2) {
      tree.append(i == 0 ? "" : ",")
          .append(
              """
              {"path": "%s", "mode": "100644", "type": "blob", "sha": "%s", "size": 25}"""
                  .formatted(pathsAndBlobs[i], pathsAndBlobs[i + 1]));
    }
    provider.reply(
        REPO + "/git/trees/" + commit + "?recursive=1",
        200,
        "application/json",
        "{\"sha\": \"" + commit + "\", \"truncated\": false, \"tree\": [" + tree + "]}");
  }

  private void file(String commit, String path, String text) {
    provider.reply("/TMBWG/turbmodels/" + commit + "/" + path, 200, "text/plain", text);
  }

  /** One harvest, unit by unit, as the lake would run it. */
  private List<CollectingSink> harvest(String run, PlanRequest.Mode mode) throws IOException {
    TmrSource source = source(Map.of());
    List<CollectingSink> sinks = new ArrayList<>();
    for (List<WorkUnit> units = plan(source, run, mode);
        !units.isEmpty();
        units = plan(source, run, mode)) {
      for (WorkUnit unit : units) {
        CollectingSink sink = new CollectingSink();
        try (PoliteClient client = client()) {
          source.harvest(unit, client, sink);
        }
        String origin = mode == PlanRequest.Mode.BACKFILL ? "backfill" : "harvest";
        manifests.add(sink.manifest("tmr", unit.id(), run, origin));
        sinks.add(sink);
      }
    }
    return sinks;
  }

  private List<WorkUnit> plan(TmrSource source, String run, PlanRequest.Mode mode) {
    return source.plan(new PlanRequest(run, mode, null, null, manifests));
  }

  private PoliteClient client() {
    SourceSettings settings = settings(Map.of());
    return PoliteClient.open(settings, new Pace(Duration.ZERO));
  }

  private List<CollectingSink> firstNight() throws IOException {
    serve(ONE, CF, TABLE_BLOB, DECK, DECK_BLOB, "Step_validation/cf.jpg", TABLE_BLOB);
    file(ONE, CF, TABLE);
    file(ONE, DECK, "mach\n");
    return harvest("night-1", PlanRequest.Mode.INCREMENTAL);
  }

  @Test
  void aCommitIsListedAndItsFilesAreLandedByteForByte() throws IOException {
    List<CollectingSink> sinks = firstNight();

    assertThat(provider.targets())
        .containsExactly(
            HEAD,
            REPO + "/git/trees/" + ONE + "?recursive=1",
            "/TMBWG/turbmodels/" + ONE + "/" + CF,
            "/TMBWG/turbmodels/" + ONE + "/" + DECK);
    assertThat(provider.requests().get(0).header("accept")).isEqualTo("application/vnd.github.sha");
    assertThat(sinks).hasSize(2);
    assertThat(sinks.get(0).listing()).isEqualTo("files");
    assertThat(sinks.get(0).records())
        .extracting(record -> record.kind() + " " + record.nativeId())
        .containsExactly("listing " + CF, "listing " + DECK);
    assertThat(sinks.get(1).listing()).isNull();
    assertThat(sinks.get(1).records())
        .extracting(r -> r.kind() + " " + r.nativeId() + " " + new String(r.payload(), UTF_8))
        .containsExactly("table " + CF + " " + TABLE, "deck " + DECK + " mach\n");
    assertThat(sinks.get(1).pages().get(0).url()).contains("/" + ONE + "/");
  }

  @Test
  void aCommitThatIsKnownCostsOneRequest() throws IOException {
    firstNight();
    int before = provider.requests().size();

    List<CollectingSink> second = harvest("night-2", PlanRequest.Mode.INCREMENTAL);

    assertThat(provider.targets().subList(before, provider.targets().size())).containsExactly(HEAD);
    assertThat(second).singleElement().satisfies(sink -> assertThat(sink.records()).isEmpty());
    assertThat(second.get(0).listing()).isNull();
  }

  @Test
  void aTagThatStillHoldsIsTheKnownCommit() throws IOException {
    serve(ONE, CF, TABLE_BLOB);
    file(ONE, CF, TABLE);
    provider.script(HEAD, Step.tagged("\"tag\"", "application/vnd.github.sha", ONE));
    harvest("night-1", PlanRequest.Mode.INCREMENTAL);

    assertThat(harvest("night-2", PlanRequest.Mode.INCREMENTAL))
        .singleElement()
        .satisfies(sink -> assertThat(sink.records()).isEmpty());
    assertThat(provider.requests().get(3).header("if-none-match")).isEqualTo("\"tag\"");
  }

  @Test
  void onlyChangedBlobsAreFetchedOfANewCommit() throws IOException {
    firstNight();
    int before = provider.requests().size();
    serve(TWO, CF, CHANGED_BLOB, DECK, DECK_BLOB);
    file(TWO, CF, CHANGED);

    List<CollectingSink> second = harvest("night-2", PlanRequest.Mode.INCREMENTAL);

    assertThat(provider.targets().subList(before, provider.targets().size()))
        .containsExactly(
            HEAD,
            REPO + "/git/trees/" + TWO + "?recursive=1",
            "/TMBWG/turbmodels/" + TWO + "/" + CF);
    assertThat(second.get(1).records()).extracting(PageRecord::nativeId).containsExactly(CF);
  }

  @Test
  void aFileThatIsGoneIsMissingFromTheListingAndFetchedWhenItComesBack() throws IOException {
    firstNight();
    serve(TWO, DECK, DECK_BLOB);
    List<CollectingSink> gone = harvest("night-2", PlanRequest.Mode.INCREMENTAL);
    assertThat(gone).hasSize(1);
    assertThat(gone.get(0).records()).extracting(PageRecord::nativeId).containsExactly(DECK);

    serve(ONE, CF, TABLE_BLOB, DECK, DECK_BLOB);
    List<CollectingSink> back = harvest("night-3", PlanRequest.Mode.INCREMENTAL);
    assertThat(back.get(1).records()).extracting(PageRecord::nativeId).containsExactly(CF);
  }

  @Test
  void aFullHarvestFetchesEverythingAgain() throws IOException {
    firstNight();
    assertThat(harvest("night-2", PlanRequest.Mode.FULL).get(1).records()).hasSize(2);
    assertThat(harvest("night-3", PlanRequest.Mode.INCREMENTAL)).hasSize(1);
    assertThat(harvest("night-4", PlanRequest.Mode.BACKFILL).get(1).records()).hasSize(2);
    assertThat(harvest("night-5", PlanRequest.Mode.INCREMENTAL)).hasSize(1);
  }

  @Test
  void anInterruptedUnitGoesOnWithWhatIsMissing() throws IOException {
    firstNight();
    WorkUnit unit =
        new WorkUnit(
            "tables-" + ONE.substring(0, 12),
            Map.of(
                "commit", ONE, "listed", TmrBlobs.pack(Map.of(CF, TABLE_BLOB, DECK, DECK_BLOB))));
    CollectingSink sink = new CollectingSink(Set.of(CF));
    try (PoliteClient client = client()) {
      source(Map.of()).harvest(unit, client, sink);
    }
    assertThat(sink.records()).extracting(PageRecord::nativeId).containsExactly(DECK);
    assertThat(TmrBlobs.unpack(sink.state().get("landed"))).containsOnlyKeys(CF, DECK);
  }

  @Test
  void aFileThatIsNotGivenOrIsAnotherIsToldAndAskedForAgain() throws IOException {
    serve(ONE, CF, TABLE_BLOB, DECK, DECK_BLOB);
    file(ONE, CF, CHANGED); // not what the tree says
    CollectingSink tables = harvest("night-1", PlanRequest.Mode.INCREMENTAL).get(1);
    assertThat(tables.records()).isEmpty();
    assertThat(tables.state().get("failed." + CF))
        .contains("gives blob " + CHANGED_BLOB)
        .contains(TABLE_BLOB);
    assertThat(tables.state().get("failed." + DECK)).contains("404");

    file(ONE, CF, TABLE);
    file(ONE, DECK, "mach\n");
    assertThat(harvest("night-2", PlanRequest.Mode.INCREMENTAL).get(1).records()).hasSize(2);
  }

  @Test
  void theAnswerOfARateLimitFailsTheListing() {
    provider.reply(
        HEAD, 403, "application/json", "{\"message\": \"API rate limit exceeded for 127.0.0.1\"}");
    assertThatThrownBy(() -> harvest("night-1", PlanRequest.Mode.INCREMENTAL))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("403");
    provider.script(
        HEAD, Step.retryAfterSeconds(429, 0), Step.reply(200, "application/vnd.github.sha", ONE));
    assertThatThrownBy(() -> harvest("night-1", PlanRequest.Mode.INCREMENTAL))
        .hasMessageContaining("404") // the tree; the commit was asked for again and came
        .hasMessageContaining("git/trees");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not json | not JSON",
        "{\"sha\": \"x\"} | no array tree",
        "{\"tree\": [], \"truncated\": true} | import tmr",
        "{\"tree\": []} | no table and no input deck",
        "{\"tree\": [{\"path\": \"A/b.dat\", \"type\": \"blob\", \"sha\": \"7\"}]} | no blob id",
      })
  void aTreeThatCannotBeTrustedFailsTheListing(String body, String words) {
    provider.reply(HEAD, 200, "application/vnd.github.sha", ONE);
    provider.reply(REPO + "/git/trees/" + ONE + "?recursive=1", 200, "application/json", body);
    assertThatThrownBy(() -> harvest("night-1", PlanRequest.Mode.INCREMENTAL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(words);
  }

  @Test
  void aPageInPlaceOfACommitFailsTheListing() {
    provider.reply(HEAD, 200, "text/html", "<html>");
    assertThatThrownBy(() -> harvest("night-1", PlanRequest.Mode.INCREMENTAL))
        .hasMessageContaining("not the name of a commit");
  }

  @Test
  void filesThatAreTooLargeAreListedAndNotFetched() throws IOException {
    provider.reply(HEAD, 200, "application/vnd.github.sha", ONE);
    provider.reply(
        REPO + "/git/trees/" + ONE + "?recursive=1",
        200,
        "application/json",
        """
        {"tree": [{"path": "%s", "type": "blob", "sha": "%s", "size": 1001}]}"""
            .formatted(CF, TABLE_BLOB));
    List<CollectingSink> sinks = harvest("night-1", PlanRequest.Mode.INCREMENTAL);
    assertThat(sinks).hasSize(1);
    assertThat(new String(sinks.get(0).records().get(0).payload(), UTF_8)).contains("1001");
  }

  // ---- import
  // ------------------------------------------------------------------------------------

  private static ImportFile given(String path, byte[] bytes) {
    return new ImportFile(path, bytes.length, Instant.EPOCH, () -> new ByteArrayInputStream(bytes));
  }

  private CollectingSink imported(String path, byte[] bytes) throws IOException {
    CollectingSink sink = new CollectingSink();
    if (!source(Map.of()).importFile(given(path, bytes), sink)) {
      assertThat(sink.pages()).isEmpty();
      return null;
    }
    return sink;
  }

  @ParameterizedTest
  @CsvSource({
    "Step_validation/cf.exp.dat, table",
    "a/b/c/X.DAT, table",
    "Step_validation/cp.dat_old, table",
    "Step_validation/fun3d.nml_typical_sa_2, deck",
    "Step_validation/step_cfl3d_typical_sa.inp, deck",
    "Step_validation/PIV.tar.gz.lfs-pointer, lfs-pointer",
  })
  void filesAreKnownByTheirPaths(String path, String kind) throws IOException {
    assertThat(imported(path, TABLE.getBytes(UTF_8)).records())
        .singleElement()
        .satisfies(record -> assertThat(record.kind()).isEqualTo(kind))
        .satisfies(record -> assertThat(record.nativeId()).isEqualTo(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Step_validation/cf.jpg",
        "Step_validation/grid.p3dbin",
        "Step_validation/PIV.tar.gz",
        ".git/objects/ab.dat",
        "Step_validation/.hidden/x.dat",
        "Step_validation/data",
      })
  void whatIsNoTableIsLeftAlone(String path) throws IOException {
    assertThat(imported(path, TABLE.getBytes(UTF_8))).isNull();
  }

  @Test
  void aTableThatIsAPointerSaysSo() throws IOException {
    assertThat(imported(CF, POINTER.getBytes(UTF_8)).records().get(0).kind())
        .isEqualTo("lfs-pointer");
  }

  @Test
  void theFolderOfACloneOrArchiveIsNoPartOfThePath() throws IOException {
    String commit = "c3966ddea2280b6e39b8ad1f90001f20b886f266";
    CollectingSink sink = imported("turbmodels-" + commit + "/" + CF, TABLE.getBytes(UTF_8));
    assertThat(sink.records().get(0).nativeId()).isEqualTo(CF);
    assertThat(sink.pages().get(0).url()).isEqualTo("import:" + commit + "/" + CF);
    assertThat(imported("turbmodels/" + CF, TABLE.getBytes(UTF_8)).records().get(0).nativeId())
        .isEqualTo(CF);
  }

  @Test
  void whatWasImportedIsNotFetchedAgainAndAnOldCloneIsHealed() throws IOException {
    manifests.add(
        imported(CF, TABLE.getBytes(UTF_8)).manifest("tmr", "import-1", "import-1", "import"));
    serve(ONE, CF, TABLE_BLOB, DECK, DECK_BLOB);
    file(ONE, CF, TABLE);
    file(ONE, DECK, "mach\n");
    assertThat(harvest("night-1", PlanRequest.Mode.INCREMENTAL).get(1).records())
        .extracting(PageRecord::nativeId)
        .containsExactly(DECK);

    manifests.add(
        imported(CF, CHANGED.getBytes(UTF_8)).manifest("tmr", "import-2", "import-2", "import"));
    assertThat(harvest("night-2", PlanRequest.Mode.INCREMENTAL).get(1).records())
        .extracting(PageRecord::nativeId)
        .containsExactly(CF);
  }

  @Test
  void aZipArchiveOfACommitIsOneBatch() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : List.of("README.md", CF, DECK, "x/big.dat")) {
        zip.putNextEntry(new ZipEntry("turbmodels-" + TWO + "/" + name));
        zip.write(name.endsWith("big.dat") ? new byte[1001] : TABLE.getBytes(UTF_8));
        zip.closeEntry();
      }
    }
    CollectingSink sink = imported("turbmodels.zip", bytes.toByteArray());
    assertThat(sink.records())
        .extracting(record -> record.kind() + " " + record.nativeId())
        .containsExactly("table " + CF, "deck " + DECK);
    assertThat(sink.pages().get(0).url()).isEqualTo("import:turbmodels.zip!" + TWO + "/");
    assertThat(TmrBlobs.unpack(sink.state().get("landed"))).containsEntry(CF, TABLE_BLOB);
  }

  @Test
  void archivesThatAreDamagedOrOfSomebodyElse() throws IOException {
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(other)) {
      zip.putNextEntry(new ZipEntry("photo.jpg"));
    }
    assertThat(imported("other.zip", other.toByteArray())).isNull();
    assertThat(imported("no.zip", "no archive".getBytes(UTF_8))).isNull();

    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bomb)) {
      zip.putNextEntry(new ZipEntry("zeros.bin"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 600; i++) {
        zip.write(zeros);
      }
    }
    assertThatThrownBy(() -> imported("bomb.zip", bomb.toByteArray()))
        .isInstanceOf(RefusedFile.class)
        .hasMessageContaining("grows more than 500 times");
  }

  @Test
  void aTableThatIsTooLargeIsRefused() {
    assertThatThrownBy(() -> imported(CF, new byte[1001]))
        .isInstanceOf(RefusedFile.class)
        .hasMessageContaining("1001 bytes, more than sources.tmr.max-table-bytes, 1000");
  }

  @Test
  void theSameBytesInTwoFoldersAreTwoFiles() {
    TmrSource source = source(Map.of());
    assertThat(source.importName("a/x.dat", "sum"))
        .isNotEqualTo(source.importName("b/x.dat", "sum"));
    assertThat(source.importName("turbmodels/a/x.dat", "sum"))
        .isEqualTo(source.importName("a/x.dat", "sum"));
  }

  @Test
  void settingsOfItsOwnAreChecked() {
    assertThatThrownBy(() -> source(Map.of("commit", "c3966dd"))).hasMessageContaining("c3966dd");
    assertThatThrownBy(() -> source(Map.of("max-table-bytes", 0L))).hasMessageContaining("not 0");
  }
}
