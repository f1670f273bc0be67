package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Snapshot;
import org.rudolphine.jobs.demo.SampleServer;

/** From the providers' protocols to a verified release, with the things that happen on the way. */
class WholeRoadTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  @Test
  void secondNightPublishesNothingNew() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      Cli cli = Cli.on(folder, server);
      Cli.Result first = cli.run("nightly", "--json");
      assertThat(first.exit()).as(first.err()).isZero();
      JsonNode report = JSON.readTree(first.out());
      addsUp(report.at("/run/accounting"));
      assertThat(report.at("/release/status").asText()).isEqualTo("PUBLISHED");
      Map<String, String> releases = Trees.sums(folder.resolve("releases"));
      Snapshot before = Lake.at(folder).snapshot();

      Cli.Result second = cli.run("nightly", "--json");

      assertThat(second.exit()).as(second.err()).isZero();
      JsonNode again = JSON.readTree(second.out());
      addsUp(again.at("/run/accounting"));
      assertThat(again.at("/run/messages").toString())
          .contains("link: same tables, rules and code; not done again")
          .contains("release: same tables, settings and code; not built again");
      assertThat(again.get("pairs_by_domain")).isEqualTo(report.get("pairs_by_domain"));
      assertThat(again.at("/run/links")).isEqualTo(report.at("/run/links"));
      assertThat(again.at("/release/rows")).isEqualTo(report.at("/release/rows"));
      assertThat(again.at("/release/withheld")).isEqualTo(report.at("/release/withheld"));
      assertThat(Trees.sums(folder.resolve("releases"))).isEqualTo(releases);
      Snapshot after = Lake.at(folder).snapshot();
      assertThat(withoutRuns(after)).isEqualTo(withoutRuns(before));
      assertThat(after.tables().get("runs")).isNotEqualTo(before.tables().get("runs"));
    }
  }

  @Test
  void releaseIsVerifiedAndDamageIsNamed() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      Cli cli = Cli.on(folder, server);
      assertThat(cli.run("nightly").exit()).isZero();
      Path release = newestRelease();
      Cli.Result sound = cli.run("verify", release.toString());
      assertThat(sound.exit()).as(sound.out()).isZero();

      Path links;
      try (Stream<Path> files = Files.list(release.resolve("data/links"))) {
        links = files.findFirst().orElseThrow();
      }
      byte[] bytes = Files.readAllBytes(links);
      bytes[bytes.length / 2] ^= 1;
      Files.write(links, bytes);

      Cli.Result damaged = cli.run("verify", release.toString());
      assertThat(damaged.exit()).isEqualTo(ExitCode.FAILED);
      assertThat(damaged.out()).contains("data/links/" + links.getFileName());
    }
  }

  @Test
  void releaseIsRebuiltByteForByteFromItsManifest() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      Cli cli = Cli.on(folder, server);
      assertThat(cli.run("nightly").exit()).isZero();
    }
    Path release = newestRelease();
    // Other settings of today do not matter: the manifest says which ones made the release.
    Cli later = Cli.on(folder).set("link.rules.gw-parameters.list-length=3");
    Path output = folder.resolve("again");
    Cli.Result rebuilt =
        later.run(
            "rebuild", release.resolve("MANIFEST.json").toString(), "--output", output.toString());
    assertThat(rebuilt.exit()).as(rebuilt.err()).isZero();
    assertThat(rebuilt.out()).contains("byte for byte");
    assertThat(Trees.sums(output.resolve("releases").resolve(release.getFileName())))
        .isEqualTo(Trees.sums(release));
  }

  @Test
  void silentEditMakesARevisionAndKeepsTheOldOne() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      Cli cli = Cli.on(folder, server);
      assertThat(cli.run("harvest", "gwosc").exit()).isZero();
      assertThat(cli.run("normalize").exit()).isZero();
      server.edit(data -> data.setValue("GW150914-v3", "mass_1_source", 36.1));
      assertThat(cli.run("harvest", "gwosc").exit()).isZero();
      JsonNode normalized = JSON.readTree(cli.run("normalize", "--json").out());
      addsUp(normalized.get("accounting"));

      assertThat(
              rows(
                  cli,
                  "select revision, mass_1_source_msun from gw_events"
                      + " where event_version_id = 'GW150914-v3'"))
          .containsExactly("{\"revision\":2,\"mass_1_source_msun\":36.1}");
      assertThat(
              rows(
                  cli,
                  "select revision, mass_1_source_msun from gw_events_history"
                      + " where event_version_id = 'GW150914-v3' order by revision"))
          .containsExactly(
              // 35.6 is the published GWTC-1 median (arXiv:1811.12907, table III).
              "{\"revision\":1,\"mass_1_source_msun\":35.6}",
              "{\"revision\":2,\"mass_1_source_msun\":36.1}");
      assertThat(rows(cli, "select count(*) as n from gw_events where revision = 2"))
          .containsExactly("{\"n\":1}");
    }
  }

  @Test
  void listingThatLacksAThirdMarksNothing() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      Cli cli = Cli.on(folder, server);
      assertThat(cli.run("harvest", "gwosc").exit()).isZero();
      assertThat(cli.run("normalize").exit()).isZero();
      List<String> gone = new ArrayList<>();
      server.edit(
          data -> {
            List<String> ids = data.eventVersionIds();
            gone.addAll(ids.subList(0, ids.size() / 3 + 1));
            data.removeEventVersions(gone::contains);
          });
      assertThat(cli.run("harvest", "gwosc").exit()).isZero();

      Cli.Result refused = cli.run("normalize");
      assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
      assertThat(refused.err()).contains("lacks " + gone.size()).contains("max-vanish-fraction");
      assertThat(rows(cli, "select count(*) as n from gw_events where deleted_at is not null"))
          .containsExactly("{\"n\":0}");

      Cli believing = Cli.on(folder, server).set("sources.gwosc.max-vanish-fraction=1.0");
      assertThat(believing.run("normalize", "gwosc", "--rebuild").exit()).isZero();
      assertThat(rows(cli, "select count(*) as n from gw_events where deleted_at is not null"))
          .containsExactly("{\"n\":" + gone.size() + "}");
    }
  }

  @Test
  void brokenProviderStopsNeitherTheOtherNorTheNextNight() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      Cli cli = Cli.on(folder, server);
      server.behave(
          (asked, answer) ->
              asked.path().startsWith("/gwosc")
                  ? answer.withText("<html>down for maintenance</html>").withMediaType("text/html")
                  : answer);
      Cli.Result partly = cli.run("harvest");
      assertThat(partly.exit()).as(partly.err()).isEqualTo(ExitCode.SOME_SOURCES_FAILED);
      assertThat(partly.err()).contains("gwosc");
      Lake lake = Lake.at(folder);
      assertThat(lake.batches("gwosc")).isEmpty();
      assertThat(lake.batches("sxs")).isNotEmpty();

      server.behave((asked, answer) -> answer);
      assertThat(cli.run("harvest").exit()).isZero();
      assertThat(lake.batches("gwosc")).isNotEmpty();
    }
  }

  /** Bytes that a disk has turned must not become facts. */
  @Test
  void damagedRawBatchStopsItsSource() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      Cli cli = Cli.on(folder, server);
      assertThat(cli.run("harvest", "gwosc").exit()).isZero();
      Path part;
      try (Stream<Path> files = Files.walk(folder.resolve("raw/gwosc"))) {
        part =
            files
                .filter(file -> file.toString().endsWith(".parquet"))
                .max(java.util.Comparator.comparing(file -> file.toFile().length()))
                .orElseThrow();
      }
      byte[] bytes = Files.readAllBytes(part);
      for (int i = 0; i < 8; i++) {
        bytes[bytes.length / 3 + i] ^= 0x55;
      }
      Files.write(part, bytes);

      Cli.Result normalized = cli.run("normalize", "gwosc");

      assertThat(normalized.exit()).as(normalized.err()).isEqualTo(ExitCode.FAILED);
      assertThat(normalized.err())
          .contains("damaged")
          .contains(part.getParent().getFileName().toString());
      assertThat(Lake.at(folder).snapshot().tables()).doesNotContainKey("gw_events");
    }
  }

  @Test
  void backfillLeavesTheWatermark() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      Cli cli = Cli.on(folder, server);
      assertThat(cli.run("harvest", "gwosc").exit()).isZero();
      String before = watermark(cli);
      Cli.Result backfill =
          cli.run("harvest", "gwosc", "--from", "2015-09-01", "--until", "2015-12-31");
      assertThat(backfill.exit()).as(backfill.err()).isZero();
      assertThat(watermark(cli)).isEqualTo(before);
      assertThat(Lake.at(folder).batches("gwosc"))
          .anySatisfy(batch -> assertThat(batch.origin()).isEqualTo("backfill"));
    }
  }

  private static String watermark(Cli cli) throws IOException {
    return JSON.readTree(cli.run("status", "--json").out()).at("/watermarks/0/lastBatch").asText();
  }

  @Test
  void nightWithoutAnyProviderEndsClearly() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      server.behave((asked, answer) -> answer.withStatus(500));
      Cli.Result night = Cli.on(folder, server).run("nightly");
      assertThat(night.exit()).as(night.err()).isEqualTo(ExitCode.SOME_SOURCES_FAILED);
      assertThat(night.out()).contains("nothing was released");
      assertThat(Lake.at(folder).releases()).isEmpty();
    }
  }

  @Test
  void secondNightlyIsToldWhoHoldsTheLock() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      Lake lake = Lake.at(folder);
      assertThat(lake.lease("nightly").take("somebody-else", Instant.now())).isEmpty();
      Cli.Result locked = Cli.on(folder, server).run("nightly");
      assertThat(locked.exit()).isEqualTo(ExitCode.LOCKED);
      assertThat(locked.err()).contains("somebody-else");
      assertThat(lake.harvestedSources()).isEmpty();
    }
  }

  @Test
  void nightThatMeetsOnlyBusyLanesWasNotKeptOut() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      Lake lake = Lake.at(folder);
      for (String lane : List.of("arxiv", "cern", "github", "gwosc", "hepdata")) {
        assertThat(lake.lease("lane-" + lane).take("somebody-else", Instant.now())).isEmpty();
      }
      assertThat(Cli.on(folder, server).run("harvest").exit()).isEqualTo(ExitCode.LOCKED);
      Cli.Result night = Cli.on(folder, server).run("nightly");
      assertThat(night.exit()).as(night.err()).isEqualTo(ExitCode.SOME_SOURCES_FAILED);
      assertThat(night.err()).contains("somebody-else");
      assertThat(lake.harvestedSources()).isEmpty();
    }
  }

  @Test
  void malformedRecordIsRejectedWithReasonAndTheRunGoesOn() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      Cli cli = Cli.on(folder, server);
      assertThat(cli.run("harvest", "sxs").exit()).isZero();
      JsonNode normalized = JSON.readTree(cli.run("normalize", "--json").out());
      addsUp(normalized.get("accounting"));
      assertThat(rows(cli, "select native_id from rejects"))
          .containsExactly("{\"native_id\":\"SYNTHETIC:0001\"}");
      assertThat(
              rows(cli, "select count(*) as n from rejects where reason is null or raw_ref = ''"))
          .containsExactly("{\"n\":0}");
    }
  }

  /** Spark's message of a syntax error starts with an empty line. */
  @Test
  void queryThatIsNoSqlSaysWhatIsWrong() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      Cli cli = Cli.on(folder, server);
      assertThat(cli.run("harvest", "sxs").exit()).isZero();
      Cli.Result query = cli.run("query", "select");
      assertThat(query.exit()).isEqualTo(ExitCode.USAGE);
      assertThat(query.err()).containsIgnoringCase("syntax error");
    }
  }

  private static void addsUp(JsonNode accounting) {
    assertThat(accounting).isNotEmpty();
    for (JsonNode source : accounting) {
      long sum = 0;
      for (String part :
          List.of("written", "unchanged", "duplicate", "deleted", "rejected", "skipped")) {
        sum += source.get(part).asLong();
      }
      assertThat(source.get("read").asLong()).as(source.toString()).isEqualTo(sum);
    }
  }

  private List<String> rows(Cli cli, String sql) throws IOException {
    Path output = folder.resolve("rows.jsonl");
    Cli.Result query = cli.run("query", sql, "--format", "json", "--output", output.toString());
    assertThat(query.exit()).as(query.err()).isZero();
    return Files.readAllLines(output, StandardCharsets.UTF_8);
  }

  private Path newestRelease() throws IOException {
    JsonNode latest = JSON.readTree(Files.readAllBytes(folder.resolve("releases/latest.json")));
    return folder.resolve("releases").resolve(latest.get("path").asText());
  }

  private static Map<String, String> withoutRuns(Snapshot snapshot) {
    Map<String, String> tables = new java.util.TreeMap<>(snapshot.tables());
    tables.remove("runs");
    return tables;
  }
}
