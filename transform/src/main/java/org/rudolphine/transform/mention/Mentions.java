package org.rudolphine.transform.mention;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.table.Table;

/**
 * The table {@code mentions}: identifiers in the metadata of papers, and the records that they
 * stand for. A paper's own identifiers are no mentions.
 */
public final class Mentions {
  private static final String TABLE = "mentions";
  private static final List<String> PAPER =
      List.of(
          "paper_id",
          "title",
          "abstract",
          "comments",
          "journal_ref",
          "doi_given",
          "dois",
          "retrieved_at",
          "raw_sha256",
          "licence",
          "redistribute");
  private static final StructType READ =
      StructType.fromDDL(
          "paper_id string, part string, `offset` int, kind string, canonical_id string,"
              + " raw_text string, context string, read_confidence double, retrieved_at timestamp,"
              + " raw_sha256 string, licence string, redistribute string");
  private static final StructType MEANING =
      StructType.fromDDL(
          "meant_kind string, meant string, meant_table string, meant_id string, factor double");

  /** A DOI that several records have stands for none of them. */
  private static final double AMBIGUOUS = 0.5;

  private final Function<String, Dataset<Row>> tables;

  /**
   * Mentions in the current papers.
   *
   * @param tables gives the current rows of a table, without those marked as deleted
   */
  public Mentions(Function<String, Dataset<Row>> tables) {
    this.tables = tables;
  }

  /** Rows of the table {@code mentions}. */
  public Dataset<Row> rows() {
    Dataset<Row> papers = tables.apply("papers");
    if (papers.isEmpty()) {
      return papers.sparkSession().createDataFrame(List.of(), Table.named(TABLE).schema());
    }
    EventNames events =
        new EventNames(select("gw_events", EventNames.COLUMNS).distinct().collectAsList());
    Reading reading = new Reading(new TreeSet<>(events.names()));
    Dataset<Row> read =
        papers
            .select(PAPER.stream().map(functions::col).toArray(Column[]::new))
            .flatMap((FlatMapFunction<Row, Row>) reading::call, Encoders.row(READ));
    Dataset<Row> meanings =
        meanings(events).unionByName(simulations()).unionByName(datasets()).unionByName(papers());
    return read.join(
            meanings,
            read.col("kind")
                .equalTo(meanings.col("meant_kind"))
                .and(read.col("canonical_id").equalTo(meanings.col("meant"))),
            "left")
        .select(columns());
  }

  private Dataset<Row> select(String table, List<String> columns) {
    return tables.apply(table).select(columns.stream().map(functions::col).toArray(Column[]::new));
  }

  private static Column[] columns() {
    Column resolved = col("meant_id").isNotNull();
    return Arrays.stream(Table.named(TABLE).schema().fieldNames())
        .map(
            name ->
                switch (name) {
                  case "page" -> lit(null).cast("int").as(name);
                  case "resolved_table" -> when(resolved, col("meant_table")).as(name);
                  case "resolved_id" -> col("meant_id").as(name);
                  case "confidence" ->
                      round(col("read_confidence").multiply(coalesce(col("factor"), lit(1.0))), 6)
                          .as(name);
                  case "source" -> lit("rudolphine").as(name);
                  case "revision" -> lit(MentionGrammar.VERSION).as(name);
                  case "raw_sha256" -> sha2(col(name).cast("binary"), 256).as(name);
                  default -> col(name);
                })
        .toArray(Column[]::new);
  }

  private Dataset<Row> meanings(EventNames events) {
    List<Row> rows = new ArrayList<>();
    for (EventNames.Meaning meaning : events.meanings()) {
      for (MentionKind kind : List.of(MentionKind.GW_EVENT, MentionKind.GW_SUPEREVENT)) {
        rows.add(
            RowFactory.create(
                kind.text(),
                meaning.name(),
                "gw_events",
                meaning.eventVersionId(),
                meaning.factor()));
      }
    }
    return tables.apply("papers").sparkSession().createDataFrame(rows, MEANING);
  }

