package org.rudolphine.transform.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * Series of some sources on some sides.
 *
 * @param sources sources whose series take part
 * @param sides values of the column {@code side}
 * @param leftOut files and columns that take no part
 * @param reads what is read of the abscissa
 */
record SeriesSide(List<String> sources, List<String> sides, List<Glob> leftOut, Reads reads)
    implements Side<SeriesRecord> {

  /**
   * A pattern of names.
   *
   * @param text the pattern, in which {@code *} stands for any characters, also for none
   */
  record Glob(String text, Pattern pattern) implements Serializable {
    static List<Glob> all(List<String> texts) {
      return texts.stream()
          .map(
              text ->
                  new Glob(
                      text,
                      Pattern.compile(
                          Arrays.stream(text.split("\\*", -1))
                              .map(Pattern::quote)
                              .collect(Collectors.joining(".*")))))
          .toList();
    }

    boolean matches(String name) {
      return name != null && pattern.matcher(name).matches();
    }
  }

  /** What is read of the abscissa. */
  enum Reads {
    ALL_PLACES,
    ENDS
  }

  @Override
  public String table() {
    return SeriesRecord.TABLE;
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>(SeriesRecord.COLUMNS);
    if (reads == Reads.ALL_PLACES) {
      columns.add("abscissa");
    } else {
      columns.addAll(SeriesRecord.ENDS.keySet());
    }
    return columns;
  }

  @Override
  public Map<String, String> derived() {
    return reads == Reads.ALL_PLACES ? Map.of() : SeriesRecord.ENDS;
  }

  @Override
  public boolean holds(Row row) {
    return sources.contains(row.<String>getAs("source"))
        && sides.contains(row.<String>getAs("side"));
  }

  @Override
  public String refusal(Row row) {
    for (Glob pattern : leftOut) {
      if (pattern.matches(row.getAs("file_name")) || pattern.matches(row.getAs("quantity_given"))) {
        return "left out of pairs: superseded or not in the case's reference, by the pattern "
            + pattern.text();
      }
    }
    SeriesRecord series = SeriesRecord.read(row);
    if (series.points() == 0) {
      return "no values";
    }
    boolean noPlaces = series.low() == null || series.abscissaName() == null;
    return noPlaces && !series.isScalar() ? "values without an abscissa" : null;
  }

  @Override
  public SeriesRecord read(Row row) {
    return SeriesRecord.read(row);
  }

  @Override
  public List<String> blocks(Row row) {
    return List.of(row.<String>getAs("case_id") + " " + row.<String>getAs("quantity"));
  }
}
