package org.rudolphine.transform.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Typed access to a row as {@code ParquetRows} gives it. A column that is absent or of another type
 * reads as missing, because a report also opens releases of other versions.
 */
record Cells(Map<?, ?> row) {
  String text(String column) {
    return row.get(column) instanceof String text && !text.isBlank() ? text : null;
  }

  String text(String column, String otherwise) {
    String text = text(column);
    return text == null ? otherwise : text;
  }

  /** A finite number, or null. */
  Double number(String column) {
    return finite(row.get(column));
  }

  /** A number with its interval in the columns that end in {@code _lower} and {@code _upper}. */
  Measured measured(String column) {
    return Measured.of(number(column), number(column + "_lower"), number(column + "_upper"));
  }

  /** The number of an array of one, or null. */
  Double scalar(String column) {
    return row.get(column) instanceof List<?> list && list.size() == 1 ? finite(list.get(0)) : null;
  }

  boolean flag(String column) {
    return Boolean.TRUE.equals(row.get(column));
  }

  Instant time(String column) {
    return row.get(column) instanceof Instant instant ? instant : null;
  }

  List<String> texts(String column) {
    List<String> texts = new ArrayList<>();
    if (row.get(column) instanceof List<?> list) {
      list.stream().filter(String.class::isInstance).forEach(e -> texts.add((String) e));
    }
    return texts;
  }

  /** Whole numbers of an array, what is none left out. */
  List<Integer> integers(String column) {
    List<Integer> integers = new ArrayList<>();
    if (row.get(column) instanceof List<?> list) {
      list.stream().filter(Integer.class::isInstance).forEach(e -> integers.add((Integer) e));
    }
    return integers;
  }

  List<Cells> structs(String column) {
    List<Cells> structs = new ArrayList<>();
    if (row.get(column) instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Map<?, ?> map) {
          structs.add(new Cells(map));
        }
      }
    }
    return structs;
  }

  private static Double finite(Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue())
        ? (Double) number.doubleValue()
        : null;
  }
}
