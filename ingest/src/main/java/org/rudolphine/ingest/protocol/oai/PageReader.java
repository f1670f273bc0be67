package org.rudolphine.ingest.protocol.oai;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rudolphine.ingest.protocol.CatalogTimes;
import org.rudolphine.ingest.protocol.oai.Markup.Kind;

/** Reads the envelope of one page and cuts its items out. */
final class PageReader {
  static final int MAX_DEPTH = 200;
  static final int MAX_TEXT_BYTES = 1 << 16;

  private static final Pattern ENCODING =
      Pattern.compile("\\sencoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]{0,39})[\"']");
  private static final int EXCERPT = 60;

  private final byte[] bytes;
  private final Markup markup;
  private final String charset;
  private final List<OaiError> errors = new ArrayList<>();
  private final List<OaiItem> items = new ArrayList<>();
  private final Map<String, String> values = new LinkedHashMap<>();
  private Map<String, String> request = Map.of();
  private Instant responseDate;
  private String verb;
  private ResumptionToken token;

  PageReader(byte[] bytes) throws MalformedPage {
    this.bytes = bytes;
    int start = firstByte(bytes);
    this.markup = new Markup(bytes, start, bytes.length);
    this.charset = declaredCharset(bytes, start);
  }

  OaiPage read() throws MalformedPage {
    if (root() == Kind.START) {
      children("OAI-PMH", this::partOfPage);
    }
    nothingMore();
    if (verb == null && errors.isEmpty()) {
      throw new MalformedPage("it holds neither an answer nor an error");
    }
    return new OaiPage(charset, responseDate, request, errors, verb, values, items, token);
  }

  /** Whether the first tag is that of a page. */
  static boolean begins(byte[] bytes) {
    try {
      new PageReader(bytes).root();
      return true;
    } catch (MalformedPage other) {
      return false;
    }
  }

