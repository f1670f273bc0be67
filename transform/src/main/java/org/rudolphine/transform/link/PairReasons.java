package org.rudolphine.transform.link;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Why records that links of a rule's basis name are in no pair. */
final class PairReasons {
  private static final StructType SCHEMA =
      new StructType()
          .add("left_id", DataTypes.StringType)
          .add("right_id", DataTypes.StringType)
          .add("place", DataTypes.IntegerType)
          .add("reason", DataTypes.StringType);

  private final LinkedPairRule rule;
  private final Dataset<Row> reasons;

  /**
   * Asks the rule about each accepted link; a candidate's reason are its mismatches.
   *
   * @param links all links of the basis
   * @param sides both records of each accepted link without a pair, as structs
   */
  PairReasons(LinkedPairRule rule, Dataset<Row> links, Dataset<Row> sides) {
    this.rule = rule;
    Dataset<Row> candidates =
        links
            .where(col("decision").equalTo(Match.Decision.CANDIDATE.text()))
            .select(
                col("left_id"),
                col("right_id"),
                col("rank").as("place"),
                concat(
                        lit("only candidate links of rule " + rule.basis() + ": "),
                        array_join(col("mismatches"), "; "))
                    .as("reason"));
    this.reasons =
        sides
            .flatMap((FlatMapFunction<Row, Row>) row -> refusal(rule, row), Encoders.row(SCHEMA))
            .union(candidates);
  }

  private static Iterator<Row> refusal(LinkedPairRule rule, Row sides) {
    String reason = rule.refusal(sides.<Row>getAs("left"), sides.<Row>getAs("right"));
    return reason == null
        ? List.<Row>of().iterator()
        : List.of(RowFactory.create(sides.getAs("left_id"), sides.getAs("right_id"), 0, reason))
            .iterator();
  }

  /**
   * One row of {@code unmatched} for each record of a side that links name and no pair does, with
   * its first reason: accepted links before candidates, these by rank.
   *
   * @param rows the side's table
   * @param linkColumn column of links that names the side's records
   * @param pairColumn column of pairs that does
   */
  Dataset<Row> unmatched(
      Dataset<Row> rows,
      String table,
      String key,
      String linkColumn,
      Dataset<Row> pairs,
      String pairColumn) {
    Dataset<Row> first =
        reasons
            .groupBy(col(linkColumn).as("named_id"))
            .agg(min(struct(col("place"), col("reason"))).as("first"));
    Dataset<Row> paired = pairs.select(col(pairColumn).as("paired_id")).distinct();
    Dataset<Row> unpaired =
        rows.join(first, rows.col(key).equalTo(first.col("named_id")))
            .join(paired, rows.col(key).equalTo(paired.col("paired_id")), "left_anti");
    return Unmatched.rows(
        unpaired, table, key, rule, row -> null, row -> row.<Row>getAs("first").getAs("reason"));
  }
}