  private Dataset<Row> simulations() {
    Column id = col("simulation_id");
    Column kind =
        when(id.startsWith("SXS:"), MentionKind.SXS_ID.text())
            .when(id.startsWith("RIT:"), MentionKind.RIT_ID.text())
            .otherwise(MentionKind.MAYA_ID.text());
    return meaning(tables.apply("nr_simulations"), kind, id, "nr_simulations", id);
  }

  private Dataset<Row> datasets() {
    Dataset<Row> datasets = tables.apply("hep_datasets");
    Column id = col("record_id");
    Column record = lit(MentionKind.OPENDATA_RECID.text());
    Column doi = lit(MentionKind.OPENDATA_DOI.text());
    return meaning(datasets, record, id, "hep_datasets", id)
        .unionByName(
            unique(
                datasets.where(col("doi").isNotNull()),
                doi,
                upper(col("doi")),
                "hep_datasets",
                "record_id"));
  }

  private Dataset<Row> papers() {
    Dataset<Row> papers = tables.apply("papers");
    Column id = col("paper_id");
    Dataset<Row> byDoi = papers.select(id, explode(col("dois")).as("doi"));
    return meaning(papers, lit(MentionKind.ARXIV_ID.text()), id, "papers", id)
        .unionByName(
            unique(byDoi, lit(MentionKind.DOI.text()), lower(col("doi")), "papers", "paper_id"));
  }

  private static Dataset<Row> meaning(
      Dataset<Row> rows, Column kind, Column name, String table, Column id) {
    return rows.select(
        kind.as("meant_kind"),
        name.as("meant"),
        lit(table).as("meant_table"),
        id.as("meant_id"),
        lit(1.0).as("factor"));
  }

  private static Dataset<Row> unique(
      Dataset<Row> rows, Column kind, Column name, String table, String key) {
    Column one = col("owners").equalTo(1);
    return rows.groupBy(name.as("meant"))
        .agg(count(lit(1)).as("owners"), min(key).as("owner"))
        .select(
            kind.as("meant_kind"),
            col("meant"),
            lit(table).as("meant_table"),
            when(one, col("owner")).as("meant_id"),
            when(one, 1.0).otherwise(AMBIGUOUS).as("factor"));
  }

  /** Reads the parts of one paper; shipped to the workers. */
  private record Reading(Set<String> eventNames) implements Serializable {

    private Iterator<Row> call(Row paper) {
      MentionGrammar grammar = new MentionGrammar(eventNames);
      Map<String, String> parts = new LinkedHashMap<>();
      for (String part : List.of("title", "abstract", "comments", "journal_ref")) {
        parts.put(part, paper.getAs(part));
      }
      parts.put("doi", paper.getAs("doi_given"));
      List<Row> rows = new ArrayList<>();
      parts.forEach(
          (part, text) -> {
            for (Mention mention : grammar.find(text)) {
              if (!ownIdentifier(paper, part, mention)) {
                rows.add(row(paper, part, mention));
              }
            }
          });
      return rows.iterator();
    }

    /** The DOI field names the paper itself, but for datasets that authors put there. */
    private static boolean ownIdentifier(Row paper, String part, Mention mention) {
      String id = mention.canonicalId();
      if (mention.kind() == MentionKind.ARXIV_ID) {
        return id.equals(paper.getAs("paper_id"));
      }
      if (mention.kind() != MentionKind.DOI || id.startsWith("10.5281/zenodo.")) {
        return false;
      }
      int dois = paper.fieldIndex("dois");
      return part.equals("doi") || (!paper.isNullAt(dois) && paper.getList(dois).contains(id));
    }

    private static Row row(Row paper, String part, Mention mention) {
      return RowFactory.create(
          paper.getAs("paper_id"),
          part,
          mention.offset(),
          mention.kind().text(),
          mention.canonicalId(),
          mention.rawText(),
          mention.context(),
          mention.confidence(),
          paper.getAs("retrieved_at"),
          paper.getAs("raw_sha256"),
          paper.getAs("licence"),
          paper.getAs("redistribute"));
    }
  }
}
