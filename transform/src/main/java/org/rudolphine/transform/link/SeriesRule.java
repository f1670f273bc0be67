package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * Links measured series with predicted ones of the same case, quantity, station, surface and
 * abscissa: {@code docs/linking/fluids.md}. Which sources and sides take part and which conditions
 * must agree are settings, so that a further comparison is data.
 */
public final class SeriesRule implements MatchRule<SeriesRecord, SeriesRecord> {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;
  private static final double MILLION = 1e6;

  private final String id;
  private final SeriesSide left;
  private final SeriesSide right;
  private final SeriesConditions conditions;
  private final double stationRelative;
  private final double stationAbsolute;
  private final double differFactor;
  private final double toldFactor;
  private final double unstatedFactor;
  private final double acceptScore;
  private final long maxPairsPerBlock;

  /** Reads its settings; fails with the path of one that is missing or out of range. */
  public SeriesRule(RuleSettings settings) {
    this.id = settings.id();
    List<String> sources = settings.texts("sources");
    List<SeriesSide.Glob> leftOut = SeriesSide.Glob.all(settings.texts("left-out"));
    this.left =
        new SeriesSide(sources, settings.texts("left-sides"), leftOut, SeriesSide.Reads.ALL_PLACES);
    this.right =
        new SeriesSide(sources, settings.texts("right-sides"), leftOut, SeriesSide.Reads.ENDS);
    if (!Collections.disjoint(left.sides(), right.sides())) {
      throw new IllegalArgumentException(
          "link.rules.%s.left-sides and right-sides have a side in common: %s and %s"
              .formatted(id, left.sides(), right.sides()));
    }
    this.conditions = new SeriesConditions(settings);
    this.stationRelative = settings.fraction("station-relative");
    this.stationAbsolute = settings.positive("station-absolute");
    this.differFactor = settings.fraction("differ-factor");
    this.toldFactor = settings.fraction("told-factor");
    this.unstatedFactor = settings.fraction("unstated-factor");
    this.acceptScore = settings.fraction("accept-score");
    if (differFactor >= acceptScore) {
      throw new IllegalArgumentException(
          "link.rules.%s.differ-factor is %s, but must be below accept-score %s"
              .formatted(id, differFactor, acceptScore));
    }
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
    return "same_conditions";
  }

  @Override
  public Side<SeriesRecord> left() {
    return left;
  }

  @Override
  public Side<SeriesRecord> right() {
    return right;
  }

  @Override
  public Gathering gathering() {
    return Gathering.BLOCK_BY_BLOCK;
  }

  @Override
  public long maxPairsPerBlock() {
    return maxPairsPerBlock;
  }

  @Override
  public OverCap overCap() {
    return OverCap.SKIP;
  }

  /**
   * Compares a series with those of its case and quantity. Where a contour's sides stand in the
   * table as series of their own, they are compared and not the contour.
   */
  @Override
  public List<Match> matches(SeriesRecord observed, List<SeriesRecord> candidates) {
    Set<String> cut =
        candidates.stream()
            .filter(SeriesRecord::isSide)
            .flatMap(side -> side.derivedFrom().stream())
            .collect(Collectors.toSet());
    List<SeriesRecord> comparable =
        candidates.stream()
            .filter(one -> !cut.contains(one.id()))
            .filter(one -> !(observed.goesAround() && one.isSide()))
            .filter(one -> sameShape(observed, one) && samePlace(observed, one))
            .filter(one -> conditions.admits(observed, one))
            .toList();
    Set<String> ambiguous = conditions.ambiguous(comparable);
    List<Match> matches = new ArrayList<>();
    for (SeriesRecord predicted : comparable) {
      matches.add(match(observed, predicted, ambiguous));
    }
    matches.sort(Comparator.comparingDouble(Match::score).reversed().thenComparing(Match::rightId));
    return matches;
  }

