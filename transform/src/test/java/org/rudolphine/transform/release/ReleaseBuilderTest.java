package org.rudolphine.transform.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.TableManifest;
import org.rudolphine.ingest.parquet.ParquetRows;
import org.rudolphine.transform.release.ReleaseResult.Status;

class ReleaseBuilderTest {
  @TempDir Path temp;

  private static ReleaseResult build(
      Lake lake, SampleTables tables, Profile profile, String version) throws IOException {
    return new ReleaseBuilder(SampleTables.SPARK, tables, lake, tables.request(profile, version))
        .build();
  }

  private static ReleaseResult build(Lake lake, SampleTables tables) throws IOException {
    return build(lake, tables, Profile.LINKED, null);
  }

  /** SHA-256 of every file below a folder, by relative path. */
  private static Map<String, String> tree(Path folder) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        tree.put(folder.relativize(file).toString(), Digests.sha256(Files.readAllBytes(file)));
      }
    }
    return tree;
  }

  private static List<Object> column(Folder folder, String table, String column)
      throws IOException {
    List<Object> values = new ArrayList<>();
    for (String path : folder.files()) {
      if (path.startsWith("data/" + table + "/")) {
        ParquetRows.forEach(folder.parquet(path), row -> values.add(row.get(column)));
      }
    }
    return values;
  }

  private static JsonNode json(Folder folder, String path) throws IOException {
    return ReleaseJson.tree(folder.read(path));
  }

  @Test
  void sameInputsGiveTheSameBytesWhereverAndHoweverWide() throws IOException {
    build(Lake.at(temp.resolve("one")), new SampleTables(1, 1), Profile.FULL, null);
    SampleTables.SPARK.conf().set("spark.sql.shuffle.partitions", "5");
    try {
      build(Lake.at(temp.resolve("a second place")), new SampleTables(4, 2), Profile.FULL, null);
    } finally {
      SampleTables.SPARK.conf().set("spark.sql.shuffle.partitions", "2");
    }
    Map<String, String> one = tree(temp.resolve("one/releases"));
    assertThat(tree(temp.resolve("a second place/releases"))).isEqualTo(one);
    assertThat(one.keySet()).noneMatch(path -> path.contains(".crc") || path.contains("_SUCCESS"));
  }

  @Test
  void linkedProfileHoldsWhatPairsAndLinksReferTo() throws IOException {
    ReleaseResult result = build(Lake.at(temp), SampleTables.of());
    Folder release = Folder.open(result.folder());

    assertThat(result.version()).isEqualTo("1.0.0");
    assertThat(result.status()).isEqualTo(Status.PUBLISHED);
    assertThat(result.rows())
        .containsEntry("pairs", 6L)
        .containsEntry("links", 6L)
        .containsEntry("gw_events", 3L)
        .containsEntry("nr_simulations", 2L)
        .containsEntry("sources", 2L)
        .containsOnlyKeys("pairs", "links", "gw_events", "nr_simulations", "sources", "columns");
    assertThat(column(release, "nr_simulations", "simulation_id"))
        .containsExactly("SXS:BBH:0001", "SXS:BBH:0305");
    assertThat(release.files())
        .contains(
            "data/pairs/train-00000-of-00001.parquet",
            "data/pairs/validation-00000-of-00001.parquet",
            "data/pairs/test-00000-of-00001.parquet",
            "data/links/links-00000-of-00001.parquet");
    assertThat(ReleaseVerifier.verify(release)).isEmpty();
  }

  @Test
  void whatMayNotBePassedOnIsWithheldWithAllThatRefersToIt() throws IOException {
    ReleaseResult result = build(Lake.at(temp), SampleTables.of(), Profile.FULL, null);
    Folder release = Folder.open(result.folder());

    assertThat(column(release, "gw_events", "event_name")).doesNotContain("GWCLOSED");
    assertThat(column(release, "pairs", "case_id")).doesNotContain("GWCLOSED").hasSize(6);
    assertThat(column(release, "unmatched", "id")).hasSize(1);
    assertThat(column(release, "nr_simulations", "simulation_id")).contains("SXS:BBH:9999");
    assertThat(release.files())
        .noneMatch(path -> path.startsWith("data/runs") || path.startsWith("data/rejects"));
    assertThat(result.withheld())
        .containsEntry("gw_events", 1L)
        .containsEntry("links", 1L)
        .containsEntry("pairs", 1L)
        .containsEntry("sources", 1L)
        .containsEntry("unmatched", 1L);
    JsonNode quality = json(release, "QUALITY.json");
    assertThat(quality.at("/withheld/gw_events/redistribute is no").asLong()).isEqualTo(1);
    assertThat(quality.at("/checks/orphans").asLong()).isZero();
    assertThat(quality.at("/rejects/0/reason").asText()).isEqualTo("no GPS time");
    assertThat(quality.at("/unmatched/0/rows").asLong()).isEqualTo(2);
    assertThat(quality.at("/splits/theory_groups_in_two_splits").asLong()).isEqualTo(2);
    assertThat(quality.at("/splits/groups_in_two_splits").asLong()).isZero();
    for (String path : release.files()) {
      assertThat(new String(release.read(path), StandardCharsets.ISO_8859_1))
          .as(path)
          .doesNotContain("secret excerpt")
          .doesNotContain(temp.toString());
    }
    assertThat(ReleaseVerifier.verify(release)).isEmpty();
  }

  @Test
  void statisticsAreOfTheTrainSplitAlone() throws IOException {
    Folder release = Folder.open(build(Lake.at(temp), SampleTables.of()).folder());
    JsonNode stats = json(release, "stats.json");
    // The one event of the train split has 60 observed, 61 predicted, in two pairs.
    JsonNode observed = stats.at("/pairs/gw~1final_mass_source/columns/observed");
    assertThat(observed.get("n").asLong()).isEqualTo(2);
    assertThat(observed.get("mean").asDouble()).isEqualTo(60.0);
    assertThat(observed.get("std").asDouble()).isZero();
    JsonNode chi2 = stats.at("/pairs/gw~1final_mass_source/columns/chi2");
    assertThat(chi2.get("nulls").asLong()).isEqualTo(2);
    assertThat(chi2.get("mean").isNull()).isTrue();
    assertThat(stats.at("/tables/gw_events/rows").asLong()).isEqualTo(1);
    assertThat(stats.at("/tables/gw_events/columns/mass_1_source_msun/max").asDouble())
        .isEqualTo(60.0);
  }

  @Test
  void manifestNamesWhatTheReleaseWasMadeFrom() throws IOException {
    Folder release = Folder.open(build(Lake.at(temp), SampleTables.of()).folder());
    ReleaseManifest manifest = ReleaseManifest.read(release.read(ReleaseManifest.PATH));
    assertThat(manifest.rawBatches()).isEqualTo(Map.of("gwosc", List.of("batch-1", "batch-2")));
    assertThat(manifest.rules()).isEqualTo(Map.of("gw-parameters", 2));
    assertThat(manifest.snapshot().tables()).containsKey("rejects").doesNotContainKey("runs");
    assertThat(manifest.files()).extracting(ReleaseManifest.Entry::path).isSorted();
    assertThat(manifest.files().stream().map(ReleaseManifest.Entry::path).toList())
        .containsExactlyInAnyOrderElementsOf(
            release.files().stream().filter(p -> !p.equals("MANIFEST.json")).toList());
    assertThat(manifest.changelog())
        .singleElement()
        .satisfies(change -> assertThat(change.date()).isEqualTo("2026-03-04"));
  }

  @Test
  void secondBuildPublishesNothing() throws IOException {
    Lake lake = Lake.at(temp);
    build(lake, SampleTables.of());
    Map<String, String> before = tree(temp.resolve("releases"));
    ReleaseResult again = build(lake, new SampleTables(3, 7));

    assertThat(again.status()).isEqualTo(Status.UNCHANGED);
    assertThat(again.version()).isEqualTo("1.0.0");
    assertThat(tree(temp.resolve("releases"))).isEqualTo(before);
    assertThat(temp.resolve("releases/_staging")).doesNotExist();
    assertThat(build(lake, SampleTables.of(), Profile.LINKED, "1.0.0").status())
        .isEqualTo(Status.UNCHANGED);
  }

  @Test
  void versionSaysWhatChanged() throws IOException {
    Lake lake = Lake.at(temp);
    SampleTables tables = SampleTables.of();
    build(lake, tables);

    tables.link(SampleTables.EVENTS.get("train"), "SXS:BBH:9999");
    assertThat(build(lake, tables).version()).isEqualTo("1.1.0");

    tables.rows("gw_events").get(0).put("mass_1_source_msun", 60.5);
    assertThat(build(lake, tables).version()).isEqualTo("2.0.0");

    tables.rows("links").get(0).put("right_id", "SXS:BBH:0404");
    assertThat(build(lake, tables).version()).as("a link is gone").isEqualTo("3.0.0");

    tables.rows("sources").get(0).put("citation", "Someone else (2021)");
    assertThat(build(lake, tables).version()).as("documents only").isEqualTo("3.0.1");

    ReleaseResult full = build(lake, tables, Profile.FULL, null);
    assertThat(full.version()).as("tables and rows only added").isEqualTo("3.1.0");

    Folder release = Folder.open(full.folder());
    assertThat(new String(release.read("CHANGELOG.md"), StandardCharsets.UTF_8))
        .contains(
            "## 3.1.0 (minor", "## 3.0.1 (patch", "## 1.0.0 (first", "unmatched: 1 rows added");
    assertThat(ReleaseVerifier.verify(release)).isEmpty();
    assertThat(lake.latestRelease()).contains("3.1.0");
  }

  @Test
  void aVersionThatExistsWithOtherContentIsRefused() throws IOException {
    Lake lake = Lake.at(temp);
    SampleTables tables = SampleTables.of();
    build(lake, tables, Profile.LINKED, "4.5.6");
    Map<String, String> before = tree(temp.resolve("releases"));
    tables.link(SampleTables.EVENTS.get("train"), "SXS:BBH:9999");
    assertThatThrownBy(() -> build(lake, tables, Profile.LINKED, "4.5.6"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("4.5.6");
    assertThat(tree(temp.resolve("releases"))).isEqualTo(before);
    assertThatThrownBy(() -> build(lake, tables, Profile.LINKED, "a b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a b");
  }

  @Test
  void aReleaseIsBuiltAgainFromItsManifest() throws IOException {
    Lake lake = Lake.at(temp.resolve("lake"));
    SampleTables tables = SampleTables.of();
    build(lake, tables);
    tables.link(SampleTables.EVENTS.get("train"), "SXS:BBH:9999");
    ReleaseResult second = build(lake, tables);
    Folder release = Folder.open(second.folder());
    ReleaseManifest manifest = ReleaseManifest.read(release.read(ReleaseManifest.PATH));

    ReleaseRequest now = tables.request(Profile.LINKED, null);
    ReleaseRequest again = ReleaseRequest.again(manifest, now.snapshot(), now.tables());
    new ReleaseBuilder(SampleTables.SPARK, tables, Lake.at(temp.resolve("scratch")), again).build();
    assertThat(tree(temp.resolve("scratch/releases/1.1.0")))
        .isEqualTo(tree(temp.resolve("lake/releases/1.1.0")));
  }

  @Test
  void nothingToReleaseIsSaidClearly() {
    SampleTables tables = SampleTables.of();
    ReleaseRequest all = tables.request(Profile.LINKED, null);
    Map<String, TableManifest> some = new TreeMap<>(all.tables());
    some.remove("pairs");
    ReleaseRequest request =
        new ReleaseRequest(
            Profile.LINKED, null, "0.1.0", "5e77", Map.of(), all.snapshot(), some, null);
    assertThatThrownBy(
            () -> new ReleaseBuilder(SampleTables.SPARK, tables, Lake.at(temp), request).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no table pairs yet");
  }
}
