package org.rudolphine.ingest.source;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One question to the portal's search: the records that have all of these facet values.
 *
 * @param facets facet to value; {@code type} is always there, nested values are {@code A::B},
 *     ranges {@code a--b}
 * @param recids a record number, or the beginning of one followed by {@code *}; null for all
 */
record CernOpenDataSlice(SortedMap<String, String> facets, String recids) {
  static final String TYPE = "type";
  private static final String NESTED = "::";

  CernOpenDataSlice {
    facets = Collections.unmodifiableSortedMap(new TreeMap<>(facets));
  }

  /** All records of a primary type. */
  static CernOpenDataSlice ofType(String type) {
    return new CernOpenDataSlice(new TreeMap<>(Map.of(TYPE, type)), null);
  }

  /** The part that has this value of a facet, too. */
  CernOpenDataSlice with(String facet, String value) {
    TreeMap<String, String> narrower = new TreeMap<>(facets);
    narrower.put(facet, value);
    return new CernOpenDataSlice(narrower, recids);
  }

  /** The part whose numbers are or begin like this. */
  CernOpenDataSlice ofRecids(String narrower) {
    return new CernOpenDataSlice(facets, narrower);
  }

  /** The primary type, without the secondary one. */
  String primaryType() {
    return facets.get(TYPE).split(NESTED, 2)[0];
  }

  /** Whether the number is one that this slice is about. */
  boolean holds(String recid) {
    if (recids == null) {
      return true;
    }
    return recids.endsWith("*")
        ? recid.startsWith(recids.substring(0, recids.length() - 1))
        : recid.equals(recids);
  }

  /** Whether the facet has no value yet. */
  boolean isFree(String facet) {
    return !facets.containsKey(facet);
  }

  /** Whether the facet has a value that nested values could narrow. */
  boolean isOuter(String facet) {
    return facets.containsKey(facet) && !facets.get(facet).contains(NESTED);
  }

  /** The value of a nested facet that narrows the one it has. */
  String nested(String facet, String inner) {
    return facets.get(facet) + NESTED + inner;
  }

  /**
   * Path and query of a page. Files are left out (50 records were 63 MB with them), and records on
   * demand are asked for, which the portal hides otherwise.
   */
  String path(int page, int size) {
    StringBuilder path = new StringBuilder("/api/records/?q=");
    path.append(recids == null ? "" : encoded("recid:" + recids));
    facets.forEach(
        (facet, value) -> path.append('&').append(facet).append('=').append(encoded(value)));
    return path.append("&page=")
        .append(page)
        .append("&size=")
        .append(size)
        .append("&sort=mostrecent&skip_files=1&ondemand=true")
        .toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** For messages: {@code type=Dataset experiment=CMS recid:75*}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    facets.forEach((facet, value) -> text.append(facet).append('=').append(value).append(' '));
    return (recids == null ? text.toString() : text + "recid:" + recids).strip();
  }
}
