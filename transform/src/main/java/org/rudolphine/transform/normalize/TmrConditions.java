package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Gives series the conditions of the input decks of their case: of the deck of the same code, model
 * and variant, else those in which all decks of the model agree, else those in which all decks of
 * the case agree. Measurements get the last alone. What a file says itself stands; an angle of
 * attack is not given to what is a function of it. Correlations get nothing.
 */
final class TmrConditions {
  private static final StructType CONDITIONS =
      StructType.fromDDL(
          "of_case string, of_who string, given map<string,double>, given_from string");

  /** Own words, of which {@code conditions_from} is none. */
  private static final String OWN_WORDS =
      "map_filter(coalesce(conditions_text, map()), (k, v) -> k <> 'conditions_from')";

  private static final String FURTHER =
      "map_filter(coalesce(given, map()), (k, v) -> not map_contains_key(own, k)"
          + " and not (k = 'alpha_deg' and coalesce(abscissa_name, station_axis, '') = 'alpha'))";

  private TmrConditions() {}

  private record Deck(String id, String provider, String model, Map<String, Double> numbers) {}

  /** Rows of {@code series} with the conditions of the decks that are there now. */
  static Dataset<Row> give(Dataset<Row> series, Dataset<Row> conditions) {
    Map<String, List<Deck>> decks = decks(conditions);
    Dataset<Row> rows = series;
    rows = joined(rows, byName(decks, "provider"), col("provider"), "p");
    rows = joined(rows, byName(decks, "model"), col("model"), "m");
    rows = joined(rows, ofCase(decks), lit("case"), "c");
    Column simulated = col("side").equalTo("simulation");
    Column asCase = simulated.or(col("side").equalTo("experiment"));
    String[] names = series.columns();
    return rows.withColumn("given", chosen("given", simulated, asCase))
        .withColumn("given_from", chosen("given_from", simulated, asCase))
        .withColumn("own", expr("coalesce(conditions_own, map())"))
        .withColumn("words", expr(OWN_WORDS))
        .withColumn("further", expr(FURTHER))
        .withColumn("conditions", sorted("map_concat(own, further)"))
        .withColumn(
            "conditions_text",
            sorted(
                "if(size(further) = 0, words,"
                    + " map_concat(words, map('conditions_from', given_from)))"))
        .select(List.of(names).stream().map(functions::col).toArray(Column[]::new));
  }

  private static Column chosen(String name, Column simulated, Column asCase) {
    return coalesce(
        when(simulated, coalesce(col("p_" + name), col("m_" + name))),
        when(asCase, col("c_" + name)));
  }

  private static Column sorted(String map) {
    return expr("map_from_entries(array_sort(map_entries(" + map + ")))");
  }

  private static Dataset<Row> joined(
      Dataset<Row> rows, List<Row> conditions, Column who, String prefix) {
    Dataset<Row> given =
        rows.sparkSession()
            .createDataFrame(conditions, CONDITIONS)
            .toDF(prefix + "_case", prefix + "_who", prefix + "_given", prefix + "_given_from");
    return rows.join(
        broadcast(given),
        col("case_id").equalTo(col(prefix + "_case")).and(who.equalTo(col(prefix + "_who"))),
        "left");
  }

  private static Map<String, List<Deck>> decks(Dataset<Row> conditions) {
    Map<String, List<Deck>> decks = new TreeMap<>();
    List<Row> rows =
        conditions
            .filter(col("deleted_at").isNull())
            .select("condition_id", "case_id", "provider", "model", "conditions", "file_name")
            .orderBy("condition_id")
            .collectAsList();
    for (Row row : rows) {
      Map<String, Double> numbers = new TreeMap<>(row.getJavaMap(4));
      decks
          .computeIfAbsent(row.getString(1), name -> new ArrayList<>())
          .add(new Deck(row.getString(5), row.getString(2), row.getString(3), numbers));
    }
    return decks;
  }

  private static List<Row> byName(Map<String, List<Deck>> decks, String name) {
    List<Row> rows = new ArrayList<>();
    decks.forEach(
        (caseId, all) -> {
          Map<String, List<Deck>> named = new TreeMap<>();
          for (Deck deck : all) {
            String who = name.equals("provider") ? deck.provider() : deck.model();
            if (who != null) {
              named.computeIfAbsent(who, any -> new ArrayList<>()).add(deck);
            }
          }
          named.forEach((who, some) -> add(rows, caseId, who, some));
        });
    return rows;
  }

  private static List<Row> ofCase(Map<String, List<Deck>> decks) {
    List<Row> rows = new ArrayList<>();
    decks.forEach((caseId, all) -> add(rows, caseId, "case", all));
    return rows;
  }

  /** What all of some decks agree in. */
  private static void add(List<Row> rows, String caseId, String who, List<Deck> decks) {
    Map<String, Double> agreed = new LinkedHashMap<>(decks.get(0).numbers());
    decks.forEach(
        deck ->
            agreed.entrySet().removeIf(e -> !e.getValue().equals(deck.numbers().get(e.getKey()))));
    if (agreed.isEmpty()) {
      return;
    }
    String from =
        decks.size() == 1
            ? decks.get(0).id()
            : "what " + decks.size() + " input decks agree in, the first: " + decks.get(0).id();
    rows.add(RowFactory.create(caseId, who, agreed, from));
  }
}
