package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.harvest.SourceHarvest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeJson;
import org.rudolphine.transform.normalize.Accounting;

/** Names and values of the metrics; that sinks get them is tested with Spark. */
class RunMetricsTest {
  @TempDir Path folder;
  private final MetricRegistry registry = new MetricRegistry();
  private final Run run = Run.start("nightly", Clock.systemUTC());

  @BeforeEach
  void freshRegistry() {
    RunMetrics.begin();
    RunMetrics.registerIn(registry);
  }

  @Test
  void runThatGoesOnHasNoExitCode() {
    RunMetrics.show(run.soFar("0.1.0", "ab"), Lake.at(folder));
    assertThat(number("run.running")).isEqualTo(1);
    assertThat(number("run.exit_code")).isNaN();
  }

  @Test
  void everyNumberOfTheReportIsThere() throws Exception {
    run.stage("link", () -> null);
    run.harvested(new SourceHarvest("gwosc", List.of("b"), 3, 25, List.of(), null, 1.5, 12));
    run.accounted(new Accounting("gwosc", 25, 20, 1, 1, 1, 1, 1, 7));
    run.refused("gwosc", "lacks 300 of 400");
    run.linked(new RunReport.RuleCount("gw-parameters", 12, 34, 5));
    run.published("1.2.0");
    run.committed(8);
    Lake lake = Lake.at(folder);
    RunReport report = run.report("0.1.0", "ab");
    lake.writeRun(report.runId(), LakeJson.mapper().writeValueAsBytes(report));

    RunMetrics.show(report, lake);

    assertThat(number("run.running")).isZero();
    assertThat(number("run.exit_code")).isEqualTo(ExitCode.REFUSED);
    assertThat(number("run.snapshot")).isEqualTo(8);
    assertThat(number("source.gwosc.pages")).isEqualTo(3);
    assertThat(number("source.gwosc.records")).isEqualTo(25);
    assertThat(number("source.gwosc.failures")).isZero();
    assertThat(number("source.gwosc.waited_seconds")).isEqualTo(1.5);
    assertThat(number("source.gwosc.written")).isEqualTo(20);
    assertThat(number("source.gwosc.tombstoned")).isEqualTo(7);
    assertThat(number("source.gwosc.refusals")).isEqualTo(1);
    assertThat(number("source.gwosc.last_success_age_seconds")).isBetween(0.0, 60.0);
    assertThat(number("rule.gw-parameters.accepted")).isEqualTo(12);
    assertThat(number("rule.gw-parameters.candidates")).isEqualTo(34);
    assertThat(number("release.published")).isEqualTo(1);
    assertThat(registry.getNames()).contains("stage.link.seconds");
  }

  private double number(String name) {
    Gauge<?> gauge = registry.getGauges().get(name);
    return gauge == null ? Double.NaN : ((Number) gauge.getValue()).doubleValue();
  }
}
