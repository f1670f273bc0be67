package org.rudolphine.transform.normalize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.rudolphine.transform.normalize.Sightings.at;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.normalize.BranchLake.Batch;
import org.rudolphine.transform.normalize.Normalization.Mode;

class FamiliesTest {
  private static final int FAMILIES = 25;

  @TempDir Path folder;

  private static PageRecord record(String id, String payload) {
    return PageRecord.of("word", id, "text/plain", payload);
  }

  private static PageRecord gone(String id) {
    return new PageRecord("word", id, null, true, "text/plain", new byte[0]);
  }

  /** Whatever a provider may do, some of it late. */
  private static PageRecord anything(Random random, int family) {
    String id = family + List.of("", "#a", "#b").get(random.nextInt(3));
    int n = random.nextInt(3);
    PageRecord record =
        switch (random.nextInt(13)) {
          case 0, 1, 2 -> record(id, "data " + n);
          case 3 -> record(id, "detail " + n);
          case 4 -> record(id, "files f" + n + " f" + (n + 1));
          case 5 -> record(id, "both " + n + " f" + n);
          case 6 -> record(id, "bad " + n);
          case 7 -> record(id, "skip");
          case 8 -> record(id, "other " + n);
          case 9 -> record(id, "whole " + n + " x f" + n);
          case 10 -> record(id, "index x f" + n + " f" + (n + 1));
          case 11 -> record(id, "nothing");
          default -> gone(id);
        };
    return random.nextInt(4) == 0 ? record.datedAt(at(1 + random.nextInt(6))) : record;
  }

  /** A first load, then small batches; two of them share a harvest, some are complete listings. */
  private static List<Batch> nights(Random random) {
    List<PageRecord> load = new ArrayList<>();
    for (int family = 0; family < FAMILIES; family++) {
      load.add(record(family + "", "data 1"));
      if (random.nextInt(3) == 0) {
        load.add(anything(random, family));
      }
    }
    List<Batch> nights = new ArrayList<>();
    nights.add(new Batch(2, "load", "datasets", load));
    for (int night = 3; night < 7; night++) {
      boolean listing = random.nextInt(3) == 0;
      nights.add(
          new Batch(
              night,
              "cycle-" + (night == 5 ? 4 : night),
              listing ? "datasets" : null,
              listing ? listing(random) : few(random)));
    }
    return nights;
  }

  private static List<PageRecord> few(Random random) {
    return Stream.generate(() -> anything(random, random.nextInt(FAMILIES + 3)))
        .limit(1 + random.nextInt(4))
        .toList();
  }

