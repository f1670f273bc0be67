package org.rudolphine.transform.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows of {@code hep_relations}: what a record says of other records and addresses. */
final class CernRelations {
  static final String TABLE = "hep_relations";
  static final String FACET = "metadata";

  /** The portal's own record, by any of the ways to ask for it. */
  private static final Pattern RECORD =
      Pattern.compile("https://opendata\\.cern\\.ch/(?:api/)?records?/(\\d{1,18})(?:[/?].*)?");

  private static final Pattern DOI =
      Pattern.compile("(?i)(?:https?://(?:dx\\.|www\\.)?doi\\.org/|doi:\\s*)?(10\\.\\d{4,9}/\\S+)");

  private final CernRecord record;
  private final RowSink sink;
  private final Set<String> written = new HashSet<>();

  private CernRelations(CernRecord record, RowSink sink) {
    this.record = record;
    this.sink = sink;
  }

  /** Writes one row per statement, which are all that the record makes, and tells how many. */
  static int write(CernRecord record, RowSink sink) {
    CernRelations relations = new CernRelations(record, sink);
    for (JsonNode relation : record.at("relations")) {
      String type = CernText.of(relation.path("type"));
      relations.write(relation, type == null ? "isRelatedTo" : type, "relations");
    }
    for (String field : List.of("use_with", "usage", "pileup")) {
      for (JsonNode link : record.at(field, "links")) {
        relations.write(link, field, field + ".links");
      }
    }
    sink.complete(TABLE, FACET);
    return relations.written.size();
  }

  private void write(JsonNode statement, String relation, String field) {
    String recid = CernText.of(statement.path("recid"));
    String doi = doi(CernText.of(statement.path("doi")));
    String url = address(CernText.of(statement.path("url")));
    String title = CernText.plain(CernText.of(statement.path("title")));
    String description = CernText.plain(CernText.of(statement.path("description")));
    String named = CernRecord.isRecid(recid) ? recid : null;
    String target = target(named, doi, url, title != null ? title : description);
    if (target == null || !written.add(relation + "|" + target)) {
      return; // an empty entry, or one that the record repeats
    }
    sink.row(TABLE, record.recid() + "|" + relation + "|" + target)
        .facet(FACET, 0)
        .text("record_id", record.recid())
        .text("relation", relation)
        .text("target", target)
        .text("target_record_id", named != null ? named : recordOf(url))
        .text("target_doi", doi)
        .text("description", description == null ? title : description)
        .text("record_type", record.primaryType())
        .texts("record_secondary_types", record.secondaryTypes())
        .text("record_title", record.title())
        .text("field", field);
  }

  private static String target(String recid, String doi, String url, String title) {
    if (recid != null) {
      return "recid:" + recid;
    } else if (doi != null) {
      return "doi:" + doi;
    } else if (url != null) {
      return "url:" + url;
    }
    return title == null ? null : "title:" + title;
  }

  /** The DOI in capitals without resolver; null when the text is none. */
  static String doi(String text) {
    Matcher matcher = DOI.matcher(text == null ? "" : text);
    return matcher.matches() ? matcher.group(1).toUpperCase(Locale.ROOT) : null;
  }

  /**
   * The address in a form in which the same page compares equal: absolute, https, host in lower
   * case, without fragment and closing slash.
   */
  static String address(String text) {
    if (text == null) {
      return null;
    }
    String absolute = text.startsWith("/") ? "https://opendata.cern.ch" + text : text;
    try {
      URI uri = new URI(absolute.replace(" ", "%20")).normalize();
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getRawAuthority() == null || !(scheme.equals("http") || scheme.equals("https"))) {
        return absolute;
      }
      String host =
          uri.getRawAuthority()
              .toLowerCase(Locale.ROOT)
              .replaceFirst("^www\\.(?=opendata\\.cern\\.ch$)", "");
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return "https://" + host + uri.getRawPath().replaceFirst("/+$", "") + query;
    } catch (URISyntaxException e) {
      return absolute;
    }
  }

  private static String recordOf(String url) {
    Matcher matcher = RECORD.matcher(url == null ? "" : url);
    return matcher.matches() ? matcher.group(1) : null;
  }
}
