package org.rudolphine.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rudolphine.ingest.source.CernOpenDataRecids.Stamp;

class CernOpenDataRecidsTest {

  @Property(tries = 200)
  void whatIsPackedIsUnpacked(
      @ForAll @Size(max = 60) java.util.Set<@LongRange(min = 0, max = 999_999) Long> recids,
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long updated) {
    SortedMap<Long, Stamp> records = new TreeMap<>();
    for (long recid : recids) {
      String tag = recid % 3 == 0 ? "W/\"" + recid + "\"" : null;
      records.put(recid, Stamp.tagged(updated / (recid + 1), tag));
    }
    assertThat(CernOpenDataRecids.unpack(CernOpenDataRecids.pack(records))).isEqualTo(records);
    TreeSet<Long> sorted = new TreeSet<>(recids);
    assertThat(CernOpenDataRecids.inRanges(CernOpenDataRecids.ranges(sorted))).isEqualTo(sorted);
  }

  @Test
  void rangesAreReadable() {
    assertThat(
            CernOpenDataRecids.ranges(new TreeSet<>(java.util.List.of(1L, 2L, 3L, 12L, 14L, 15L))))
        .isEqualTo("1-3,12,14-15");
    assertThat(CernOpenDataRecids.unpack(null)).isEmpty();
    assertThat(CernOpenDataRecids.inRanges(null)).isEmpty();
  }

  /** A redeploy touches all records within hours: 60,000 must stay small in a manifest. */
  @Test
  void sixtyThousandRecordsTakeLessThanSevenBytesEach() {
    SortedMap<Long, Stamp> records = new TreeMap<>();
    long updated = Instant.parse("2026-06-30T10:00:00Z").toEpochMilli();
    java.util.Random random = new java.util.Random(3);
    for (long recid = 1; recid <= 60_000; recid++) {
      updated += random.nextInt(900);
      records.put(recid, Stamp.of(updated));
    }
    assertThat(CernOpenDataRecids.pack(records).length()).isLessThan(7 * 60_000);
  }

  @ParameterizedTest
  @CsvSource({"12351, true", "0, true", "007, false", "12351-v2, false", "'', false", "1e3, false"})
  void aRecidIsANumberAsThePortalWritesIt(String text, boolean recid) {
    assertThat(CernOpenDataRecids.isRecid(text)).isEqualTo(recid);
  }
}
