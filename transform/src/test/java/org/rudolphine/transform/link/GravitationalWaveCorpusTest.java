package org.rudolphine.transform.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Published events against the SXS catalog of April 2019, both read here straight from the
 * providers' files, so that nothing but the ranking is tested.
 */
@Tag("corpus")
@EnabledIfEnvironmentVariable(
    named = "RUDOLPHINE_CORPUS",
    matches = ".+",
    disabledReason = "RUDOLPHINE_CORPUS does not name the directory of real data")
class GravitationalWaveCorpusTest {
  private static List<GwRun> runs;

  @BeforeAll
  static void readRuns() throws IOException {
    runs = GwCorpus.runs();
  }

  private static List<Match> matches(GwEvent event) {
    EventSpread spread = new EventSpread(event, GwSamples.RANKING);
    return RunRanking.best(spread, runs, 20).stream()
        .map(ranked -> RunComparison.of(spread, ranked, GwSamples.RANKING).match())
        .toList();
  }

  /**
   * Counted with Python over the same file: 350 runs of two black holes, of which 79 lie in the box
   * 1/q in [0.65, 1], chi_eff in [-0.14, 0.11] (of the whole catalog's 435 it is 90).
   */
  @Test
  void readsTheCatalog() {
    assertThat(runs).hasSize(350);
    assertThat(runs)
        .filteredOn(
            run -> 1 / run.massRatio() >= 0.65 && run.chiEff() >= -0.14 && run.chiEff() <= 0.11)
        .hasSize(79);
  }

  /** The run that was made for GW150914 (Lovelace et al. 2016). */
  @Test
  void listsTheRunThatWasMadeForGw150914() {
    List<Match> matches = matches(GwSamples.GW150914);
    assertThat(matches.subList(0, 10)).extracting(Match::rightId).contains("SXS:BBH:0305");
    assertThat(matches)
        .filteredOn(match -> match.rightId().equals("SXS:BBH:0305"))
        .allSatisfy(
            match -> {
              assertThat(match.decision()).isEqualTo(Match.Decision.ACCEPTED);
              assertThat(match.mismatches()).isEmpty();
            });
  }

  @Test
  void everyBlackHoleEventOfTwoCatalogsHasARankedList(TestReporter reporter) throws IOException {
    List<GwEvent> events = new ArrayList<>(GwCorpus.events("api_v2_GWTC-1-confident.csv"));
    assertThat(events).as("GWTC-1 has ten binary black holes").hasSize(10);
    events.addAll(GwCorpus.events("api_v2_GWTC-2.1-confident.csv"));
    for (GwEvent event : events) {
      List<Match> matches = matches(event);
      assertThat(matches).as(event.id()).hasSize(20);
      assertThat(matches).isSortedAccordingTo(Comparator.comparingDouble(Match::score).reversed());
      reporter.publishEntry(event.id(), summary(matches));
    }
  }

  /**
   * Total mass is not used where a chirp mass is published, so its published interval is a test of
   * the masses' correlation: of 43 binaries of GWTC-2.1, draws of independent masses are 5 % to 99
   * % too wide.
   */
  @Test
  void drawsThatFollowTheChirpMassHaveThePublishedTotalMass() throws IOException {
    List<GwEvent> events = GwCorpus.events("api_v2_GWTC-2.1-confident.csv");
    int compared = 0;
    for (GwEvent event : events) {
      if (!event.spread(event.totalMass())) {
        continue;
      }
      double[] total = EventDraws.sorted(EventDraws.of(event, 20_000).totalMass());
      double width = EventDraws.quantile(total, 0.95) - EventDraws.quantile(total, 0.05);
      double published = event.totalMass().upper() - event.totalMass().lower();
      assertThat(width / published).as(event.id()).isBetween(0.88, 1.14);
      compared++;
    }
    assertThat(compared).isGreaterThan(35);
  }

  /**
   * Templates that GWOSC's tutorial lists for four events ({@code nr/BBH_events_v3.json}) were
   * found by their SNR: a run like each has to be conceivable for its event, although the first
   * body's published median is far from it.
   */
  @Test
  void templatesThatWereFoundBySnrAreConceivable() throws IOException {
    for (GwEvent event : GwCorpus.events("api_v2_GWTC-1-confident.csv")) {
      for (RankTable.Template template : RankTable.TEMPLATES) {
        if (template.event().equals(event.name())) {
          EventSpread spread = new EventSpread(event, GwSamples.RANKING);
          double score = RunRanking.best(spread, List.of(template.run()), 1).get(0).score();
          assertThat(score).as(event.id()).isGreaterThan(0.02);
        }
      }
    }
  }

  private static String summary(List<Match> matches) {
    long accepted =
        matches.stream().filter(one -> one.decision() == Match.Decision.ACCEPTED).count();
    int place = matches.stream().map(Match::rightId).toList().indexOf("SXS:BBH:0305") + 1;
    return String.format(
        Locale.ROOT,
        "accepted %d, SXS:BBH:0305 at %d, %s",
        accepted,
        place,
        matches.subList(0, 5).stream()
            .map(one -> String.format(Locale.ROOT, "%s %.3f", one.rightId(), one.score()))
            .toList());
  }
}
