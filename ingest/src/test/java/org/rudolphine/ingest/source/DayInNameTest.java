package org.rudolphine.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DayInNameTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void lastDayOfThePathCounts() {
    assertThat(DayInName.last(DayInName.DAYS, "2024-09-02/snapshot-2026-06-30.jsonl.gz", NOW))
        .isEqualTo("2026-06-30T00:00:00Z");
  }

  @Test
  void monthsCountOnlyWhereTheyAreAskedFor() {
    assertThat(DayInName.last(DayInName.DAYS, "masterclass-2010-11.json", NOW)).isNull();
    assertThat(DayInName.last(DayInName.DAYS_AND_MONTHS, "events-2023-08.json", NOW))
        .isEqualTo("2023-08-01T00:00:00Z");
  }

  @Test
  void daysToComeAndNoDaysAreNone() {
    assertThat(DayInName.last(DayInName.DAYS, "2024-09-02/copy-2099-01-01.json", NOW))
        .isEqualTo("2024-09-02T00:00:00Z");
    assertThat(DayInName.last(DayInName.DAYS, "copy-2024-02-30.json", NOW)).isNull();
  }
}