  /** Values and places mean the same on both sides; columns are never taken by their position. */
  private static boolean sameShape(SeriesRecord one, SeriesRecord other) {
    return one.form().equals(other.form())
        && one.unit().equals(other.unit())
        && Objects.equals(one.abscissaName(), other.abscissaName())
        && Objects.equals(one.abscissaUnit(), other.abscissaUnit());
  }

  private boolean samePlace(SeriesRecord one, SeriesRecord other) {
    boolean surfaces =
        one.surface() == null || other.surface() == null || one.surface().equals(other.surface());
    return surfaces && sameStation(one.station(), other.station());
  }

  /** Stations on one axis, equal but for rounding; by their text where they are no numbers. */
  private boolean sameStation(SeriesRecord.Station one, SeriesRecord.Station other) {
    if (one == null || other == null) {
      return one == other;
    }
    if (one.value() == null || other.value() == null) {
      return one.text().equals(other.text());
    }
    double difference = Math.abs(one.value() - other.value());
    double largest = Math.max(Math.abs(one.value()), Math.abs(other.value()));
    return Objects.equals(one.axis(), other.axis())
        && (difference <= stationAbsolute || difference <= stationRelative * largest);
  }

  private Match match(SeriesRecord observed, SeriesRecord predicted, Set<String> ambiguous) {
    SeriesConditions.Finding finding = conditions.compare(observed, predicted, ambiguous);
    List<String> mismatches = new ArrayList<>(finding.decisive());
    SeriesOverlap overlap = SeriesOverlap.of(observed, predicted);
    if (overlap.common() == 0) {
      mismatches.add(overlap.words());
    }
    String surface = unnamedSurface(observed, predicted);
    if (surface != null) {
      mismatches.add(surface);
    }
    double score =
        StrictMath.pow(differFactor, mismatches.size())
            * StrictMath.pow(toldFactor, finding.told().size())
            * StrictMath.pow(unstatedFactor, finding.unstated().size());
    mismatches.addAll(finding.told());
    List<Evidence> evidence = new ArrayList<>(finding.evidence());
    evidence.addAll(overlap.evidence());
    return new Match(
        predicted.id(),
        Math.rint(score * MILLION) / MILLION,
        score >= acceptScore ? Match.Decision.ACCEPTED : Match.Decision.CANDIDATE,
        evidence,
        mismatches,
        statement(observed, predicted, overlap));
  }

  /** A curve around the whole body holds each of its surfaces; another one does not say which. */
  private static String unnamedSurface(SeriesRecord observed, SeriesRecord predicted) {
    if (Objects.equals(observed.surface(), predicted.surface())
        || (observed.surface() == null ? observed : predicted).goesAround()) {
      return null;
    }
    SeriesRecord named = observed.surface() == null ? predicted : observed;
    SeriesRecord silent = observed.surface() == null ? observed : predicted;
    return "surface "
        + named.surface()
        + " beside one that the "
        + silent.side()
        + " does not name";
  }

  private static String statement(
      SeriesRecord observed, SeriesRecord predicted, SeriesOverlap overlap) {
    return "%s: %s by %s beside %s by %s; %s."
        .formatted(
            observed.words(),
            observed.side(),
            observed.provider(),
            predicted.side(),
            predicted.provider(),
            overlap.words());
  }

  @Override
  public String nothingForLeft() {
    return "no " + String.join(" or ", right.sides()) + " of the same quantity and place";
  }

  @Override
  public String nothingForLeft(Row row) {
    return nothing(right, row);
  }

  @Override
  public String nothingForRight() {
    return "no " + String.join(" or ", left.sides()) + " of the same quantity and place";
  }

  @Override
  public String nothingForRight(Row row) {
    return nothing(left, row);
  }

  private static String nothing(SeriesSide other, Row row) {
    SeriesRecord series = SeriesRecord.read(row);
    return "no %s of %s%s"
        .formatted(
            String.join(" or ", other.sides()),
            series.words(),
            series.goesAround() ? "; curves around a body are compared side by side" : "");
  }
}
