package org.rudolphine.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever the records and whatever the window: every record is found exactly once, or the listing
 * fails and says so.
 */
class CernOpenDataSearchTest {
  private static final Instant DAY = Instant.parse("2026-10-01T00:00:00Z");

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void everyRecordIsFoundOnceOrTheListingFails(
      @ForAll long seed,
      @ForAll @IntRange(min = 3, max = 30) int window,
      @ForAll @IntRange(min = 1, max = 80) int records,
      @ForAll boolean lying)
      throws IOException {
    Random random = new Random(seed);
    try (CernOpenDataPortal portal = new CernOpenDataPortal(window)) {
      TreeSet<String> recids = new TreeSet<>();
      while (recids.size() < records) {
        int recid = 1 + random.nextInt(random.nextBoolean() ? 99 : 99_999);
        portal.put(recid, DAY, randomRecord(random));
        recids.add(Integer.toString(recid));
      }
      int lie = lying ? 1 + random.nextInt(6) : 0;
      portal.liar = (query, total) -> total + (lie > 0 && total % 7 == lie ? lie - 3 : 0);
      portal.countsToTheWindowOnly = random.nextInt(4) == 0;
      CernOpenDataRun run = new CernOpenDataRun(portal, window);
      run.overrides.put("page-size", (long) (1 + random.nextInt(Math.min(10, window))));

      CernOpenDataRun.Night night = run.night();

      if (night.failures().isEmpty()) {
        assertThat(night.ids("listing")).containsExactlyInAnyOrderElementsOf(recids);
      } else {
        assertThat(lie).as(night.failures().toString()).isPositive();
        assertThat(night.units()).isEmpty();
      }
    }
  }

  private static ObjectNode randomRecord(Random random) {
    ObjectNode record = CernOpenDataPortal.record("Dataset");
    ObjectNode type = (ObjectNode) record.get("type");
    for (String secondary : List.of("Collision", "Simulated", "Derived")) {
      if (random.nextInt(3) == 0) {
        type.withArray("secondary").add(secondary);
      }
    }
    if (random.nextInt(8) > 0) {
      record.putArray("experiment").add(random.nextInt(3) > 0 ? "CMS" : "DELPHI");
    }
    for (int years = random.nextInt(3); years > 0; years--) {
      record.withArray("date_created").add(Integer.toString(2010 + random.nextInt(4)));
    }
    if (random.nextInt(3) > 0) {
      record.putObject("categories").put("primary", "Higgs").putArray("secondary").add("A");
    }
    record.put("date_published", Integer.toString(2014 + random.nextInt(3)));
    return record;
  }
}
