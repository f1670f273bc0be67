package org.rudolphine.transform.link;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Records that statements name together.
 *
 * @param kind the class of evidence
 * @param name record identifier of hub or umbrella, or the address that they share
 * @param title title of hub or umbrella, null when it is not known
 * @param members the statement that names each record, by record identifier
 */
record HepGroup(Kind kind, String name, String title, SortedMap<String, HepStatement> members) {

  HepGroup {
    members = new TreeMap<>(members);
  }

  /** Classes of evidence, in the order of the documentation. */
  enum Kind {
    /** A software record that says which datasets it is used with. */
    HUB,
    /** A record that has the others as parts or children. */
    UMBRELLA,
    /** Derived records that name the same analysis. */
    SHARED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** {@code hub 12350}. */
  String label() {
    return kind.text() + " " + name;
  }

  String url() {
    return url(name);
  }

  /** Address of a record, or the name itself when it is one already. */
  static String url(String name) {
    return name.contains("/") ? name : "https://opendata.cern.ch/record/" + name;
  }

  /** {@code record 12350 (title)}. */
  String titled() {
    return "record " + name + (title == null ? "" : " (" + title + ")");
  }

  /** Statements about two members: one when a hub or an umbrella makes both. */
  Map<String, HepStatement> statements(String left, String right) {
    Map<String, HepStatement> both = new TreeMap<>();
    both.put(members.get(left).place(), members.get(left));
    both.put(members.get(right).place(), members.get(right));
    return both;
  }
}
