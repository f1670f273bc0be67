package org.rudolphine.ingest.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.rudolphine.ingest.lake.LaneProgress;

class LaneMeterTest {
  private Duration waited = Duration.ofSeconds(7);
  private final LaneMeter meter = new LaneMeter(() -> waited);

  @Test
  void knowsNothingBeforeItsFirstSource() {
    assertThat(meter.progress()).isNull();
  }

  @Test
  void countsPagesRecordsAndUnitsOfOneSource() {
    meter.begin("x");
    waited = Duration.ofSeconds(9);
    meter.planned(1);
    meter.unit("list");
    meter.page(10);
    meter.unitDone();
    meter.planned(4);
    meter.unit("a");
    meter.page(5);
    LaneProgress progress = meter.progress();
    assertThat(progress.source()).isEqualTo("x");
    assertThat(progress.unit()).isEqualTo("a");
    assertThat(progress.unitsDone()).isEqualTo(1);
    assertThat(progress.unitsPlanned()).isEqualTo(5);
    assertThat(progress.pages()).isEqualTo(2);
    assertThat(progress.records()).isEqualTo(15);
    assertThat(progress.recordsExpected()).as("unknown for the units to come").isNull();
    assertThat(progress.waitedSeconds()).isEqualTo(2);

    meter.begin("y");
    assertThat(meter.progress().records()).isZero();
    assertThat(meter.progress().unit()).isNull();
    assertThat(meter.progress().expectedEnd()).as("nothing tells").isNull();
  }

  @Test
  void expectsWhatTheProviderAnnouncesForTheLastUnit() {
    meter.begin("x");
    meter.planned(1);
    meter.unit("all");
    meter.expect(1000);
    meter.page(100);
    assertThat(meter.progress().recordsExpected()).isEqualTo(1000);
    meter.page(150);
    assertThat(meter.progress().recordsExpected()).isEqualTo(1000);
    Instant now = Instant.now();
    LaneProgress progress = meter.progress();
    // A quarter is done: three times as long as until now is left.
    Duration left = Duration.between(now, progress.expectedEnd());
    Duration until = Duration.between(progress.startedAt(), Instant.now());
    assertThat(left).isLessThanOrEqualTo(until.multipliedBy(3).plusMillis(1));
    meter.unitDone();
    assertThat(meter.progress().expectedEnd()).isNull();
  }

  @Test
  void judgesTheEndByTheUnitsThatAreDone() {
    meter.begin("x");
    meter.planned(10);
    meter.unit("1");
    assertThat(meter.progress().expectedEnd()).isNull();
    meter.unitDone();
    meter.unit("2");
    assertThat(meter.progress().expectedEnd()).isAfterOrEqualTo(meter.progress().startedAt());
  }
}
