package org.rudolphine.ingest.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A CSV document with a header line (RFC 4180: comma, double quotes, lines ended by CRLF or LF),
 * whose rows are also kept byte for byte. Blank lines are passed over; every other row must have as
 * many cells as the header, because a row that has not was cut or shifted. A last line without line
 * break is taken as whole: that nothing was cut off is for the transport to know.
 */
public final class CsvRows {
  private final List<String> header;
  private final byte[] headerBytes;
  private final List<Row> rows;

  /**
   * One row.
   *
   * @param line number of its first line in the document, from 1
   * @param bytes the row byte for byte, without its line break
   * @param cells its cells with quoting undone, as many as the header has
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes in transit, never compared
  public record Row(int line, byte[] bytes, List<String> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  private CsvRows(Row header, List<Row> rows) {
    this.header = header.cells();
    this.headerBytes = header.bytes();
    this.rows = List.copyOf(rows);
  }

  /**
   * Reads a document.
   *
   * @param document UTF-8, with or without byte order mark
   * @throws IOException when it is not UTF-8, has no header or a header with a name twice, holds a
   *     row whose number of cells differs from the header's, or ends inside quotes
   */
  public static CsvRows parse(byte[] document) throws IOException {
    checkUtf8(document);
    List<Row> lines = new Scanner(document).lines();
    if (lines.isEmpty()) {
      throw new IOException("A CSV document without header line");
    }
    Row header = lines.get(0);
    if (new HashSet<>(header.cells()).size() < header.cells().size()) {
      throw new IOException("A column stands twice in the CSV header " + header.cells());
    }
    for (Row row : lines) {
      if (row.cells().size() != header.cells().size()) {
        throw new IOException(
            "CSV line "
                + row.line()
                + " has "
                + row.cells().size()
                + " cells, the header has "
                + header.cells().size());
      }
    }
    return new CsvRows(header, lines.subList(1, lines.size()));
  }

  /** Names of the columns, in order. */
  public List<String> header() {
    return header;
  }

  /** The rows below the header, in order. */
  public List<Row> rows() {
    return rows;
  }

  /** A row as a document of its own: the header line, a line feed, the row, both byte for byte. */
  public byte[] withHeader(Row row) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(headerBytes);
    out.write('\n');
    out.writeBytes(row.bytes());
    return out.toByteArray();
  }

  /** The cells of a row by column name, in the order of the header. */
  public Map<String, String> named(Row row) {
    Map<String, String> cells = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      cells.put(header.get(i), row.cells().get(i));
    }
    return cells;
  }

  private static void checkUtf8(byte[] document) throws IOException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document));
    } catch (CharacterCodingException e) {
      throw new IOException("A CSV document that is not UTF-8", e);
    }
  }

  /**
   * Walks over the bytes; all that has a meaning in CSV is ASCII, so UTF-8 may be read bytewise.
   */
  private static final class Scanner {
    private final byte[] document;
    private int at;
    private int line = 1;

    Scanner(byte[] document) {
      this.document = document;
      boolean marked =
          document.length >= 3
              && document[0] == (byte) 0xEF
              && document[1] == (byte) 0xBB
              && document[2] == (byte) 0xBF;
      this.at = marked ? 3 : 0;
    }

    List<Row> lines() throws IOException {
      List<Row> lines = new ArrayList<>();
      while (at < document.length) {
        Row row = row();
        if (row.bytes().length > 0) {
          lines.add(row);
        }
      }
      return lines;
    }

    private Row row() throws IOException {
      int start = at;
      int firstLine = line;
      List<String> cells = new ArrayList<>();
      cells.add(cell());
      while (at < document.length && document[at] == ',') {
        at++;
        cells.add(cell());
      }
      Row row = new Row(firstLine, Arrays.copyOfRange(document, start, at), cells);
      passLineBreak();
      return row;
    }

    private String cell() throws IOException {
      return at < document.length && document[at] == '"' ? quoted() : bare();
    }

    private String bare() throws IOException {
      int start = at;
      while (at < document.length && document[at] != ',' && !atLineBreak()) {
        if (document[at] == '"') {
          throw new IOException("A quote inside a bare cell in CSV line " + line);
        }
        at++;
      }
      return new String(document, start, at - start, StandardCharsets.UTF_8);
    }

    private String quoted() throws IOException {
      int opened = line;
      ByteArrayOutputStream cell = new ByteArrayOutputStream();
      at++;
      while (at < document.length) {
        byte b = document[at++];
        if (b != '"') {
          line += b == '\n' ? 1 : 0;
          cell.write(b);
        } else if (at < document.length && document[at] == '"') {
          cell.write('"');
          at++;
        } else if (at == document.length || document[at] == ',' || atLineBreak()) {
          return cell.toString(StandardCharsets.UTF_8);
        } else {
          throw new IOException("Text after a closing quote in CSV line " + line);
        }
      }
      throw new IOException("The quote opened in CSV line " + opened + " is never closed");
    }

    /** A lone carriage return is not a line break but part of a cell. */
    private boolean atLineBreak() {
      return document[at] == '\n'
          || (document[at] == '\r' && at + 1 < document.length && document[at + 1] == '\n')
          || (document[at] == '\r' && at + 1 == document.length);
    }

    private void passLineBreak() {
      if (at < document.length && document[at] == '\r') {
        at++;
      }
      if (at < document.length && document[at] == '\n') {
        at++;
      }
      line++;
    }
  }
}
