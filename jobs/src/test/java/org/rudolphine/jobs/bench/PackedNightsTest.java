package org.rudolphine.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.Stored;
import org.rudolphine.ingest.raw.Compaction;
import org.rudolphine.ingest.raw.CompactionLimits;
import org.rudolphine.ingest.raw.Landing;
import org.rudolphine.ingest.raw.PageRecord;

/** What 400 nights cost a plan, before and after they are packed; prints a table. */
@Tag("endurance")
class PackedNightsTest {
  private static final int NIGHTS = 400;
  private static final Instant FIRST = Instant.parse("2025-01-02T03:00:00Z");

  @TempDir Path folder;

  @Test
  void aPlanReadsFewFilesAfterwards() throws IOException {
    Lake lake = Lake.at(folder);
    for (int night = 0; night < NIGHTS; night++) {
      land(lake, night);
    }
    List<BatchManifest> before = lake.batches("gwosc");
    long files = files();
    double read = seconds(() -> lake.batches("gwosc"));

    CompactionLimits limits = new CompactionLimits(Duration.ofDays(2), 8 << 20, 10, 256L << 20);
    Compaction compaction = new Compaction(lake, "gwosc", "bench", limits, Clock.systemUTC());
    age();
    long start = System.nanoTime();
    for (Compaction.Group group : compaction.plan()) {
      compaction.pack(group);
    }
    double packing = (System.nanoTime() - start) / 1e9;
    for (Stored batch : lake.inventory().batchFolders()) {
      lake.inventory().remove(batch);
    }

    assertThat(lake.batches("gwosc")).isEqualTo(before);
    double readPacked = seconds(() -> lake.batches("gwosc"));
    System.out.printf(
        Locale.ROOT,
        "%d nights: %d files, manifests read in %.1f ms; packed in %.2f s: %d files, %.1f ms%n",
        NIGHTS,
        files,
        read * 1e3,
        packing,
        files(),
        readPacked * 1e3);
    assertThat(files()).isLessThan(files / 100);
  }

  /** Three nights of four without news. */
  private static void land(Lake lake, int night) throws IOException {
    Clock clock = Clock.fixed(FIRST.plus(Duration.ofDays(night)), ZoneOffset.UTC);
    Landing landing = Landing.open(lake, "gwosc", "events", "n" + night, "harvest", clock);
    landing.state("etag", "\"" + night + "\"");
    if (night % 4 == 0) {
      landing.page(
          "https://example.org/events",
          clock.instant(),
          IntStream.range(0, 20)
              .mapToObj(i -> PageRecord.of("row", "e" + i, "text/plain", "x".repeat(2000) + night))
              .toList());
    }
    landing.complete();
  }

  private void age() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(FIRST));
      }
    }
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  /** Something that reads. */
  private interface Reading {
    Object read() throws IOException;
  }

  /** Median of nine, warm. */
  private static double seconds(Reading reading) throws IOException {
    double[] seconds = new double[9];
    for (int i = 0; i < seconds.length; i++) {
      long start = System.nanoTime();
      reading.read();
      seconds[i] = (System.nanoTime() - start) / 1e9;
    }
    Arrays.sort(seconds);
    return seconds[seconds.length / 2];
  }
}
