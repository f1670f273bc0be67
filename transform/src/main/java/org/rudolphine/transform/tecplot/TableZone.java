package org.rudolphine.transform.tecplot;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One zone of a table. The first zone of a file may have no record of its own.
 *
 * @param line number of the line of its record, or of its first row when it has none
 * @param title its title ({@code T}), or null
 * @param fields further entries of its record with names in upper case ({@code I}, {@code F})
 * @param variables names of the columns as the file has them
 * @param columns values by column; NaN where the file says so; treat as read-only
 * @param comments comments before its first row and after the rows of the zone before, and those
 *     among its own rows
 */
@SuppressWarnings("ArrayRecordComponent") // columns of numbers in transit, never compared
public record TableZone(
    int line,
    String title,
    Map<String, String> fields,
    List<String> variables,
    double[][] columns,
    List<TableComment> comments) {

  public TableZone {
    fields = Map.copyOf(fields);
    variables = List.copyOf(variables);
    comments = List.copyOf(comments);
  }

  /** Number of rows. */
  public int points() {
    return columns.length == 0 ? 0 : columns[0].length;
  }

  /** The column of that name, whatever its case; empty when there is none or several. */
  public Optional<double[]> column(String name) {
    Optional<double[]> found = Optional.empty();
    for (int i = 0; i < variables.size(); i++) {
      if (variables.get(i).equalsIgnoreCase(name)) {
        if (found.isPresent()) {
          return Optional.empty();
        }
        found = Optional.of(columns[i]);
      }
    }
    return found;
  }
}