  /** Most datasets again; sometimes as a list of an earlier time, after which later ones differ. */
  private static List<PageRecord> listing(Random random) {
    boolean late = random.nextBoolean();
    return IntStream.range(0, FAMILIES)
        .filter(family -> random.nextInt(10) > 0)
        .mapToObj(family -> record(family + "", "data 1"))
        .map(record -> late ? record.datedAt(at(2)) : record)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void tablesAreTheSameNightByNightAtTheEndAndRebuilt(long seed) throws IOException {
    List<Batch> nights = nights(new Random(seed));
    BranchLake stepwise = new BranchLake(folder.resolve("stepwise"));
    int increments = 0;
    for (Batch night : nights) {
      stepwise.land(night);
      Accounting full = stepwise.countedByAFullRun();
      assertThat(stepwise.publish(Mode.INCREMENTAL)).isEqualTo(full);
      increments += stepwise.lastRunWasAnIncrement() ? 1 : 0;
    }
    assertThat(increments).as("runs that folded only news").isGreaterThanOrEqualTo(2);

    BranchLake once = new BranchLake(folder.resolve("once"));
    for (Batch night : nights) {
      once.land(night);
    }
    once.publish(Mode.INCREMENTAL);
    assertThat(stepwise.contents()).isEqualTo(once.contents()).hasSize(5);

    stepwise.publish(Mode.REBUILD);
    assertThat(stepwise.contents()).isEqualTo(once.contents());
    assertThat(json(once.store().read("hep_datasets")).toString())
        .contains("\"change_kinds\":[\"physics\"]", "\"issues\":[]");
    assertThat(json(once.store().read("hep_files")).toString())
        .as("files that are there and files that are gone")
        .contains("\"deleted_at\":\"2026-01-01T0")
        .matches(rows -> rows.matches(".*\\{(?:(?!deleted_at)[^{])*\\}.*"));
  }

  /** Nights of which key by key can tell all: no row says of another that it is gone. */
  private static Batch plain(Batch night) {
    return new Batch(
        night.hour(),
        night.cycle(),
        night.listing(),
        night.records().stream()
            .filter(record -> !record.deleted())
            .filter(record -> !new String(record.payload(), UTF_8).matches("(?:whole|index|not).*"))
            .toList());
  }

  /** Three ways to fold the same: alone or grouped by family, and key by key. */
  @Test
  void waysOfFoldingAgree() throws IOException {
    BranchLake branch = new BranchLake(folder);
    for (Batch night : nights(new Random(3))) {
      branch.land(plain(night));
    }
    List<BatchManifest> batches = branch.lake().batches(BranchLake.SOURCE);
    Dataset<Row> raw = RawRows.read(SparkSessions.shared(), branch.lake(), batches);
    HashSet<String> fresh = new HashSet<>(batches.stream().map(BatchManifest::batch).toList());
    long records = batches.stream().mapToLong(BatchManifest::records).sum();
    Normalizer normalizer = new BranchNormalizer(branch.settings());
    Listings.Finding none = new Listings.Finding(List.of(), List.of());

    Folded split =
        new FamilyByFamily(normalizer, branch.settings(), 0)
            .fold(raw, fresh, List.of(), records, records)
            .orElseThrow();
    Folded grouped =
        new FamilyByFamily(normalizer, branch.settings(), Long.MAX_VALUE)
            .fold(raw, fresh, List.of(), records, records)
            .orElseThrow();
    Folded byKey =
        new KeyByKey(
                SparkSessions.shared(), normalizer, branch.settings(), Assets.of(branch.lake()))
            .fold(raw, fresh, none, records);

    assertThat(contents(split)).isEqualTo(contents(grouped)).isEqualTo(contents(byKey));
    assertThat(split.unrevised()).isEqualTo(grouped.unrevised()).doesNotContain("hep_datasets");
    List.of(split, grouped, byKey).forEach(folded -> folded.release().run());
  }

  private static Map<String, Object> contents(Folded folded) {
    Map<String, Object> contents = new TreeMap<>();
    folded.newest().forEach((table, rows) -> contents.put(table, json(rows)));
    folded.histories().forEach((table, rows) -> contents.put(table + "_history", json(rows)));
    contents.put("rejects", json(folded.rejects()));
    contents.put("accounting", folded.accounting());
    return contents;
  }

  private static List<String> json(Dataset<Row> rows) {
    return rows.toJSON().collectAsList().stream().sorted().toList();
  }

  @Test
  void incrementParsesOnlyFamiliesWithNewsAndKeepsTheRestUnderTodaysLicence() throws IOException {
    BranchLake branch = new BranchLake(folder);
    branch.land(
        new Batch(
            1,
            "load",
            null,
            List.of(
                record("1", "data 1"),
                record("1#a", "detail 5"),
                record("2", "data 2"),
                record("3", "data 3"),
                record("4", "bad"),
                record("5", "skip"))));
    branch.publish(Mode.INCREMENTAL);
    assertThat(branch.contents().get("hep_files"))
        .as("copied, not written again")
        .isEqualTo(branch.contents().get("hep_files_history"));

    branch.with("licence", "CC-BY-4.0");
    branch.land(new Batch(2, "night", null, List.of(record("1", "data 9"), gone("3"))));
    BranchNormalizer.PARSED.clear();
    Accounting counted = branch.publish(Mode.INCREMENTAL);

    assertThat(branch.lastRunWasAnIncrement()).isTrue();
    assertThat(BranchNormalizer.PARSED).containsExactlyInAnyOrder("1", "1#a", "1", "3");
    assertThat(counted).isEqualTo(new Accounting(BranchLake.SOURCE, 2, 1, 0, 0, 1, 0, 0, 0));
    List<Row> rows =
        branch
            .store()
            .read("hep_datasets")
            .orderBy("record_id")
            .selectExpr(
                "record_id",
                "number_events",
                "revision",
                "change_kinds[0]",
                "conditions_from",
                "licence")
            .collectAsList();
    assertThat(rows)
        .extracting(Row::toString)
        .containsExactly(
            "[1,9,2,physics,2,CC-BY-4.0]", "[2,2,1,null,2,CC-BY-4.0]", "[3,3,2,null,2,CC-BY-4.0]");
    assertThat(branch.store().read("rejects").select("native_id", "licence").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[4,CC-BY-4.0]");
  }

  @Test
  void otherCodeOrAnIdWithoutFamilyFoldsEverything() throws IOException {
    BranchLake branch = new BranchLake(folder);
    branch.land(
        new Batch(
            1,
            "load",
            null,
            IntStream.range(0, 9).mapToObj(i -> record(i + "#a", "data 1")).toList()));
    branch.publish(Mode.INCREMENTAL);
    branch.codeVersion("1.1").land(new Batch(2, "two", null, List.of(record("1#a", "data 2"))));
    branch.publish(Mode.INCREMENTAL);
    assertThat(branch.lastRunWasAnIncrement()).as("tables of other code").isFalse();

    branch.land(new Batch(3, "three", null, List.of(record("1#a", "data 3"))));
    branch.publish(Mode.INCREMENTAL);
    assertThat(branch.lastRunWasAnIncrement()).as("tables of this code").isTrue();

    branch.with("strays", "true");
    branch.land(new Batch(4, "four", null, List.of(record("1", "data 4"))));
    Accounting counted = branch.publish(Mode.INCREMENTAL);
    assertThat(branch.lastRunWasAnIncrement()).as("an id without a family").isFalse();
    assertThat(counted.written()).isEqualTo(1);
    assertThat(branch.store().read("hep_datasets").count()).isEqualTo(9);
  }

  @Test
  void rowOfAnotherFamilyIsRejected() {
    BranchLake branch = new BranchLake(folder);
    PageRecord page = record("7#a", "other 1");
    RawRecord record =
        new RawRecord(
            BranchLake.SOURCE,
            page.kind(),
            page.nativeId(),
            null,
            false,
            "http://localhost/",
            page.mediaType(),
            at(1),
            RawRecord.sha256(page.payload()),
            1,
            0,
            page.payload());
    Outcome outcome = Outcome.of(new BranchNormalizer(branch.settings()), record);
    assertThat(outcome.rejected()).isTrue();
    assertThat(outcome.rejectField()).isEqualTo("record_id");
    assertThat(outcome.rejectReason()).contains("hep_datasets", "family");
    assertThat(outcome.excerpt()).isEqualTo("other-7");
  }
}
