package org.rudolphine.transform.link;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.rudolphine.transform.link.RunRanking.Ranked;

/**
 * Prints what the ranking makes of every binary black hole of GWTC-1 and GWTC-2.1 over the SXS
 * catalog of the corpus, so that a change of the score is seen on all of them:
 *
 * <ul>
 *   <li>one line per event: accepted runs and the five best,
 *   <li>the places of the runs that papers on an event were made with,
 *   <li>the score of a run with the parameters of the template that GWOSC's tutorial gives for an
 *       event ({@code nr/BBH_events_v3.json}): it was found by its signal-to-noise ratio, not by
 *       published medians.
 * </ul>
 *
 * Needs RUDOLPHINE_CORPUS; {@code bin/bench.d/ranks.sh} runs it.
 */
final class RankTable {
  private static final RankingSettings SETTINGS = GwSamples.RANKING;

  private RankTable() {}

  record Template(String event, double mass1, double mass2, double spin1, double spin2) {
    GwRun run() {
      double chiEff = (mass1 * spin1 + mass2 * spin2) / (mass1 + mass2);
      return new GwRun(
          "template of " + event, mass1 / mass2, chiEff, 0.0, 0.0, null, null, null, false);
    }
  }

  static final List<Template> TEMPLATES =
      List.of(
          new Template("GW150914", 41.743, 29.237, 0.355, -0.769),
          new Template("GW151012", 44.111, 11.205, 0.447, -0.434),
          new Template("GW151226", 19.6427, 6.7054, 0.3998, -0.0396),
          new Template("GW170104", 33.64, 24.82, -0.236, 0.024));

  /** Takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    List<GwRun> runs = GwCorpus.runs();
    List<GwEvent> events = new ArrayList<>(GwCorpus.events("api_v2_GWTC-1-confident.csv"));
    events.addAll(GwCorpus.events("api_v2_GWTC-2.1-confident.csv"));
    for (GwEvent event : events) {
      System.out.println(line(event, runs));
    }
    List<String> made = GwCorpus.runsOf("Lovelace:2016uwp", "Abbott:2016wiq");
    for (GwEvent event : events) {
      if (event.name().equals("GW150914")) {
        places(event, runs, made);
      }
      TEMPLATES.stream()
          .filter(template -> template.event().equals(event.name()))
          .forEach(template -> printTemplate(event, template.run()));
    }
  }

  private static String line(GwEvent event, List<GwRun> runs) {
    EventSpread spread = new EventSpread(event, SETTINGS);
    List<Ranked> best = RunRanking.best(spread, runs, SETTINGS.listLength());
    long accepted =
        best.stream()
            .map(ranked -> RunComparison.of(spread, ranked, SETTINGS).match().decision())
            .filter(Match.Decision.ACCEPTED::equals)
            .count();
    StringBuilder text =
        new StringBuilder(String.format(Locale.ROOT, "%-20s accepted %2d ", event.id(), accepted));
    for (Ranked ranked : best.subList(0, 5)) {
      text.append(
          String.format(
              Locale.ROOT,
              " %s(%.2f %+.2f) %.3f",
              ranked.run().id().substring(ranked.run().id().length() - 4),
              ranked.run().massRatio(),
              ranked.run().chiEff(),
              ranked.score()));
    }
    return text.toString();
  }

  private static void places(GwEvent event, List<GwRun> runs, List<String> made) {
    EventSpread spread = new EventSpread(event, SETTINGS);
    List<Ranked> all = RunRanking.best(spread, runs, runs.size());
    for (int i = 0; i < all.size(); i++) {
      GwRun run = all.get(i).run();
      if (made.contains(run.id())) {
        System.out.printf(
            Locale.ROOT,
            "%s %s q %.3f chi_eff %+.3f eccentricity %.4f: place %d of %d, score %.3f%n",
            event.id(),
            run.id(),
            run.massRatio(),
            run.chiEff(),
            run.eccentricity(),
            i + 1,
            all.size(),
            all.get(i).score());
      }
    }
  }

  private static void printTemplate(GwEvent event, GwRun run) {
    EventSpread spread = new EventSpread(event, SETTINGS);
    ToDoubleFunction<GwRun> score = one -> RunRanking.best(spread, List.of(one), 1).get(0).score();
    System.out.printf(
        Locale.ROOT,
        "%s %s: q %.2f chi_eff %+.3f, score %.4f%n",
        event.id(),
        run.id(),
        run.massRatio(),
        run.chiEff(),
        score.applyAsDouble(run));
  }
}
