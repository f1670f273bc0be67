package org.rudolphine.ingest.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts the elements of a JSON document out of it byte for byte, so that a record is kept as it was
 * sent: no number is rewritten, no key reordered, no escape undone. The whole document is read
 * through, so a cut or damaged one fails even when its first elements are sound.
 *
 * <p>Bare {@code NaN} and {@code Infinity}, which some providers' writers emit, are tolerated.
 */
public final class JsonSlices {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private JsonSlices() {}

  /**
   * One element of an array or one member of an object.
   *
   * @param name the member's name with escapes undone, or null in an array
   * @param bytes the value, byte for byte, without surrounding white space
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes in transit, never compared
  public record Slice(String name, byte[] bytes) {

    /** Whether the value is an object. */
    public boolean isObject() {
      return bytes.length > 0 && bytes[0] == '{';
    }
  }

  /**
   * The elements of the array, or the members of the object, that lies at a path of member names;
   * an empty path is the document itself.
   *
   * @param document UTF-8, with or without byte order mark
   * @throws IOException when the document is not one whole JSON value in UTF-8, or when no array or
   *     object lies at the path
   */
  public static List<Slice> children(byte[] document, String... path) throws IOException {
    int start = afterByteOrderMark(document);
    try (JsonParser parser = FACTORY.createParser(document, start, document.length - start)) {
      if (parser.nextToken() == null) {
        throw new IOException("The document is empty");
      }
      descend(parser, path);
      List<Slice> slices = collect(parser, document, start, path);
      readToTheEnd(parser);
      return slices;
    } catch (JsonProcessingException e) {
      throw new IOException(
          "Not a whole JSON document: %s in line %d, column %d"
              .formatted(
                  e.getOriginalMessage(),
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr()),
          e);
    }
  }

  private static int afterByteOrderMark(byte[] document) {
    boolean marked =
        document.length >= 3
            && document[0] == (byte) 0xEF
            && document[1] == (byte) 0xBB
            && document[2] == (byte) 0xBF;
    return marked ? 3 : 0;
  }

  private static void descend(JsonParser parser, String... path) throws IOException {
    for (String name : path) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new IOException("Expected an object that holds '" + name + "'");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME && !name.equals(parser.currentName())) {
        parser.nextToken();
        parser.skipChildren();
      }
      if (parser.currentToken() != JsonToken.FIELD_NAME) {
        throw new IOException("The document has no '" + name + "'");
      }
      parser.nextToken();
    }
  }

  private static List<Slice> collect(JsonParser parser, byte[] document, int start, String... path)
      throws IOException {
    boolean object = parser.currentToken() == JsonToken.START_OBJECT;
    if (!object && parser.currentToken() != JsonToken.START_ARRAY) {
      throw new IOException("Neither object nor array at " + Arrays.toString(path));
    }
    JsonToken end = object ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
    List<Slice> slices = new ArrayList<>();
    while (parser.nextToken() != end) {
      String name = null;
      if (object) {
        name = parser.currentName();
        parser.nextToken();
      }
      slices.add(new Slice(name, value(parser, document, start)));
    }
    return slices;
  }

  private static byte[] value(JsonParser parser, byte[] document, int start) throws IOException {
    long from = parser.currentTokenLocation().getByteOffset();
    if (from < 0) {
      throw new IOException("The document is not UTF-8");
    }
    long to;
    if (parser.currentToken().isNumeric()) {
      // A number ends where its text ends; the parser may have looked at the byte after it.
      to = from + parser.getTextLength();
    } else {
      parser.skipChildren();
      parser.finishToken();
      to = parser.currentLocation().getByteOffset();
    }
    return Arrays.copyOfRange(document, start + (int) from, start + (int) to);
  }

  private static void readToTheEnd(JsonParser parser) throws IOException {
    while (!parser.getParsingContext().inRoot()) {
      parser.nextToken();
      parser.skipChildren();
    }
    if (parser.nextToken() != null) {
      throw new IOException("Something follows the end of the JSON document");
    }
  }
}
