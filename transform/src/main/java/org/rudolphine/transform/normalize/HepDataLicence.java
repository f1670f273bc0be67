package org.rudolphine.transform.normalize;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A licence that a table or a record states.
 *
 * @param id SPDX id where one fits, else the words given
 * @param redistribute what it allows, as the column of that name spells it
 */
record HepDataLicence(String id, String redistribute) {
  private static final Pattern ZERO = Pattern.compile("cc[- ]?0.*|.*publicdomain/zero.*");
  private static final Pattern COMMONS =
      Pattern.compile(
          "(?:cc[- ]|.*creativecommons\\.org/licenses/)by((?:[- ](?:nc|nd|sa))*)[- /]?(\\d\\.\\d)?.*");
  private static final Pattern GPL = Pattern.compile("(?:gnu )?gpl(?:v|[- ]v?)?(\\d)?.*");

  /** Of a {@code data_license}; null when there is none. */
  static HepDataLicence of(Object given) {
    Map<String, Object> licence = HepDataTable.map(given);
    String name = given instanceof String text ? text : text(licence.get("name"));
    String url = text(licence.get("url"));
    if (name.isEmpty() && url.isEmpty()) {
      return null;
    }
    HepDataLicence known = known(name.toLowerCase(Locale.ROOT));
    if (known == null) {
      known = known(url.toLowerCase(Locale.ROOT));
    }
    return known != null ? known : new HepDataLicence(name.isEmpty() ? url : name, "unknown");
  }

  private static HepDataLicence known(String text) {
    Matcher commons = COMMONS.matcher(text);
    if (commons.matches()) {
      String parts = commons.group(1).replace(' ', '-').toUpperCase(Locale.ROOT);
      String version = commons.group(2) == null ? "" : "-" + commons.group(2);
      return new HepDataLicence("CC-BY" + parts + version, allowed(parts));
    }
    if (ZERO.matcher(text).matches()) {
      return new HepDataLicence("CC0-1.0", "yes");
    }
    Matcher gpl = GPL.matcher(text);
    if (gpl.matches()) {
      String version = gpl.group(1) == null ? "" : "-" + gpl.group(1) + ".0-only";
      return new HepDataLicence("GPL" + version, "share_alike");
    }
    return null;
  }

  /** Rows are made from the tables, which a licence without derivatives does not allow. */
  private static String allowed(String parts) {
    if (parts.contains("ND")) {
      return "no";
    }
    if (parts.contains("NC")) {
      return "non_commercial";
    }
    return parts.contains("SA") ? "share_alike" : "attribution";
  }

  private static String text(Object value) {
    return value instanceof String text ? text.strip() : "";
  }
}
