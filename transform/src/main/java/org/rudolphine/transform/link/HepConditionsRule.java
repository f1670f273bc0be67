package org.rudolphine.transform.link;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Lists simulations of the same experiment, beams and energy and of a common year for each dataset
 * of collisions, as candidates only: {@code docs/linking/colliders.md}.
 */
public final class HepConditionsRule implements MatchRule<HepSample, HepSample> {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;

  private final String id;
  private final long maxPairsPerBlock;
  private final double baseScore;
  private final double step;
  private final HepSide left;
  private final HepSide right;

  /** Reads its settings; fails with the path of one that is missing or out of range. */
  public HepConditionsRule(RuleSettings settings) {
    this.id = settings.id();
    this.maxPairsPerBlock = settings.atLeast(1, "max-pairs-per-block");
    this.baseScore = settings.fraction("base-score");
    this.step = settings.fraction("score-step");
    HepCampaigns campaigns =
        new HepCampaigns("link.rules." + id + ".campaigns", settings.texts("campaigns"));
    this.left = new HepSide.Data();
    this.right = new HepSide.Simulation(campaigns);
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
    return "same_conditions";
  }

  @Override
  public Side<HepSample> left() {
    return left;
  }

  @Override
  public Side<HepSample> right() {
    return right;
  }

  @Override
  public long maxPairsPerBlock() {
    return maxPairsPerBlock;
  }

  @Override
  public OverCap overCap() {
    return OverCap.SKIP;
  }

  @Override
  public List<Match> matches(HepSample data, List<HepSample> candidates) {
    List<Scored> found = new ArrayList<>();
    for (HepSample simulation : candidates) {
      if (sameConditions(data.record(), simulation.record())) {
        found.add(new Scored(simulation, score(data, simulation)));
      }
    }
    found.sort(
        Comparator.comparingDouble(Scored::score)
            .reversed()
            .thenComparing(one -> one.simulation().record().id()));
    String statement =
        "Inferred from equal conditions, not stated by the portal: "
            + data.record().conditions()
            + ".";
    // Made on demand: a block with tens of thousands of simulations is not held as text.
    return new AbstractList<>() {
      @Override
      public Match get(int index) {
        return match(data, found.get(index), statement);
      }

      @Override
      public int size() {
        return found.size();
      }
    };
  }

  private record Scored(HepSample simulation, double score) {}

  private static boolean sameConditions(HepRecord data, HepRecord simulation) {
    return data.collisionType().equals(simulation.collisionType())
        && data.energyOverlaps(simulation)
        && !Collections.disjoint(data.experiments(), simulation.experiments())
        && !Collections.disjoint(data.years(), simulation.years());
  }

  private double score(HepSample data, HepSample simulation) {
    int balance = 0;
    for (HepCheck check : HepCheck.values()) {
      Boolean agrees = check.agrees(data, simulation);
      balance += agrees == null ? 0 : agrees ? 1 : -1;
    }
    double score = Math.min(1, Math.max(0, baseScore + balance * step));
    return Math.rint(score * 1e6)
        / 1e6; // a sum of steps that reads as one: 0.15, not 0.15000000000000002
  }

  private static Match match(HepSample data, Scored scored, String statement) {
    HepSample simulation = scored.simulation();
    List<String> agreements = new ArrayList<>();
    List<String> mismatches = new ArrayList<>();
    for (HepCheck check : HepCheck.values()) {
      Boolean agrees = check.agrees(data, simulation);
      if (agrees != null) {
        (agrees ? agreements : mismatches).add(check.text(data, simulation));
      }
    }
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(HepEvidence.energy(data.record(), simulation.record()));
    evidence.add(HepEvidence.year(data.record(), simulation.record()));
    if (!agreements.isEmpty()) {
      evidence.add(HepEvidence.note("agreement", String.join("; ", agreements)));
    }
    return new Match(
        simulation.record().id(),
        scored.score(),
        Match.Decision.CANDIDATE,
        evidence,
        mismatches,
        statement);
  }

  @Override
  public String nothingForLeft() {
    return "no simulation of the same conditions";
  }

  @Override
  public String nothingForLeft(Row row) {
    return "no simulation of " + HepRecord.read(row).conditions();
  }

  @Override
  public String nothingForRight() {
    return "no collision data of the same conditions";
  }

  @Override
  public String nothingForRight(Row row) {
    return "no collision data of " + HepRecord.read(row).conditions();
  }
}
