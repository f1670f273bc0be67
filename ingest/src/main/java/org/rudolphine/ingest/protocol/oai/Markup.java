package org.rudolphine.ingest.protocol.oai;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts bytes into tags and text from left to right. It looks at markup only, which is ASCII in
 * every encoding that OAI-PMH pages really have, so that no wrong character, reference or declared
 * charset can stop it; whatever is not a whole tag is text. It judges nothing: who uses it decides
 * what must be balanced.
 */
final class Markup {
  /** What a token is. {@code EMPTY} is a tag like {@code <a/>}. */
  enum Kind {
    START,
    EMPTY,
    END,
    TEXT,
    CDATA,
    COMMENT,
    INSTRUCTION,
    DECLARATION
  }

  private static final byte[] COMMENT_START = ascii("<!--");
  private static final byte[] COMMENT_END = ascii("-->");
  private static final byte[] CDATA_START = ascii("<![CDATA[");
  private static final byte[] CDATA_END = ascii("]]>");
  private static final byte[] INSTRUCTION_START = ascii("<?");
  private static final byte[] INSTRUCTION_END = ascii("?>");
  private static final Pattern DECLARATION =
      Pattern.compile("(?i)<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)");
  private static final int LONGEST_DECLARATION_START = 10;
  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\s([^\\s=\"'<>/]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");

  private final byte[] bytes;
  private final int end;
  private int position;
  private Kind kind;
  private int from;
  private boolean commentsEnd = true;
  private boolean cdataEnds = true;
  private boolean instructionsEnd = true;

  Markup(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /** Moves to the next token; false at the end. */
  boolean next() {
    if (position >= end) {
      return false;
    }
    from = position;
    if (bytes[position] != '<' || !markup()) {
      kind = Kind.TEXT;
      position = nextBracket(from + 1);
    }
    return true;
  }

  Kind kind() {
    return kind;
  }

  boolean opens() {
    return kind == Kind.START || kind == Kind.EMPTY;
  }

  /** Offset of the token's first byte. */
  int from() {
    return from;
  }

  /** Offset after the token's last byte. */
  int to() {
    return position;
  }

  /** A tag's name with its prefix. */
  String name() {
    int start = from + (kind == Kind.END ? 2 : 1);
    int stop = start;
    while (stop < position && !endsName(bytes[stop])) {
      stop++;
    }
    return new String(bytes, start, stop - start, StandardCharsets.UTF_8);
  }

  /**
   * A tag's name without its prefix. What an element is follows from it and from its place: a
   * namespace that a sloppy provider forgot or misspelt must not make a record disappear.
   */
  String localName() {
    String name = name();
    return name.substring(name.lastIndexOf(':') + 1);
  }

  /** A tag's attributes by name with prefix, references resolved. */
  Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(source());
    while (matcher.find()) {
      String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      attributes.putIfAbsent(matcher.group(1), CharacterReferences.resolved(value));
    }
    return attributes;
  }

  /** The characters that a text or CDATA token stands for; empty for other tokens. */
  String characters() {
    return switch (kind) {
      case TEXT -> CharacterReferences.resolved(source());
      case CDATA -> {
        String source = source();
        yield source.substring(CDATA_START.length, source.length() - CDATA_END.length);
      }
      default -> "";
    };
  }

  /** The token itself; bytes that are no UTF-8 become U+FFFD. */
  String source() {
    return new String(bytes, from, position - from, StandardCharsets.UTF_8);
  }

  /** Takes what begins with the bracket at {@link #from}; false when it is no whole markup. */
  private boolean markup() {
    if (at(COMMENT_START)) {
      commentsEnd = commentsEnd && takeUntil(COMMENT_END, COMMENT_START.length, Kind.COMMENT);
      return commentsEnd;
    }
    if (at(CDATA_START)) {
      cdataEnds = cdataEnds && takeUntil(CDATA_END, CDATA_START.length, Kind.CDATA);
      return cdataEnds;
    }
    if (at(INSTRUCTION_START)) {
      instructionsEnd =
          instructionsEnd && takeUntil(INSTRUCTION_END, INSTRUCTION_START.length, Kind.INSTRUCTION);
      return instructionsEnd;
    }
    return isDeclaration() || isTag();
  }

  /** The flags remember a failed search: many unended comments must not cost a search each. */
  private boolean takeUntil(byte[] closing, int skip, Kind found) {
    for (int i = from + skip; i + closing.length <= end; i++) {
      if (matches(closing, i)) {
        kind = found;
        position = i + closing.length;
        return true;
      }
    }
    return false;
  }

  private boolean isDeclaration() {
    if (from + 1 >= end || bytes[from + 1] != '!') {
      return false;
    }
    int length = Math.min(end - from, LONGEST_DECLARATION_START);
    String start = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    if (!DECLARATION.matcher(start.toUpperCase(Locale.ROOT)).lookingAt()) {
      return false;
    }
    kind = Kind.DECLARATION;
    position = nextBracket(from + 1);
    return true;
  }

  /** A tag ends at the first &gt; outside of quotes; one that meets a &lt; before is none. */
  private boolean isTag() {
    boolean closing = from + 1 < end && bytes[from + 1] == '/';
    int start = from + (closing ? 2 : 1);
    if (start >= end || !startsName(bytes[start])) {
      return false;
    }
    byte quote = 0;
    for (int i = start; i < end; i++) {
      byte b = bytes[i];
      if (b == '<') {
        return false;
      }
      if (quote == 0 && b == '>') {
        kind = closing ? Kind.END : bytes[i - 1] == '/' ? Kind.EMPTY : Kind.START;
        position = i + 1;
        return true;
      }
      if (quote == 0 && (b == '"' || b == '\'')) {
        quote = b;
      } else if (b == quote) {
        quote = 0;
      }
    }
    return false;
  }

  private int nextBracket(int start) {
    int i = start;
    while (i < end && bytes[i] != '<') {
      i++;
    }
    return i;
  }

  private boolean at(byte[] wanted) {
    return matches(wanted, from);
  }

  private boolean matches(byte[] wanted, int offset) {
    if (offset + wanted.length > end) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[offset + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean startsName(byte b) {
    return b < 0 || b == '_' || b == ':' || Character.isLetter(b);
  }

  private static boolean endsName(byte b) {
    return b == '>' || b == '/' || b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
