package org.rudolphine.ingest.protocol.oai;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The five predefined entities and references by number; there are no others without a DTD. */
final class CharacterReferences {
  private static final Pattern REFERENCE = Pattern.compile("&(#x[0-9A-Fa-f]{1,6}|#\\d{1,7}|\\w+);");
  private static final Map<String, String> PREDEFINED =
      Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'");

  private CharacterReferences() {}

  /** The text with its references resolved; what is no right reference stays as it is. */
  static String resolved(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    return REFERENCE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(character(match.group(1), match.group())));
  }

  private static String character(String name, String reference) {
    if (name.charAt(0) != '#') {
      return PREDEFINED.getOrDefault(name, reference);
    }
    int codePoint =
        name.charAt(1) == 'x'
            ? Integer.parseInt(name.substring(2), 16)
            : Integer.parseInt(name.substring(1));
    return isXmlCharacter(codePoint) ? Character.toString(codePoint) : reference;
  }

  private static boolean isXmlCharacter(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || (c >= 0x10000 && c <= 0x10FFFF);
  }
}
