package org.rudolphine.transform.normalize;

import java.util.regex.Pattern;

/** Keeps personal addresses out of tables: providers put them where nobody expects them. */
final class MailAddresses {
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,8}");

  private MailAddresses() {}

  /** The text with every e-mail address replaced; null stays null. */
  static String removed(String text) {
    return text == null || text.indexOf('@') < 0
        ? text
        : ADDRESS.matcher(text).replaceAll("[address removed]");
  }
}
