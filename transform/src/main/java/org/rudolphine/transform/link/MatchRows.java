package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.rudolphine.transform.link.LinkReport.BlockSize;
import org.rudolphine.transform.table.Table;

/**
 * What all runs of a {@link MatchRule} do alike: rows in, links and reasons out. Blocks above the
 * rule's cap are kept here with their reason.
 */
final class MatchRows<L extends Serializable, R extends Serializable> {
  private final MatchRule<L, R> rule;
  private final Dataset<Row> left;
  private final Dataset<Row> right;

  /** Why a block is not compared, by its name; sorted, so that a record's reason is stable. */
  private final TreeMap<String, String> skipped = new TreeMap<>();

  MatchRows(MatchRule<L, R> rule, Function<String, Dataset<Row>> tables) {
    this.rule = rule;
    this.left = rows(rule.left(), tables);
    this.right = rows(rule.right(), tables);
  }

  private static Dataset<Row> rows(Side<?> side, Function<String, Dataset<Row>> tables) {
    TreeSet<String> columns = new TreeSet<>(side.columns());
    columns.add(key(side));
    columns.addAll(Provenance.COLUMNS);
    Map<String, String> derived = side.derived();
    return tables
        .apply(side.table())
        .select(
            columns.stream().map(name -> column(name, derived.get(name))).toArray(Column[]::new));
  }

  private static Column column(String name, String expression) {
    return expression == null ? functions.col(name) : functions.expr(expression).as(name);
  }

  static String key(Side<?> side) {
    List<String> key = Table.named(side.table()).key();
    if (key.size() != 1) {
      throw new IllegalArgumentException(
          "A rule links tables with one key column, but " + side.table() + " has " + key);
    }
    return key.get(0);
  }

  /** Left rows that take part. */
  Dataset<Row> left() {
    return takingPart(left, rule.left());
  }

  /** Right rows that take part. */
  Dataset<Row> right() {
    return takingPart(right, rule.right());
  }

  private static Dataset<Row> takingPart(Dataset<Row> rows, Side<?> side) {
    return rows.filter((FilterFunction<Row>) row -> side.holds(row) && side.refusal(row) == null);
  }

  /**
   * The block as it is, or marked as refused when it is above the cap.
   *
   * @throws BlockTooLarge when the rule stops there
   */
  BlockSize admitted(BlockSize block) {
    if (block.pairs() <= rule.maxPairsPerBlock()) {
      return block;
    }
    if (rule.overCap() == MatchRule.OverCap.STOP) {
      throw new BlockTooLarge(rule.id(), block, rule.maxPairsPerBlock());
    }
    skipped.put(
        block.block(),
        String.format(
            "block %s is not compared: %d x %d = %d pairs, more than max-pairs-per-block = %d",
            block.block(), block.left(), block.right(), block.pairs(), rule.maxPairsPerBlock()));
    return block.asRefused();
  }

  /** Blocks that are not compared. */
  Set<String> refused() {
    return new TreeSet<>(skipped.keySet());
  }

  /**
   * Links of one left row. Rows are made one by one: a record may have tens of thousands of
   * matches.
   *
   * @param candidates right records that share a block with it
   * @param rights where they come from
   */
  static <L extends Serializable, R extends Serializable> Iterator<Row> links(
      MatchRule<L, R> rule, StructType schema, Row row, List<R> candidates, Rights<R> rights) {
    Side<L> side = rule.left();
    String leftId = row.getAs(key(side));
    Provenance provenance = Provenance.of(row);
    String source = "stated".equals(rule.relation()) ? row.getAs("source") : "rudolphine";
    List<Match> matches = rule.matches(side.read(row), candidates);
    return IntStream.range(0, matches.size())
        .mapToObj(
            i -> {
              Match match = matches.get(i);
              return row(rule, schema, leftId, match, i + 1)
                  .provenance(
                      source, rule.version(), provenance.with(rights.provenance(match.rightId())))
                  .build();
            })
        .iterator();
  }

  private static TableRow row(
      MatchRule<?, ?> rule, StructType schema, String leftId, Match match, int rank) {
    String leftTable = rule.left().table();
    String rightTable = rule.right().table();
    return LinkRow.of(schema, rule, rule.relation(), match, rank)
        .set("link_id", StableId.link(rule.id(), leftTable, leftId, rightTable, match.rightId()))
        .set("left_table", leftTable)
        .set("left_id", leftId)
        .set("right_table", rightTable);
  }

  /** Rows of the table {@code unmatched}: refused records, and those that no link names. */
  Dataset<Row> unmatched(Dataset<Row> links) {
    return unmatched(links, List.of());
  }

  /**
   * The same; right records that no link names though they were compared say so.
   *
   * @param compared the blocks of the rule, none when they are too many to be held
   */
  Dataset<Row> unmatched(Dataset<Row> links, List<LinkReport.BlockSize> compared) {
    MatchRule<L, R> matching = rule;
    Side<R> side = rule.right();
    HashMap<String, Long> lefts = new HashMap<>();
    compared.forEach(block -> lefts.put(block.block(), block.left()));
    Unmatched.Refusal nothing =
        row -> {
          long all = side.blocks(row).stream().mapToLong(b -> lefts.getOrDefault(b, 0L)).sum();
          return all > 0 ? matching.notListed(row, all) : matching.nothingForRight(row);
        };
    return unmatched(left, rule.left(), links.col("left_id"), links, matching::nothingForLeft)
        .union(unmatched(right, side, links.col("right_id"), links, nothing));
  }

  private Dataset<Row> unmatched(
      Dataset<Row> rows,
      Side<?> side,
      Column linked,
      Dataset<Row> links,
      Unmatched.Refusal nothing) {
    Dataset<Row> ids = links.select(linked.as("linked_id")).distinct();
    Dataset<Row> unlinked =
        rows.filter((FilterFunction<Row>) side::holds)
            .join(ids, rows.col(key(side)).equalTo(ids.col("linked_id")), "left_anti");
    TreeMap<String, String> notCompared = skipped;
    return Unmatched.rows(
        unlinked,
        side.table(),
        key(side),
        rule,
        side::refusal,
        row -> {
          List<String> reasons =
              side.blocks(row).stream().map(notCompared::get).filter(Objects::nonNull).toList();
          return reasons.isEmpty() ? nothing.apply(row) : String.join("; ", reasons);
        });
  }
}
