package org.rudolphine.ingest.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.parquet.ParquetRows;

/** Whatever a provider sends comes out of page and batch as it went in. */
class LandingRoundTripTest {
  private static final Instant FETCHED = Instant.parse("2026-01-02T12:00:00.000001Z");

  @Provide
  Arbitrary<List<PageRecord>> records() {
    // All of Unicode but surrogates without their other half, which no encoding can write.
    Arbitrary<String> text =
        Arbitraries.strings()
            .withCharRange('\u0000', '\uD7FF')
            .withCharRange('\uE000', '\uFFFF')
            .ofMaxLength(20)
            .map(s -> s.isEmpty() ? s : s + "\uD83C\uDF0C");
    Arbitrary<Instant> datestamps =
        Arbitraries.longs()
            .between(-62_135_596_800_000_000L, 253_402_300_799_999_999L) // years 1 to 9999
            .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
            .injectNull(0.2);
    Arbitrary<byte[]> payloads = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
    return Combinators.combine(
            text,
            text.filter(id -> !id.isBlank()),
            datestamps,
            Arbitraries.of(true, false),
            text,
            payloads)
        .as(PageRecord::new)
        .list()
        .ofMaxSize(5);
  }

  @Property(tries = 300)
  void aPageKeepsItsRecords(
      @ForAll("records") List<PageRecord> records, @ForAll Map<String, String> given)
      throws IOException {
    Map<String, String> state = new TreeMap<>();
    given.forEach((key, value) -> state.put(encodable(key), encodable(value)));
    PageFile page = new PageFile("https://example.org/a?b=c", FETCHED, state, null, records);
    PageFile read = PageFile.read(new ByteArrayInputStream(page.bytes()));
    assertThat(read.url()).isEqualTo(page.url());
    assertThat(read.fetchedAt()).isEqualTo(FETCHED);
    assertThat(read.state()).isEqualTo(state);
    assertThat(read.listing()).isNull();
    assertThat(read.records()).hasSameSizeAs(records);
    for (int i = 0; i < records.size(); i++) {
      assertThat(read.records().get(i)).usingRecursiveComparison().isEqualTo(records.get(i));
    }
  }

  private static String encodable(String text) {
    return text.replaceAll("\\p{Cs}", "?");
  }

  @Property(tries = 25)
  void aBatchKeepsItsRecords(@ForAll("records") List<PageRecord> records) throws IOException {
    Path folder = Files.createTempDirectory("landing");
    try {
      Lake lake = Lake.at(folder);
      Clock clock = Clock.fixed(FETCHED, ZoneOffset.UTC);
      Landing landing = Landing.open(lake, "s", "u", "run", "harvest", clock);
      landing.page("https://example.org", FETCHED, records);
      BatchManifest manifest = landing.complete();
      List<Map<String, Object>> rows =
          ParquetRows.read(
              lake.batchFolder("s", manifest.batch()).parquet(manifest.files().get(0).path()));
      List<PageRecord> read = new ArrayList<>();
      for (Map<String, Object> row : rows) {
        read.add(
            new PageRecord(
                (String) row.get("kind"),
                (String) row.get("native_id"),
                (Instant) row.get("datestamp"),
                (Boolean) row.get("deleted"),
                (String) row.get("media_type"),
                (byte[]) row.get("payload")));
        assertThat(row).containsEntry("fetched_at", FETCHED);
      }
      assertThat(read).usingRecursiveComparison().isEqualTo(records);
      assertThat(manifest.records()).isEqualTo(records.size());
    } finally {
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(LandingRoundTripTest::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
