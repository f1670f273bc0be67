package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * Lays the predicted series of accepted links over the observed ones: {@code
 * docs/linking/fluids.md}. Its basis may be any rule whose links join rows of {@code series}, the
 * observed one left.
 */
public final class SeriesPairRule implements LinkedPairRule {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;

  /** Content of one standard deviation to either side. */
  private static final double LEVEL = 0.68;

  private static final List<String> COLUMNS =
      Stream.concat(
              SeriesRecord.COLUMNS.stream(),
              Stream.of(
                  "code",
                  "model",
                  "abscissa",
                  "abscissa_low",
                  "abscissa_high",
                  "value",
                  "sigma_low",
                  "sigma_high"))
          .toList();

  private final String id;
  private final String basis;
  private final String domain;
  private final SeriesLaying laying;

  /** Reads its settings; fails with the path of one that is missing or out of range. */
  public SeriesPairRule(RuleSettings settings) {
    this.id = settings.id();
    this.basis = settings.text("basis");
    this.domain = settings.text("domain");
    this.laying =
        new SeriesLaying(settings.texts("contours"), settings.texts("on-predicted-abscissa"));
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
  public String basis() {
    return basis;
  }

  @Override
  public String leftTable() {
    return SeriesRecord.TABLE;
  }

  @Override
  public String rightTable() {
    return SeriesRecord.TABLE;
  }

  @Override
  public List<String> leftColumns() {
    return COLUMNS;
  }

  @Override
  public List<String> rightColumns() {
    return COLUMNS;
  }

  @Override
  public int maxRank() {
    return Integer.MAX_VALUE;
  }

  @Override
  public String refusal(Row left, Row right) {
    return lay(left, right).refusal();
  }

  private SeriesOverlay.Outcome lay(Row left, Row right) {
    return laying.lay(
        SeriesRecord.read(left),
        SeriesCurve.read(left),
        SeriesRecord.read(right),
        SeriesCurve.read(right));
  }

  @Override
  public List<Pair> pairs(Row left, Row right) {
    SeriesRecord observed = SeriesRecord.read(left);
    SeriesRecord predicted = SeriesRecord.read(right);
    List<Pair> pairs = new ArrayList<>();
    for (SeriesOverlay overlay : lay(left, right).overlays()) {
      pairs.add(pair(observed, predicted, overlay, theory(right)));
    }
    return pairs;
  }

  private Pair pair(
      SeriesRecord observed, SeriesRecord predicted, SeriesOverlay overlay, String theory) {
    // A simulation in the place of the experiment is no measurement: there is nothing to test.
    boolean modelDerived = !SeriesRecord.EXPERIMENT.equals(observed.side());
    SeriesAgreement agreement = SeriesAgreement.of(overlay);
    return new Pair(
        observed.side() + "-" + predicted.side(),
        domain,
        observed.caseId(),
        observed.quantity(),
        observed.unit(),
        Stream.of(observed.station() == null ? "" : observed.station().text(), branch(overlay))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" ")),
        values(observed, overlay, agreement, modelDerived),
        modelDerived,
        conditions(observed, predicted),
        texts(observed, predicted, overlay),
        agreement.metrics(),
        observed.caseId(),
        theory);
  }

  private static String branch(SeriesOverlay overlay) {
    return overlay.branch() == null ? "" : overlay.branch();
  }

  /** Code and model; variants of one model are one theory. */
  private static String theory(Row right) {
    String code = right.getAs("code");
    String model = right.getAs("model");
    return code == null || model == null ? right.getAs("provider") : code + "_" + model;
  }

  private static PairValues values(
      SeriesRecord observed,
      SeriesOverlay overlay,
      SeriesAgreement agreement,
      boolean modelDerived) {
    PairValues.Bounds observedBounds = overlay.observed().bounds();
    PairValues.Bounds predictedBounds = overlay.predicted().bounds();
    Double level = observedBounds == null && predictedBounds == null ? null : LEVEL;
    Double chi2 = modelDerived ? null : agreement.chi2();
    Integer ndf = modelDerived ? null : agreement.ndf();
    if (observed.isScalar()) {
      return new PairValues.Scalar(
          measured(overlay.observed(), observedBounds),
          measured(overlay.predicted(), predictedBounds),
          level,
          chi2,
          ndf);
    }
    return new PairValues.Curve(
        observed.abscissaName(),
        observed.abscissaUnit(),
        overlay.observed().x(),
        overlay.observed().y(),
        overlay.predicted().y(),
        agreement.residual(),
        chi2,
        ndf,
        observedBounds,
        predictedBounds,
        level);
  }

  private static Measured measured(SeriesCurve one, PairValues.Bounds bounds) {
    return bounds == null
        ? Measured.exactly(one.y()[0])
        : new Measured(one.y()[0], finite(bounds.lower()[0]), finite(bounds.upper()[0]));
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** The observed side's conditions, and those of the prediction in which it differs. */
  private static SortedMap<String, Double> conditions(
      SeriesRecord observed, SeriesRecord predicted) {
    SortedMap<String, Double> conditions = new TreeMap<>(observed.conditions());
    predicted
        .conditions()
        .forEach(
            (key, value) -> {
              if (!value.equals(observed.conditions().get(key))) {
                conditions.put("predicted_" + key, value);
              }
            });
    return conditions;
  }

  private SortedMap<String, String> texts(
      SeriesRecord observed, SeriesRecord predicted, SeriesOverlay overlay) {
    SortedMap<String, String> texts = new TreeMap<>(observed.texts());
    predicted
        .texts()
        .forEach(
            (key, value) -> {
              if (!value.equals(observed.texts().get(key))) {
                texts.put("predicted_" + key, value);
              }
            });
    put(texts, "station", observed.station() == null ? null : observed.station().text());
    put(texts, "surface", observed.surface() == null ? predicted.surface() : observed.surface());
    put(texts, "branch", overlay.branch());
    put(texts, "observed_by", observed.provider());
    put(texts, "provider", predicted.provider());
    if (!observed.isScalar() && laying.onPredicted().contains(observed.quantity())) {
      put(texts, "places_of", predicted.side());
    }
    return texts;
  }

  private static void put(SortedMap<String, String> texts, String key, String value) {
    if (value != null) {
      texts.put(key, value);
    }
  }
}
