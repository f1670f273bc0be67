package org.rudolphine.ingest.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Comma-separated values with quotes as RFC 4180 has them: cuts a table into its records byte for
 * byte, and a record into its fields.
 */
public final class CsvSlices {
  private CsvSlices() {}

  /**
   * The bytes of each record without its line end, the header first; empty lines are left out. A
   * line end inside quotes belongs to its field.
   */
  public static List<byte[]> records(byte[] table) {
    List<byte[]> records = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i <= table.length; i++) {
      boolean end = i == table.length || (!quoted && table[i] == '\n');
      if (end) {
        int stop = i > start && table[i - 1] == '\r' ? i - 1 : i;
        if (stop > start) {
          records.add(Arrays.copyOfRange(table, start, stop));
        }
        start = i + 1;
      } else if (table[i] == '"') {
        quoted = !quoted;
      }
    }
    return records;
  }

  /** The fields of one record, quotes undone. */
  public static List<String> fields(String record) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < record.length(); i++) {
      char c = record.charAt(i);
      if (quoted && c == '"' && i + 1 < record.length() && record.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
