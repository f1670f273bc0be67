package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * A normalizer for tests of families: the family of {@code 7#x} is {@code 7}. Payloads are words:
 * {@code data 3} a dataset of three events, {@code detail 9} its size, {@code files a b} its files,
 * {@code both 3 a} dataset and file, {@code other 3} a dataset of another family; {@code bad} and
 * {@code skip} say what happens. {@code whole 3 x a b} is a dataset with all of its files but for
 * those of index x, {@code index x a b} are all files of that index, and {@code nothing} says that
 * there is neither dataset nor file.
 */
public final class BranchNormalizer implements Normalizer {
  private static final long serialVersionUID = 1L;

  /** Native ids that were parsed in this process, for tests that count calls. */
  static final Queue<String> PARSED = new ConcurrentLinkedQueue<>();

  private final boolean strays;

  /** Setting {@code strays}: ids without {@code #} tell no family. */
  public BranchNormalizer(SourceSettings settings) {
    strays = "true".equals(settings.text("strays"));
  }

  @Override
  public List<String> tables() {
    return List.of("hep_datasets", "hep_files");
  }

  @Override
  public String familyOf(String nativeId) {
    return strays && nativeId.indexOf('#') < 0 ? null : keyOf(nativeId);
  }

  @Override
  public String keyOf(String nativeId) {
    return nativeId.split("#", 2)[0];
  }

  @Override
  public void normalize(RawRecord record, RowSink sink) {
    PARSED.add(record.nativeId());
    String family = keyOf(record.nativeId());
    String[] words = record.text().split(" ");
    switch (words[0]) {
      case "data" -> data(family, words[1], sink);
      case "detail" ->
          sink.row("hep_datasets", family).facet("detail", 2).whole("size_bytes", of(words[1]));
      case "files" -> Arrays.stream(words).skip(1).forEach(uri -> file(family, uri, sink));
      case "both" -> {
        data(family, words[1], sink);
        file(family, words[2], sink);
      }
      case "whole" -> {
        data(family, words[1], sink);
        Arrays.stream(words).skip(3).forEach(uri -> file(family, uri, sink));
        sink.completeBut("hep_files", Set.of("index:" + words[2]));
      }
      case "index" -> {
        String facet = "index:" + words[1];
        Arrays.stream(words).skip(2).forEach(uri -> file(family, uri, sink).facet(facet, 0));
        sink.complete("hep_files", facet);
      }
      case "nothing" -> {
        sink.completeBut("hep_datasets", Set.of());
        sink.completeBut("hep_files", Set.of());
        sink.skip("nothing is left");
      }
      case "other" -> data("other-" + family, words[1], sink);
      case "skip" -> sink.skip("on purpose");
      default -> sink.reject("word", "a bad word", record.text());
    }
  }

  private static void data(String family, String events, RowSink sink) {
    sink.row("hep_datasets", family)
        .facet("list", 1)
        .texts("keywords", List.of("k" + events))
        .whole("number_events", of(events));
  }

  private static RowBuilder file(String family, String uri, RowSink sink) {
    return sink.row("hep_files", family + "|" + uri).text("record_id", family).text("uri", uri);
  }

  private static Long of(String number) {
    return Long.valueOf(number);
  }

  @Override
  public Map<String, Object> changes(
      String table, Map<String, Object> before, Map<String, Object> after) {
    boolean recounted =
        !String.valueOf(before.get("number_events"))
            .equals(String.valueOf(after.get("number_events")));
    return table.equals("hep_datasets")
        ? Map.of("change_kinds", List.of(recounted ? "physics" : "other"))
        : Map.of();
  }

  /** The last dataset that is there, in every row. */
  @Override
  public Dataset<Row> finish(String table, Dataset<Row> rows) {
    return table.equals("hep_datasets")
        ? rows.withColumn(
            "conditions_from",
            max(when(col("deleted_at").isNull(), col("record_id"))).over(Window.partitionBy()))
        : rows;
  }
}
