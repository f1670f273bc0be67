package org.rudolphine.transform.link;

import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Lays waveforms beside the strain of the event that they may predict: a matched filter in each
 * detector, scanned over the total mass. Waveforms are those that were made for an event, and those
 * of simulations in its list by parameters. Only the current version of an event takes part.
 * Formulas and their sources: {@code docs/linking/gravitational-waves.md}.
 */
public final class GwStrainRule implements JointRule {
  private static final long serialVersionUID = 1L;
  static final String RELATION = "matched_filter";

  private static final int VERSION = 2;

  private final String id;
  private final String basis;
  private final StrainSettings settings;

  /** Reads its settings; fails with the path of one that is missing or out of range. */
  public GwStrainRule(RuleSettings settings) {
    this.id = settings.id();
    this.basis = settings.text("basis");
    this.settings = StrainSettings.of(settings);
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
  public Found find(SparkSession spark, Function<String, Dataset<Row>> tables, Dataset<Row> links) {
    StrainPlan plan = StrainPlan.of(basis, settings, tables, links);
    return new StrainRun(this, settings, spark, plan).found(tables);
  }
}
