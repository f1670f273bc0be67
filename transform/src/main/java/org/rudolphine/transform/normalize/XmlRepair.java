package org.rudolphine.transform.normalize;

/**
 * Takes out of XML text what would stop a parser: characters that XML does not allow, raw or as
 * references, and ampersands that begin no reference that XML itself defines. Says nothing of tags.
 */
final class XmlRepair {
  private static final String CDATA = "<![CDATA[";
  private static final int LONGEST_REFERENCE = 12;

  private final String xml;
  private StringBuilder repaired;
  private int copied;

  private XmlRepair(String xml) {
    this.xml = xml;
  }

  /** The text itself when nothing is wrong with it. */
  static String of(String xml) {
    return new XmlRepair(xml).repair();
  }

  private String repair() {
    int i = 0;
    while (i < xml.length()) {
      char c = xml.charAt(i);
      if (c == '<' && xml.startsWith(CDATA, i)) {
        int end = xml.indexOf("]]>", i);
        int next = end < 0 ? xml.length() : end;
        for (int k = i; k < next; k++) {
          character(k);
        }
        i = next;
      } else if (c == '&') {
        i = reference(i);
      } else {
        i += character(i);
      }
    }
    return repaired == null ? xml : repaired.append(xml, copied, xml.length()).toString();
  }

  /** Drops a character that XML does not allow; gives how many places to go on. */
  private int character(int at) {
    char c = xml.charAt(at);
    if (c >= ' ' && c < '\ud800') {
      return 1;
    }
    if (Character.isHighSurrogate(c)
        && at + 1 < xml.length()
        && Character.isLowSurrogate(xml.charAt(at + 1))) {
      return 2;
    }
    boolean fine =
        c == '\t' || c == '\n' || c == '\r' || (c >= '\ue000' && c != '\ufffe' && c != '\uffff');
    if (!fine) {
      replace(at, at + 1, "");
    }
    return 1;
  }

  private int reference(int at) {
    int end = xml.indexOf(';', at);
    if (end < 0 || end - at > LONGEST_REFERENCE) {
      replace(at, at + 1, "&amp;");
      return at + 1;
    }
    String name = xml.substring(at + 1, end);
    switch (name) {
      case "amp", "lt", "gt", "quot", "apos" -> {
        return end + 1;
      }
      default -> {
        if (!name.startsWith("#")) {
          replace(at, at + 1, "&amp;");
          return at + 1;
        }
        int code = code(name);
        if (code < 0) {
          replace(at, at + 1, "&amp;");
          return at + 1;
        }
        if (!allowed(code)) {
          replace(at, end + 1, "");
        }
        return end + 1;
      }
    }
  }

  /** Code point of a character reference; -1 when it is no number. */
  private static int code(String name) {
    try {
      boolean hexadecimal = name.startsWith("#x");
      return hexadecimal
          ? Integer.parseInt(name, 2, name.length(), 16)
          : Integer.parseInt(name, 1, name.length(), 10);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static boolean allowed(int code) {
    return code == '\t'
        || code == '\n'
        || code == '\r'
        || (code >= 0x20 && code <= 0xd7ff)
        || (code >= 0xe000 && code <= 0xfffd)
        || (code >= 0x10000 && code <= 0x10ffff);
  }

  private void replace(int from, int to, String by) {
    if (repaired == null) {
      repaired = new StringBuilder(xml.length());
    }
    repaired.append(xml, copied, from).append(by);
    copied = to;
  }
}
