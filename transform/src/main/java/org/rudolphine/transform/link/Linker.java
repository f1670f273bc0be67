package org.rudolphine.transform.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.rudolphine.transform.link.LinkReport.BlockSize;
import org.rudolphine.transform.table.Table;

/**
 * Runs link rules over the current tables. Only rows that are not marked as deleted take part. The
 * result depends on the tables' content and the rules' settings alone, not on partitions or cores.
 */
public final class Linker {
  private final SparkSession spark;
  private final Function<String, Dataset<Row>> tables;

  /**
   * A linker over one state of the tables.
   *
   * @param spark session with the Java 8 time API on
   * @param tables gives the current rows of a table of that name; an empty dataset with its columns
   *     when there are none yet
   */
  public Linker(SparkSession spark, Function<String, Dataset<Row>> tables) {
    this.spark = spark;
    this.tables = tables;
  }

  /**
   * Runs the rules.
   *
   * @param rules as {@link LinkRules} orders them: a rule that rests on another comes later
   * @throws BlockTooLarge when a block asks for more comparisons than its rule allows
   */
  public LinkedTables link(List<? extends LinkRule> rules) {
    Map<String, Dataset<Row>> links = new LinkedHashMap<>();
    Map<String, Dataset<Row>> pairs = new LinkedHashMap<>();
    List<Dataset<Row>> unmatched = new ArrayList<>();
    Map<String, List<BlockSize>> blocks = new LinkedHashMap<>();
    Map<String, Dataset<Row>> more = new LinkedHashMap<>();
    List<Dataset<Row>> held = new ArrayList<>();
    Function<String, Dataset<Row>> newest =
        table -> more.containsKey(table) ? more.get(table) : current(table);
    for (LinkRule rule : rules) {
      if (rule instanceof MatchRule<?, ?> matching) {
        MatchRun run = MatchRun.of(spark, matching, this::current);
        blocks.put(rule.id(), run.largestBlocks());
        links.put(rule.id(), run.links().persist());
        unmatched.add(run.unmatched(links.get(rule.id())));
      } else if (rule instanceof StatementRule statements) {
        statements.prepare(this::current).forEach((table, rows) -> more.put(table, rows.persist()));
        StatementRule.Found found = statements.find(newest);
        blocks.put(rule.id(), found.largestBlocks());
        links.put(rule.id(), found.links().persist());
        unmatched.add(found.unmatched());
      } else if (rule instanceof PairRule pairing) {
        PairRun run = new PairRun(pairing, linksOf(pairing.basis(), links), this::current);
        pairs.put(rule.id(), run.pairs().persist());
        unmatched.add(run.unmatched(pairs.get(rule.id())));
      } else if (rule instanceof JointRule joint) {
        JointRule.Found found = joint.find(spark, this::current, linksOf(joint.basis(), links));
        held.addAll(found.held());
        links.put(rule.id(), found.links().persist());
        pairs.put(rule.id(), found.pairs().persist());
        unmatched.add(found.unmatched());
      }
    }
    held.addAll(concat(links.values(), pairs.values(), more.values()));
    return assemble(rules, links, pairs, unmatched, blocks, more, held);
  }

  private Dataset<Row> linksOf(String rule, Map<String, Dataset<Row>> justMade) {
    if (rule == null) { // the table may be lost, and is not looked at
      return union("links", List.of());
    }
    Dataset<Row> made = justMade.get(rule);
    return made != null ? made : tables.apply("links").where(functions.col("rule").equalTo(rule));
  }

  private Dataset<Row> current(String table) {
    Dataset<Row> rows = tables.apply(table);
    return Table.named(table).has("deleted_at")
        ? rows.where(functions.col("deleted_at").isNull())
        : rows;
  }

  private LinkedTables assemble(
      List<? extends LinkRule> rules,
      Map<String, Dataset<Row>> links,
      Map<String, Dataset<Row>> pairs,
      List<Dataset<Row>> unmatched,
      Map<String, List<BlockSize>> blocks,
      Map<String, Dataset<Row>> more,
      List<Dataset<Row>> held) {
    Dataset<Row> allLinks = union("links", links.values());
    Dataset<Row> allPairs = union("pairs", pairs.values());
    Dataset<Row> allUnmatched = union("unmatched", unmatched).persist();
    Set<String> ids = new TreeSet<>();
    rules.forEach(rule -> ids.add(rule.id()));
    return new LinkedTables(
        Set.copyOf(ids),
        allLinks,
        allPairs,
        allUnmatched,
        Map.copyOf(more),
        report(rules, allLinks, allPairs, allUnmatched, blocks),
        List.copyOf(held));
  }

  /**
   * Counts what rules have found before, out of the tables that hold it; blocks are not told.
   *
   * @param rules the rules to tell of, in their order
   */
  public LinkReport count(List<? extends LinkRule> rules) {
    return report(
        rules, tables.apply("links"), tables.apply("pairs"), tables.apply("unmatched"), Map.of());
  }

  private static LinkReport report(
      List<? extends LinkRule> rules,
      Dataset<Row> links,
      Dataset<Row> pairs,
      Dataset<Row> unmatched,
      Map<String, List<BlockSize>> blocks) {
    Map<String, Long> decisions = counts(links, "rule", "decision");
    Map<String, Long> refused = counts(unmatched, "rule");
    Map<String, Long> paired = counts(pairs, "rule");
    List<LinkReport.OfRule> entries = new ArrayList<>();
    for (LinkRule rule : rules) {
      String id = rule.id();
      entries.add(
          new LinkReport.OfRule(
              id,
              decisions.getOrDefault(id + "|" + Match.Decision.ACCEPTED.text(), 0L),
              decisions.getOrDefault(id + "|" + Match.Decision.CANDIDATE.text(), 0L),
              refused.getOrDefault(id, 0L),
              paired.getOrDefault(id, 0L),
              blocks.getOrDefault(id, List.of())));
    }
    return new LinkReport(List.copyOf(entries), counts(pairs, "domain"));
  }

  @SafeVarargs
  private static List<Dataset<Row>> concat(Collection<Dataset<Row>>... parts) {
    return Stream.of(parts).flatMap(Collection::stream).toList();
  }

  private Dataset<Row> union(String table, Collection<Dataset<Row>> parts) {
    return parts.stream()
        .reduce(Dataset::union)
        .orElseGet(() -> spark.createDataFrame(List.of(), Table.named(table).schema()));
  }

  private static Map<String, Long> counts(Dataset<Row> rows, String first, String... more) {
    Map<String, Long> counts = new TreeMap<>();
    for (Row row : rows.groupBy(first, more).count().collectAsList()) {
      StringBuilder key = new StringBuilder(row.getString(0));
      for (int i = 1; i <= more.length; i++) {
        key.append('|').append(row.getString(i));
      }
      counts.put(key.toString(), row.getLong(more.length + 1));
    }
    return counts;
  }
}
