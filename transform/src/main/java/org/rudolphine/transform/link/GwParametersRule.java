package org.rudolphine.transform.link;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;

/**
 * Ranks numerical-relativity runs for each version of a binary-black-hole event by mass ratio,
 * effective spin, in-plane spin and eccentricity, and says whether a run covers the detectors' band
 * at the event's mass. Formulas and their sources: {@code docs/linking/gravitational-waves.md}.
 */
public final class GwParametersRule implements MatchRule<GwEvent, GwRun> {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 2;

  private final String id;
  private final RankingSettings settings;
  private final Events events;
  private final Runs runs;
  private final long maxPairsPerBlock;

  /** Reads its settings; fails with the path of one that is missing or out of range. */
  public GwParametersRule(RuleSettings settings) {
    this.id = settings.id();
    this.settings = RankingSettings.of(settings);
    MassRatioBlocks blocks = new MassRatioBlocks(settings.positive("block-width"));
    this.events = new Events(settings.positive("min-component-mass-msun"), blocks);
    this.runs = new Runs(blocks);
    this.maxPairsPerBlock = settings.atLeast(1, "max-pairs-per-block");
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public String relation() {
    return "best_match";
  }

  @Override
  public Side<GwEvent> left() {
    return events;
  }

  @Override
  public Side<GwRun> right() {
    return runs;
  }

  @Override
  public long maxPairsPerBlock() {
    return maxPairsPerBlock;
  }

  @Override
  public List<Match> matches(GwEvent event, List<GwRun> candidates) {
    EventSpread spread = new EventSpread(event, settings);
    return RunRanking.best(spread, candidates, settings.listLength()).stream()
        .map(ranked -> RunComparison.of(spread, ranked, settings).match())
        .toList();
  }

  @Override
  public String nothingForLeft() {
    return "no run has a mass ratio within the event's range";
  }

  @Override
  public String nothingForRight() {
    return "not among the " + settings.listLength() + " nearest runs of any event version";
  }

  private record Events(double leastMass, MassRatioBlocks blocks) implements Side<GwEvent> {
    @Override
    public String table() {
      return "gw_events";
    }

    @Override
    public List<String> columns() {
      return GwEvent.COLUMNS;
    }

    @Override
    public String refusal(Row row) {
      Double mass1 = row.getAs("mass_1_source_msun");
      Double mass2 = row.getAs("mass_2_source_msun");
      if (mass1 == null || mass2 == null) {
        return "no component masses are published for this version";
      }
      if (Math.min(mass1, mass2) < leastMass) {
        return String.format(
            Locale.ROOT, "a component below %s M_sun: not a binary black hole", plain(leastMass));
      }
      return null;
    }

    private static String plain(double number) {
      return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    @Override
    public GwEvent read(Row row) {
      return GwEvent.read(row);
    }

    @Override
    public List<String> blocks(Row row) {
      return blocks.of(GwEvent.read(row));
    }
  }

  private record Runs(MassRatioBlocks blocks) implements Side<GwRun> {
    @Override
    public String table() {
      return "nr_simulations";
    }

    @Override
    public List<String> columns() {
      return GwRun.COLUMNS;
    }

    @Override
    public String refusal(Row row) {
      String types = row.getAs("object_types");
      if (types == null) {
        return "the catalog does not say what the two bodies are";
      }
      if (!types.equals("BHBH")) {
        return types + ": not a binary black hole";
      }
      return row.getAs("mass_ratio") == null ? "no mass ratio is given" : null;
    }

    @Override
    public GwRun read(Row row) {
      return GwRun.read(row);
    }

    @Override
    public List<String> blocks(Row row) {
      return blocks.of(GwRun.read(row));
    }
  }
}
