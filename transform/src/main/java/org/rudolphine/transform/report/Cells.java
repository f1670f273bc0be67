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

  /** The finite numbers of an array; null when one is not finite or there is no array. */
  double[] numbers(String column) {
    if (!(row.get(column) instanceof List<?> list)) {
      return null;
    }
    double[] numbers = new double[list.size()];
    int next = 0;
    for (Object element : list) {
      Double number = finite(element);
      if (number == null) {
        return null;
      }
      numbers[next++] = number;
    }
    return numbers;
  }

  /** The numbers of an array, NaN for those that are not finite; null when there is no array. */
  double[] numbersOrNaN(String column) {
    if (!(row.get(column) instanceof List<?> list)) {
      return null;
    }
    return list.stream()
        .map(Cells::finite)
        .mapToDouble(number -> number == null ? Double.NaN : number)
        .toArray();
  }

  /** Entries of a map by their keys, none where there is no map. */
  Cells map(String column) {
    return new Cells(row.get(column) instanceof Map<?, ?> map ? map : Map.of());
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
