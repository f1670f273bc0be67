package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.PackManifest;
import org.rudolphine.ingest.lake.RawFiles;
import org.rudolphine.ingest.parquet.ParquetRows;
import org.rudolphine.ingest.raw.Compaction;
import org.rudolphine.ingest.raw.CompactionLimits;
import org.rudolphine.ingest.raw.Landing;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.jobs.settings.Settings;

/**
 * Random nights, packings, removals and kills between any two of their steps, in any order: what
 * the raw batches say is always the same as if nothing but nights had happened.
 */
class PackedHistoryTest {
  private static final String SOURCE = "gwosc";
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final CompactionLimits LIMITS =
      new CompactionLimits(Duration.ZERO, 1 << 20, 2, 20_000);

  @TempDir Path folder;

  private final TreeMap<String, BatchManifest> manifests = new TreeMap<>();
  private final TreeMap<String, List<String>> records = new TreeMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nothingIsLostDoubledOrChanged(long seed) throws IOException {
    Random random = new Random(seed);
    for (int step = 0; step < 40; step++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> night(step, random);
        case 3 -> pack("run-" + step);
        case 4 -> packTwiceAtOnce(step, random);
        case 5 -> packKilled(step);
        case 6 -> assertThat(retain().failures()).isEmpty();
        default -> retainKilled(random);
      }
      check(random);
    }
    assertThat(manifests).isNotEmpty();
  }

  private Lake lake() {
    return Lake.at(folder);
  }

  private void night(int step, Random random) throws IOException {
    Clock clock = Clock.fixed(NOON.plus(Duration.ofDays(step)), ZoneOffset.UTC);
    Landing landing = Landing.open(lake(), SOURCE, "events", "n" + step, "harvest", clock);
    landing.state("night", Integer.toString(step));
    if (random.nextBoolean()) {
      landing.completeListing("events");
    }
    for (int page = random.nextInt(4); page > 0; page--) {
      List<PageRecord> rows =
          IntStream.range(0, random.nextInt(4))
              .mapToObj(i -> PageRecord.of("row", "id-" + i, "text/plain", text(random)))
              .toList();
      landing.page("https://example.org/", clock.instant(), rows);
    }
    BatchManifest batch = landing.complete();
    manifests.put(batch.batch(), batch);
    records.put(batch.batch(), read(List.of(batch)));
    assertThat(records.get(batch.batch())).hasSize((int) batch.records());
  }

  private static String text(Random random) {
    byte[] bytes = new byte[random.nextInt(1500)];
    random.nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private Compaction compaction(String run) {
    return new Compaction(lake(), SOURCE, run, LIMITS, Clock.systemUTC());
  }

  private List<PackManifest> pack(String run) throws IOException {
    Compaction compaction = compaction(run);
    List<PackManifest> packs = new ArrayList<>();
    for (Compaction.Group group : compaction.plan()) {
      packs.add(compaction.pack(group));
    }
    return packs;
  }

  /** Both decide before either has written; nights come in between. */
  private void packTwiceAtOnce(int step, Random random) throws IOException {
    Compaction one = compaction("one-" + step);
    List<Compaction.Group> groups = one.plan();
    night(step, random);
    pack("two-" + step);
    for (Compaction.Group group : groups) {
      one.pack(group);
    }
  }

  /** Killed before the manifest: the folder stays as it is. */
  private void packKilled(int step) throws IOException {
    for (PackManifest pack : pack("killed-" + step)) {
      Files.delete(source().resolve("pack=" + pack.pack()).resolve("_manifest.json"));
    }
  }

  private Path source() {
    return folder.resolve("raw").resolve(SOURCE);
  }

  private static final Retention.Rules RULES = new Retention.Rules(1, 0, Duration.ZERO);

  private RetainJob.Result retain() throws IOException {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Settings settings = Settings.load(List.of(), List.of("lake=" + folder));
    try (Workspace workspace = Workspace.open(settings, Console.watched(nowhere, nowhere, false))) {
      return new RetainJob(workspace, Run.start("retain", Clock.systemUTC())).remove(RULES);
    }
  }

  /** Killed after some removals, in the middle of one. */
  private void retainKilled(Random random) throws IOException {
    List<Retention.Removal> removals =
        Retention.plan(lake(), RULES, Instant.now(), "retain").removals();
    if (removals.isEmpty()) {
      return;
    }
    int killedAt = random.nextInt(removals.size());
    for (Retention.Removal removal : removals.subList(0, killedAt)) {
      lake().inventory().remove(removal.stored());
    }
    Path half = folder.resolve(removals.get(killedAt).stored().path());
    try (Stream<Path> files = Files.list(half)) {
      files
          .filter(file -> file.endsWith("_manifest.json"))
          .findFirst()
          .orElse(half.resolve("part-00000.parquet"))
          .toFile()
          .delete();
    }
  }

  private void check(Random random) throws IOException {
    assertThat(lake().batches(SOURCE)).isEqualTo(List.copyOf(manifests.values()));
    assertThat(read(manifests.values().stream().toList()))
        .containsExactlyInAnyOrderElementsOf(
            records.values().stream().flatMap(List::stream).toList());
    List<BatchManifest> some =
        manifests.values().stream().filter(batch -> random.nextInt(3) == 0).toList();
    assertThat(read(some))
        .containsExactlyInAnyOrderElementsOf(
            some.stream().flatMap(batch -> records.get(batch.batch()).stream()).toList());
  }

  /** Records as a normalizer is given them: all fields of each, as one line. */
  private List<String> read(List<BatchManifest> batches) throws IOException {
    RawFiles files = lake().rawFiles(SOURCE, batches);
    List<String> lines = new ArrayList<>();
    for (String uri : files.whole()) {
      read(uri, null, lines);
    }
    for (RawFiles.Shared shared : files.shared()) {
      for (String uri : shared.files()) {
        read(uri, shared, lines);
      }
    }
    lines.sort(Comparator.naturalOrder());
    return lines;
  }

  private static void read(String uri, RawFiles.Shared shared, List<String> lines)
      throws IOException {
    int slash = uri.lastIndexOf('/');
    ParquetRows.forEach(
        Folder.open(uri.substring(0, slash)).parquet(uri.substring(slash + 1)),
        row -> {
          if (shared == null || shared.batches().contains(row.get("batch").toString())) {
            row.put(
                "payload", new String((byte[]) row.get("payload"), StandardCharsets.ISO_8859_1));
            lines.add(row.toString());
          }
        });
  }
}
