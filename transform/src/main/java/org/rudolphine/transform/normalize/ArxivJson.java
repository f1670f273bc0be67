package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one line of the bulk snapshot, of both generations: categories as a text or an array,
 * versions as structs or names only.
 */
final class ArxivJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(32).maxNumberLength(64).build())
          .build();

  private final JsonParser json;
  private final ArxivPaper paper = new ArxivPaper();

  private ArxivJson(JsonParser json) {
    this.json = json;
  }

  /**
   * Reads a line; what had to be repaired is among the paper's issues.
   *
   * @throws IOException when it is not a JSON object
   */
  static ArxivPaper read(byte[] line) throws IOException {
    try (JsonParser parser = FACTORY.createParser(line)) {
      return new ArxivJson(parser).object();
    } catch (IOException e) {
      // A second try with bad bytes replaced: they cost at most an issue, not the record.
      String text = new String(line, java.nio.charset.StandardCharsets.UTF_8);
      if (text.indexOf('\ufffd') < 0) {
        throw e;
      }
      try (JsonParser parser = FACTORY.createParser(text)) {
        ArxivPaper paper = new ArxivJson(parser).object();
        paper.issue("record", "bytes that are not valid UTF-8: replaced");
        return paper;
      }
    }
  }

  private ArxivPaper object() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("not a JSON object");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "versions" -> versions(value);
        case "authors_parsed" -> authors(value);
        case "categories" -> paper.text(name, categories(value));
        default -> paper.text(name, scalar(value));
      }
    }
    if (json.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException("the JSON object does not end");
    }
    return paper;
  }

  /** Text of a scalar; null for null and for what is no scalar, which is passed over. */
  private String scalar(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!value.isScalarValue()) {
      json.skipChildren();
      return null;
    }
    return json.getText();
  }

  private String categories(JsonToken value) throws IOException {
    return value == JsonToken.START_ARRAY ? String.join(" ", texts()) : scalar(value);
  }

  /** Scalars of the array that the parser stands at; null entries become empty. */
  private List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    for (JsonToken next = json.nextToken();
        next != null && next != JsonToken.END_ARRAY;
        next = json.nextToken()) {
      String text = scalar(next);
      texts.add(text == null ? "" : text);
    }
    return texts;
  }

  private void versions(JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      scalar(value);
      return;
    }
    for (JsonToken next = json.nextToken();
        next != null && next != JsonToken.END_ARRAY;
        next = json.nextToken()) {
      if (next == JsonToken.START_OBJECT) {
        version();
      } else {
        paper.version(new ArxivPaper.Version(scalar(next), null, null, null));
      }
    }
  }

  private void version() throws IOException {
    String number = null;
    String created = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      String text = scalar(json.nextToken());
      if (name.equals("version")) {
        number = text;
      } else if (name.equals("created")) {
        created = text;
      }
    }
    paper.version(new ArxivPaper.Version(number, created, null, null));
  }

  /** Arrays of key name, forenames, suffix and then affiliations. */
  private void authors(JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      scalar(value);
      return;
    }
    List<PersonName> authors = new ArrayList<>();
    for (JsonToken next = json.nextToken();
        next != null && next != JsonToken.END_ARRAY;
        next = json.nextToken()) {
      if (next != JsonToken.START_ARRAY) {
        scalar(next);
        continue;
      }
      List<String> parts = texts();
      PersonName author =
          parts.isEmpty()
              ? null
              : PersonName.of(
                  parts.get(0),
                  parts.size() > 1 ? parts.get(1) : null,
                  parts.size() > 2 ? parts.get(2) : null,
                  parts.size() > 3 ? parts.subList(3, parts.size()) : List.of());
      if (author != null) {
        authors.add(author);
      }
    }
    paper.authors(authors);
  }
}
