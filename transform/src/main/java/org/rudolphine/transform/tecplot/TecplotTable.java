package org.rudolphine.transform.tecplot;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A table in Tecplot's ASCII form.
 *
 * <p>Read are: comments anywhere ({@code #} to the end of the line); {@code VARIABLES = "x","cf"}
 * in any case, names quoted or bare, with commas or blanks between, on one line or one each (a bare
 * name that begins a line must not begin like a number); {@code TITLE} and auxiliary records;
 * {@code ZONE} with or without commas, with or without a title, or none at all; rows by point or by
 * block; numbers as Fortran and C print them. A row has as many values as there are variables; it
 * may be broken over lines only where the zone says how many points it has. Whatever is not among
 * these makes the whole file unreadable: nothing is guessed.
 *
 * @param title of the file, or null
 * @param zones in the file's order; a zone without rows is among them
 */
public record TecplotTable(String title, List<TableZone> zones) {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  public TecplotTable {
    zones = List.copyOf(zones);
  }

  /**
   * Reads a file. Bytes that are not UTF-8 are read as ISO 8859-1.
   *
   * @throws UnreadableTable with the line at fault
   */
  public static TecplotTable read(byte[] bytes) throws UnreadableTable {
    return read(bytes, TableLimits.USUAL);
  }

  /** The same within other limits. */
  public static TecplotTable read(byte[] bytes, TableLimits limits) throws UnreadableTable {
    if (bytes.length > limits.bytes()) {
      throw new UnreadableTable(
          0, "has " + bytes.length + " bytes, more than " + limits.bytes(), "");
    }
    return new TableReader(limits).read(text(bytes));
  }

  private static String text(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException older) {
      text = new String(bytes, StandardCharsets.ISO_8859_1);
    }
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }
}
