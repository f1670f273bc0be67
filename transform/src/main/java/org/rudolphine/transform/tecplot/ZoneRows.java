package org.rudolphine.transform.tecplot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A zone while its rows are read. */
final class ZoneRows {
  private final int line;
  private final List<String> variables;
  private final Map<String, String> fields = new HashMap<>();
  private final List<TableComment> comments = new ArrayList<>();
  private double[] values = new double[64];
  private int count;

  ZoneRows(int line, List<String> variables) {
    this.line = line;
    this.variables = variables;
  }

  void field(String name, String value) {
    fields.put(name.toUpperCase(Locale.ROOT), value);
  }

  void comments(List<TableComment> said) {
    comments.addAll(said);
  }

  int values() {
    return count;
  }

  boolean saysPoints() {
    return fields.containsKey("I");
  }

  boolean byBlock() {
    String packing = fields.getOrDefault("DATAPACKING", fields.getOrDefault("F", "POINT"));
    return packing.equalsIgnoreCase("BLOCK");
  }

  /** Adds the values of a line. */
  void add(double[] row) {
    if (count + row.length > values.length) {
      values = Arrays.copyOf(values, Math.max(2 * values.length, count + row.length));
    }
    System.arraycopy(row, 0, values, count, row.length);
    count += row.length;
  }

  /** The zone, once its last row is read. */
  TableZone zone() throws UnreadableTable {
    refuseOtherKinds();
    int width = variables.size();
    if (count % width != 0) {
      throw fault("has " + count + " values, which are no whole rows of " + width);
    }
    int points = count / width;
    if (saysPoints() && points > 0) {
      long said = size("I") * size("J") * size("K");
      if (said != points) {
        throw fault("says " + said + " points and has " + points);
      }
    } else if (byBlock() && points > 0) {
      throw fault("is given by block and does not say how many points it has");
    }
    Map<String, String> further = new HashMap<>(fields);
    String title = further.remove("T");
    return new TableZone(line, title, further, variables, columns(points), comments);
  }

  private void refuseOtherKinds() throws UnreadableTable {
    String kind = fields.getOrDefault("ZONETYPE", "ORDERED").toUpperCase(Locale.ROOT);
    String form = fields.getOrDefault("F", "POINT").toUpperCase(Locale.ROOT);
    boolean ordered = kind.equals("ORDERED") && (form.equals("POINT") || form.equals("BLOCK"));
    if (!ordered || fields.containsKey("E") || fields.containsKey("ELEMENTS")) {
      throw fault("is not an ordered zone by point or by block");
    }
  }

  private long size(String name) throws UnreadableTable {
    String text = fields.getOrDefault(name, "1");
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw fault("has a size that is no number: " + name + "=" + text);
    }
    return Long.parseLong(text);
  }

  private double[][] columns(int points) {
    int width = variables.size();
    double[][] columns = new double[width][points];
    for (int column = 0; column < width; column++) {
      for (int row = 0; row < points; row++) {
        columns[column][row] =
            byBlock() ? values[column * points + row] : values[row * width + column];
      }
    }
    return columns;
  }

  private UnreadableTable fault(String reason) {
    return new UnreadableTable(line, "the zone " + reason, fields.getOrDefault("T", ""));
  }
}