  private static int firstByte(byte[] bytes) throws MalformedPage {
    int start = 0;
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      start = 3;
    } else if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
      throw new MalformedPage("it is UTF-16, which OAI-PMH does not allow");
    }
    while (start < bytes.length && bytes[start] >= 0 && bytes[start] <= ' ') {
      start++;
    }
    if (start == bytes.length) {
      throw new MalformedPage("it is empty");
    }
    return start;
  }

  private static boolean startsWith(byte[] bytes, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static String declaredCharset(byte[] bytes, int start) {
    int length = Math.min(bytes.length - start, 200);
    String head = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    int end = head.indexOf("?>");
    if (!head.startsWith("<?xml") || end < 0) {
      return "UTF-8";
    }
    Matcher encoding = ENCODING.matcher(head.substring(0, end));
    return encoding.find() ? encoding.group(1) : "UTF-8";
  }

  /** Finds the root's start tag. */
  private Kind root() throws MalformedPage {
    while (advance()) {
      if (markup.opens()) {
        if (!markup.localName().equals("OAI-PMH")) {
          throw new MalformedPage("its root element is <" + excerpt(markup.name()) + ">");
        }
        return markup.kind();
      }
      onlyMisc("before its root element");
    }
    throw new MalformedPage("it has no root element");
  }

  private void nothingMore() throws MalformedPage {
    while (advance()) {
      onlyMisc("after its root element");
    }
  }

  private void onlyMisc(String where) throws MalformedPage {
    boolean misc =
        switch (markup.kind()) {
          case COMMENT, INSTRUCTION -> true;
          case TEXT -> markup.source().isBlank();
          default -> false;
        };
    if (!misc) {
      throw new MalformedPage("it has '" + excerpt(markup.source()) + "' " + where);
    }
  }

  /** Treats one child element, whose start tag is the current token, up to its end tag. */
  @FunctionalInterface
  private interface Child {
    void read(String name) throws MalformedPage;
  }

  /** Goes through the children of the element that is open, up to its end tag. */
  private void children(String name, Child child) throws MalformedPage {
    while (advance()) {
      if (markup.opens()) {
        child.read(markup.localName());
      } else if (markup.kind() == Kind.END) {
        requireEnd(name);
        return;
      }
    }
    throw cut(name);
  }

  private void partOfPage(String name) throws MalformedPage {
    switch (name) {
      case "responseDate" -> responseDate = CatalogTimes.instant(text().strip()).orElse(null);
      case "request" -> {
        request = markup.attributes();
        skip();
      }
      case "error" -> {
        String code = markup.attributes().getOrDefault("code", "").strip();
        errors.add(new OaiError(code, text().strip()));
      }
      case "Identify",
          "GetRecord",
          "ListRecords",
          "ListIdentifiers",
          "ListSets",
          "ListMetadataFormats" ->
          answer(name);
      default -> skip();
    }
  }

  private void answer(String name) throws MalformedPage {
    if (verb != null) {
      throw new MalformedPage("it answers twice, with " + verb + " and " + name);
    }
    verb = name;
    if (markup.kind() == Kind.EMPTY) {
      return;
    }
    String item =
        switch (name) {
          case "GetRecord", "ListRecords" -> "record";
          case "ListIdentifiers" -> "header";
          default -> "";
        };
    children(
        name,
        child -> {
          if (child.equals(item)) {
            items.add(item());
          } else if (child.equals("resumptionToken")) {
            token = resumptionToken();
          } else if (name.equals("Identify") && !child.equals("description")) {
            values.putIfAbsent(child, text().strip());
          } else {
            skip();
          }
        });
  }

  private ResumptionToken resumptionToken() throws MalformedPage {
    Map<String, String> attributes = markup.attributes();
    return new ResumptionToken(
        text().strip(),
        attributes.get("expirationDate"),
        number(attributes.get("cursor")),
        number(attributes.get("completeListSize")));
  }

  private static Long number(String text) {
    return text == null || !text.strip().matches("\\d{1,18}") ? null : Long.valueOf(text.strip());
  }

  /** Cuts the item out whose start tag is the current token. */
  private OaiItem item() throws MalformedPage {
    int from = markup.from();
    if (markup.kind() != Kind.EMPTY) {
      pastItem(markup.localName());
    }
    return ItemReader.read(Arrays.copyOfRange(bytes, from, markup.to()));
  }

  /**
   * Goes to the item's end tag. Only elements of the item's own name are counted, since metadata
   * may hold them too (MARC does) and since nothing else inside needs to be balanced.
   */
  private void pastItem(String name) throws MalformedPage {
    int open = 1;
    int depth = 1;
    while (advance()) {
      if (markup.kind() == Kind.START) {
        depth++;
        limitDepth(depth);
        open += markup.localName().equals(name) ? 1 : 0;
      } else if (markup.kind() == Kind.END) {
        depth--;
        open -= markup.localName().equals(name) ? 1 : 0;
        if (open == 0) {
          return;
        }
      }
    }
    throw cut(name);
  }

  /** Text of the element whose start tag is the current token, that of its children left out. */
  private String text() throws MalformedPage {
    if (markup.kind() == Kind.EMPTY) {
      return "";
    }
    String name = markup.localName();
    int start = markup.to();
    StringBuilder text = new StringBuilder();
    while (advance()) {
      if (markup.to() - start > MAX_TEXT_BYTES) {
        throw new MalformedPage("<" + name + "> is longer than " + MAX_TEXT_BYTES + " bytes");
      }
      if (markup.kind() == Kind.END) {
        requireEnd(name);
        return text.toString();
      }
      if (markup.opens()) {
        skip();
      } else {
        text.append(markup.characters());
      }
    }
    throw cut(name);
  }

  /** Passes over the element whose start tag is the current token. */
  private void skip() throws MalformedPage {
    if (markup.kind() == Kind.EMPTY) {
      return;
    }
    List<String> open = new ArrayList<>(List.of(markup.localName()));
    while (advance()) {
      if (markup.kind() == Kind.START) {
        open.add(markup.localName());
        limitDepth(open.size());
      } else if (markup.kind() == Kind.END) {
        requireEnd(open.remove(open.size() - 1));
        if (open.isEmpty()) {
          return;
        }
      }
    }
    throw cut(open.get(0));
  }

  private boolean advance() throws MalformedPage {
    if (!markup.next()) {
      return false;
    }
    if (markup.kind() == Kind.DECLARATION) {
      throw new MalformedPage("it holds a document type declaration, which is never read");
    }
    return true;
  }

  private void requireEnd(String name) throws MalformedPage {
    if (!markup.localName().equals(name)) {
      throw new MalformedPage(
          "its <" + excerpt(name) + "> is ended by " + excerpt(markup.source()));
    }
  }

  private static void limitDepth(int depth) throws MalformedPage {
    if (depth > MAX_DEPTH) {
      throw new MalformedPage("its elements are nested deeper than " + MAX_DEPTH);
    }
  }

  private MalformedPage cut(String name) {
    return new MalformedPage(
        "it breaks off after " + bytes.length + " bytes, within <" + excerpt(name) + ">");
  }

  static String excerpt(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    return line.length() > EXCERPT ? line.substring(0, EXCERPT) + "..." : line;
  }
}
