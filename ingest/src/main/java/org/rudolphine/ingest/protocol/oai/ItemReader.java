package org.rudolphine.ingest.protocol.oai;

import java.util.ArrayList;
import java.util.List;
import org.rudolphine.ingest.protocol.oai.Markup.Kind;

/** Reads the header of a record, or a header that stands alone; never fails. */
final class ItemReader {
  private static final int LONGEST_IDENTIFIER = 2_000;

  private final Markup markup;

  private ItemReader(byte[] item) {
    this.markup = new Markup(item, 0, item.length);
  }

  static OaiItem read(byte[] item) {
    ItemReader reader = new ItemReader(item);
    if (!reader.opensNext()) {
      return new OaiItem(item, null, null);
    }
    if (reader.markup.localName().equals("header")) {
      return new OaiItem(item, reader.header(), null);
    }
    boolean hasHeader = reader.opensNext() && reader.markup.localName().equals("header");
    OaiHeader header = hasHeader ? reader.header() : null;
    return new OaiItem(item, header, reader.format());
  }

  /** Goes to the next start tag, unless an end tag comes before. */
  private boolean opensNext() {
    while (markup.next()) {
      if (markup.opens()) {
        return true;
      }
      if (markup.kind() == Kind.END) {
        return false;
      }
    }
    return false;
  }

  /** The header whose start tag is the current token, or null when it names no record. */
  private OaiHeader header() {
    boolean deleted = "deleted".equals(markup.attributes().getOrDefault("status", "").strip());
    String identifier = null;
    String datestamp = null;
    List<String> sets = new ArrayList<>();
    boolean open = markup.kind() == Kind.START;
    while (open && opensNext()) {
      String name = markup.localName();
      String text = text();
      switch (name) {
        case "identifier" -> identifier = identifier == null ? text : identifier;
        case "datestamp" -> datestamp = datestamp == null && !text.isEmpty() ? text : datestamp;
        case "setSpec" -> sets.add(text);
        default -> {}
      }
    }
    return isIdentifier(identifier) ? new OaiHeader(identifier, datestamp, deleted, sets) : null;
  }

  private static boolean isIdentifier(String text) {
    return text != null
        && !text.isEmpty()
        && text.length() <= LONGEST_IDENTIFIER
        && text.chars().noneMatch(c -> c == '\uFFFD' || Character.isISOControl(c));
  }

  /** Text up to the next end tag; a child's text belongs to it too, which no header has. */
  private String text() {
    StringBuilder text = new StringBuilder();
    boolean open = markup.kind() == Kind.START;
    while (open && markup.next() && markup.kind() != Kind.END) {
      text.append(markup.characters());
    }
    return text.toString().strip();
  }

  private String format() {
    while (markup.next()) {
      if (markup.kind() == Kind.START && markup.localName().equals("metadata")) {
        return opensNext() ? markup.localName() : null;
      }
    }
    return null;
  }
}
