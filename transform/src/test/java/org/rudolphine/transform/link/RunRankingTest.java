package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RunRankingTest {
  private static EventSpread event;

  @BeforeAll
  static void spread() {
    event = new EventSpread(GwSamples.GW150914, GwSamples.RANKING);
  }

  private static double score(GwRun run) {
    return RunRanking.best(event, List.of(run), 1).get(0).score();
  }

  @Test
  void scoreFallsAwayFromTheEvent() {
    double centre = event.massRatio().value();
    double last = 1;
    for (double chiEff : new double[] {-0.01, 0.05, 0.1, 0.2, 0.3, 0.5}) {
      double score = score(GwSamples.run("r", centre, chiEff));
      assertThat(score).isLessThanOrEqualTo(last);
      last = score;
    }
    assertThat(score(GwSamples.run("r", centre, -0.01))).isGreaterThan(0.9);
    assertThat(last).isLessThan(1e-6);
  }

  /** sigma = 0.12 / 1.6449 above the median of -0.01. */
  @Test
  void deviationUsesTheSideOnWhichTheRunLies() {
    assertThat(event.chiEff().deviation(0.11)).isEqualTo(1.6449, within(1e-4));
    assertThat(event.chiEff().deviation(-0.14)).isEqualTo(-1.6449, within(1e-4));
    assertThat(event.chiEff().deviation(null)).isNull();
  }

  @Test
  void eccentricAndPrecessingRunsAreFarther() {
    GwRun circular = GwSamples.run("a", 1.2, 0.0);
    GwRun eccentric = new GwRun("b", 1.2, 0.0, 0.0, 0.19, null, 0.015, 15.0, false);
    GwRun precessing = new GwRun("c", 1.2, 0.0, 0.6, 1e-4, null, 0.015, 15.0, false);
    // 0.19 / 0.05 and 0.6 / 0.4 standard deviations.
    assertThat(score(eccentric) / score(circular))
        .isEqualTo(Math.exp(-3.8 * 3.8 / 2), within(1e-5));
    assertThat(score(precessing) / score(circular))
        .isEqualTo(Math.exp(-1.5 * 1.5 / 2), within(1e-5));
  }

  @Test
  void absentEvidenceCostsNothing() {
    GwRun known = new GwRun("a", 1.2, 0.0, 0.0, 0.0, null, 0.015, 15.0, false);
    GwRun unknown = new GwRun("b", 1.2, 0.0, null, null, null, null, null, false);
    assertThat(score(unknown)).isEqualTo(score(known));
    GwRun wideLimit = new GwRun("c", 1.2, 0.0, 0.0, null, 0.8, 0.015, 15.0, false);
    assertThat(event.eccentricityDeviation(wideLimit)).isNull();
    GwRun limit = new GwRun("d", 1.2, 0.0, 0.0, null, 0.01, 0.015, 15.0, false);
    assertThat(event.eccentricityDeviation(limit)).isEqualTo(0.2, within(1e-12));
  }

  @Test
  void supportIsFullInsideAndFadesOutside() {
    assertThat(event.support(GwSamples.run("a", 1.15, 0.0))).isEqualTo(1);
    double near = event.support(GwSamples.run("b", 1.2, 0.25));
    double far = event.support(GwSamples.run("c", 1.2, 0.5));
    assertThat(near).isBetween(1e-6, 0.5);
    assertThat(far).isBetween(0.0, near);
  }

  @Test
  void theListIsTheSameAsIfAllWereSearched() {
    Random random = new Random(7);
    List<GwRun> runs = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      runs.add(
          new GwRun(
              "run" + i,
              1 + random.nextDouble(),
              random.nextDouble() - 0.5,
              random.nextInt(3) * 0.1,
              random.nextInt(4) * 0.02,
              null,
              0.015,
              (double) random.nextInt(20),
              random.nextInt(5) == 0));
    }
    List<RunRanking.Ranked> all = RunRanking.best(event, runs, runs.size());
    assertThat(RunRanking.best(event, runs, 20)).isEqualTo(all.subList(0, 20));
    assertThat(all).hasSize(runs.size());
    Collections.shuffle(runs, random);
    assertThat(RunRanking.best(event, runs, 20)).isEqualTo(all.subList(0, 20));
  }

  @Test
  void deprecatedRunsComeLastAndTiesGoToTheLongerThenById() {
    GwRun deprecated = new GwRun("a", 1.2, 0.0, 0.0, 0.0, null, 0.015, 30.0, true);
    GwRun shorter = new GwRun("b", 1.2, 0.0, 0.0, 0.0, null, 0.015, 10.0, false);
    GwRun longer = new GwRun("d", 1.2, 0.0, 0.0, 0.0, null, 0.015, 20.0, false);
    GwRun equal = new GwRun("c", 1.2, 0.0, 0.0, 0.0, null, 0.015, 20.0, false);
    GwRun far = GwSamples.run("e", 1.2, 0.4);
    assertThat(RunRanking.best(event, List.of(deprecated, shorter, longer, equal, far), 20))
        .extracting(ranked -> ranked.run().id())
        .containsExactly("c", "d", "b", "e", "a");
  }
}
