package org.rudolphine.transform.link;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Lists simulations of the same experiment, beams, energy, tier and of a common year for each
 * dataset of collisions, and accepts those that an analysis of it would use: {@code
 * docs/linking/colliders.md}. What the portal states about pairs is not read.
 */
public final class HepConditionsRule implements MatchRule<HepSample, HepSample> {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 2;

  private final String id;
  private final long maxPairsPerBlock;
  private final int listLength;
  private final HepChecks checks;
  private final HepSide left;
  private final HepSide right;

  /** Reads its settings; fails with the path of one that is missing or out of range. */
  public HepConditionsRule(RuleSettings settings) {
    this.id = settings.id();
    this.maxPairsPerBlock = settings.atLeast(1, "max-pairs-per-block");
    this.listLength = settings.atLeast(1, "list-length");
    HepSampleReader reader = HepSampleReader.of(settings);
    this.checks = HepChecks.of(settings, reader.energies());
    this.left = new HepSide.Data(reader);
    this.right = new HepSide.Simulation(reader);
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
    List<Judged> found = new ArrayList<>();
    for (HepSample simulation : candidates) {
      if (sameConditions(data.record(), simulation.record())) {
        found.add(new Judged(simulation, checks.verdict(data, simulation)));
      }
    }
    found.sort(BEST_FIRST);
    String statement = statement(data, found);
    List<Judged> listed = found.subList(0, Math.min(listLength, found.size()));
    // Made on demand: the words of a long list are not held all at once.
    return new AbstractList<>() {
      @Override
      public Match get(int index) {
        return match(data, listed.get(index), statement);
      }

      @Override
      public int size() {
        return listed.size();
      }
    };
  }

  private static final Comparator<Judged> BEST_FIRST =
      Comparator.comparing((Judged one) -> !one.verdict().accepted())
          .thenComparing(
              Comparator.comparingDouble((Judged one) -> one.verdict().score()).reversed())
          .thenComparing(one -> one.simulation().record().id());

  private record Judged(HepSample simulation, HepChecks.Verdict verdict) {}

  private String statement(HepSample data, List<Judged> found) {
    long accepted = found.stream().filter(one -> one.verdict().accepted()).count();
    String more =
        found.size() > listLength ? String.format("; the best %d are listed", listLength) : "";
    return String.format(
        "Inferred from equal conditions, not stated by the portal: %s. Of %d simulations of these"
            + " conditions %d are accepted%s.",
        data.record().conditions(), found.size(), accepted, more);
  }

  private static boolean sameConditions(HepRecord data, HepRecord simulation) {
    return data.collisionType().equals(simulation.collisionType())
        && data.energyOverlaps(simulation)
        && !Collections.disjoint(data.experiments(), simulation.experiments())
        && !Collections.disjoint(data.years(), simulation.years());
  }

  private Match match(HepSample data, Judged judged, String statement) {
    HepSample simulation = judged.simulation();
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(HepEvidence.energy(data.record(), simulation.record()));
    evidence.add(HepEvidence.year(data.record(), simulation.record()));
    evidence.addAll(checks.evidence(data, simulation));
    return new Match(
        simulation.record().id(),
        judged.verdict().score(),
        judged.verdict().accepted() ? Match.Decision.ACCEPTED : Match.Decision.CANDIDATE,
        evidence,
        checks.mismatches(data, simulation),
        statement);
  }

  @Override
  public String nothingForLeft() {
    return "no simulation of the same conditions";
  }

  @Override
  public String nothingForLeft(Row row) {
    HepRecord record = HepRecord.read(row);
    return "no simulation of " + record.conditions() + ofTier(HepSampleReader.dataTier(record));
  }

  @Override
  public String nothingForRight() {
    return "no collision data of the same conditions";
  }

  @Override
  public String nothingForRight(Row row) {
    HepRecord record = HepRecord.read(row);
    return "no collision data of "
        + record.conditions()
        + ofTier(HepSampleReader.simulationTier(record));
  }

  private static String ofTier(String tier) {
    return tier == null ? "" : " in tier " + tier;
  }

  @Override
  public String notListed(Row row, long lefts) {
    return String.format(
        "compared with %d datasets of collision data of its block, but in no list: their energies"
            + " differ, or %d simulations fit each of them better (list-length)",
        lefts, listLength);
  }
}
