package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts of the portal's records. What is one text in one generation of records is a list, a number
 * or absent in another; texts have stray blanks and may hold HTML.
 */
final class CernText {
  /** Only names of HTML elements, so that {@code a < b} and LaTeX stay. */
  private static final Pattern TAG =
      Pattern.compile(
          "(?i)</?(?:a|abbr|b|blockquote|br|caption|code|dd|div|dl|dt|em|font|h[1-6]|hr|i|img|li|ol|p"
              + "|pre|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul)(?:\\s[^<>]*)?/?>");

  /** These separate words; the others stand inside them, as in {@code p<sub>T</sub>}. */
  private static final Pattern BREAK =
      Pattern.compile(
          "(?i)</?(?:blockquote|br|div|dd|dt|h[1-6]|hr|li|ol|p|pre|table|td|th|tr|ul)\\b");

  private static final Pattern ENTITY =
      Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos|nbsp));");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0]+");

  private CernText() {}

  /** A text or number without blanks around it; null when there is none. */
  static String of(JsonNode node) {
    if (node == null || !node.isValueNode() || node.isNull()) {
      return null;
    }
    String text = node.asText().strip();
    return text.isEmpty() ? null : text;
  }

  /** One text, or the texts of a list; empty when there is none. */
  static List<String> list(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node != null && node.isArray()) {
      node.forEach(element -> add(texts, of(element)));
    } else {
      add(texts, of(node));
    }
    return texts;
  }

  private static void add(List<String> texts, String text) {
    if (text != null) {
      texts.add(text);
    }
  }

  /** The text without HTML elements and entities, LaTeX kept, on one line; null for null. */
  static String plain(String html) {
    if (html == null) {
      return null;
    }
    Matcher tag = TAG.matcher(html);
    StringBuilder bare = new StringBuilder();
    while (tag.find()) {
      boolean separates = BREAK.matcher(tag.group()).lookingAt();
      tag.appendReplacement(bare, separates ? " " : "");
    }
    tag.appendTail(bare);
    String text = BLANKS.matcher(characters(bare.toString())).replaceAll(" ").strip();
    return text.isEmpty() ? null : text;
  }

  private static String characters(String text) {
    return ENTITY.matcher(text).replaceAll(match -> Matcher.quoteReplacement(character(match)));
  }

  private static String character(java.util.regex.MatchResult entity) {
    if (entity.group(3) != null) {
      return switch (entity.group(3).toLowerCase(Locale.ROOT)) {
        case "amp" -> "&";
        case "lt" -> "<";
        case "gt" -> ">";
        case "quot" -> "\"";
        case "apos" -> "'";
        default -> " ";
      };
    }
    int code =
        entity.group(1) != null
            ? Integer.parseInt(entity.group(1))
            : Integer.parseInt(entity.group(2), 16);
    return Character.isValidCodePoint(code) && !Character.isISOControl(code)
        ? Character.toString(code)
        : entity.group();
  }
}
