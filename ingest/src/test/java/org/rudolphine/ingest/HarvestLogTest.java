package org.rudolphine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HarvestLogTest {

  @Test
  void linesSayWhatTheirThreadWorksFor() {
    assertThat(HarvestLog.placed("idle {}")).isEqualTo("idle {}");
    try (HarvestLog.Scope run = HarvestLog.scope("run", "r1")) {
      try (HarvestLog.Scope source = HarvestLog.scope("source", "arxiv");
          HarvestLog.Scope unit = HarvestLog.scope("unit", "2026-01")) {
        assertThat(HarvestLog.placed("landed {}"))
            .isEqualTo("run=r1 source=arxiv unit=2026-01 landed {}");
        try (HarvestLog.Scope inner = HarvestLog.scope("unit", "2026-02")) {
          assertThat(HarvestLog.placed("x")).isEqualTo("run=r1 source=arxiv unit=2026-02 x");
        }
        assertThat(HarvestLog.placed("x")).isEqualTo("run=r1 source=arxiv unit=2026-01 x");
      }
      assertThat(HarvestLog.placed("x")).isEqualTo("run=r1 x");
    }
    assertThat(HarvestLog.placed("x")).isEqualTo("x");
  }
}
