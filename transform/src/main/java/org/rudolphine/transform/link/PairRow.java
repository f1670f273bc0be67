package org.rudolphine.transform.link;

import java.util.List;
import org.apache.spark.sql.types.StructType;

/** Rows of the table {@code pairs}. */
final class PairRow {
  private PairRow() {}

  /**
   * Both sides of a pair.
   *
   * @param experimentTable table of the experiment
   * @param experimentId its record
   * @param theoryTable table of theory
   * @param theoryId its record
   * @param linkId link that the pair rests on
   */
  record Sides(
      String experimentTable,
      String experimentId,
      String theoryTable,
      String theoryId,
      String linkId) {}

  static TableRow of(
      StructType schema, LinkRule rule, Sides sides, Pair pair, Provenance provenance) {
    return withValues(
            new TableRow(schema)
                .set("pair_type", pair.pairType())
                .set("domain", pair.domain())
                .set("case_id", pair.caseId())
                .set("quantity", pair.quantity())
                .set("unit", pair.unit())
                .map("conditions", pair.conditions())
                .map("conditions_text", pair.conditionsText())
                .set("observed_is_model_derived", pair.modelDerived())
                .map("metrics", pair.metrics())
                .list("papers", List.of())
                .set("group_id", pair.groupId())
                .set("theory_group_id", pair.theoryGroupId())
                .set("split", Split.of(pair.groupId()).text()),
            pair.values())
        .set(
            "pair_id",
            StableId.pair(
                rule.id(),
                sides.experimentTable(),
                sides.experimentId(),
                sides.theoryTable(),
                sides.theoryId(),
                pair.caseId(),
                pair.quantity(),
                pair.station()))
        .set("rule", rule.id())
        .set("experiment_table", sides.experimentTable())
        .set("experiment_id", sides.experimentId())
        .set("theory_table", sides.theoryTable())
        .set("theory_id", sides.theoryId())
        .set("link_id", sides.linkId())
        .provenance("rudolphine", rule.version(), provenance);
  }

  private static TableRow withValues(TableRow row, PairValues values) {
    if (values instanceof PairValues.Scalar scalar) {
      return row.scalar("observed", scalar.observed().value())
          .scalar("observed_lower", scalar.observed().lower())
          .scalar("observed_upper", scalar.observed().upper())
          .set("interval_level", scalar.level())
          .scalar("predicted", scalar.predicted().value())
          .scalar("predicted_lower", scalar.predicted().lower())
          .scalar("predicted_upper", scalar.predicted().upper())
          .scalar("residual", scalar.residual())
          .set("chi2", scalar.chi2())
          .set("ndf", scalar.ndf());
    }
    PairValues.Curve curve = (PairValues.Curve) values;
    bounds(row, "observed", curve.observedBounds());
    bounds(row, "predicted", curve.predictedBounds());
    return row.set("interval_level", curve.level())
        .set("abscissa_name", curve.abscissaName())
        .set("abscissa_unit", curve.abscissaUnit())
        .numbers("abscissa", curve.abscissa())
        .numbers("observed", curve.observed())
        .numbers("predicted", curve.predicted())
        .numbers("residual", curve.residual())
        .set("chi2", curve.chi2())
        .set("ndf", curve.ndf());
  }

  private static void bounds(TableRow row, String side, PairValues.Bounds bounds) {
    if (bounds != null) {
      row.numbers(side + "_lower", bounds.lower()).numbers(side + "_upper", bounds.upper());
    }
  }
}
