package org.rudolphine.ingest.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a JSON document into the values of one object or array, byte for byte, without building a
 * tree. The bare words NaN and Infinity, which some writers leave in, are accepted.
 */
public final class JsonMembers {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private JsonMembers() {}

  /** Takes the values one by one, in the document's order. */
  @FunctionalInterface
  public interface Taker {
    /**
     * @param name name of the member, or the index of the element from 0
     * @param value bytes of the value as they stand in the document
     */
    void take(String name, byte[] value) throws IOException;
  }

  /**
   * Hands over every value of the object or array at {@code path}, then reads the document to its
   * end.
   *
   * @param document UTF-8 JSON
   * @param path names of the nested objects that lead to it; none for the root
   * @return number of values handed over
   * @throws IOException when the document is not one whole JSON value, or when there is neither an
   *     object nor an array at the path
   */
  public static int each(byte[] document, List<String> path, Taker taker) throws IOException {
    try (JsonParser parser = FACTORY.createParser(document)) {
      JsonToken opening = descend(parser, path);
      if (opening != JsonToken.START_OBJECT && opening != JsonToken.START_ARRAY) {
        throw new IOException(
            "There is no JSON object or array at "
                + (path.isEmpty() ? "the root" : String.join(".", path))
                + ", it starts with "
                + opening);
      }
      int count = 0;
      while (!parser.nextToken().isStructEnd()) {
        String name = String.valueOf(count);
        if (opening == JsonToken.START_OBJECT) {
          name = parser.currentName();
          parser.nextToken();
        }
        taker.take(name, slice(parser, document));
        count++;
      }
      readToEnd(parser);
      return count;
    }
  }

  /**
   * Names of the root object's members in order; empty when the root is no object. A document that
   * breaks off gives the names that come before.
   */
  public static List<String> names(byte[] document) {
    List<String> names = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(document)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          names.add(parser.currentName());
          parser.nextToken();
          parser.skipChildren();
        }
      }
    } catch (IOException brokenOff) {
      return names;
    }
    return names;
  }

  private static JsonToken descend(JsonParser parser, List<String> path) throws IOException {
    JsonToken token = parser.nextToken();
    for (String step : path) {
      if (token != JsonToken.START_OBJECT) {
        return token;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME && !step.equals(parser.currentName())) {
        parser.nextToken();
        parser.skipChildren();
      }
      if (parser.currentToken() != JsonToken.FIELD_NAME) {
        return null;
      }
      token = parser.nextToken();
    }
    return token;
  }

  private static byte[] slice(JsonParser parser, byte[] document) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    int end = (int) parser.currentLocation().getByteOffset();
    return Arrays.copyOfRange(document, start, end);
  }

  /** A document that is cut after the part of interest is still cut. */
  private static void readToEnd(JsonParser parser) throws IOException {
    while (!parser.getParsingContext().inRoot()) {
      if (parser.nextToken() == null) {
        throw new IOException("The JSON document breaks off");
      }
    }
    if (parser.nextToken() != null) {
      throw new IOException("Something follows the end of the JSON document");
    }
  }
}
