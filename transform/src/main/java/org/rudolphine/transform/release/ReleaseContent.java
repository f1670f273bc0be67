package org.rudolphine.transform.release;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Everything that the documents of a release are a function of. Rendered under the version and
 * changelog of an earlier release, equal content gives that release's bytes: this is how "nothing
 * changed" is decided.
 *
 * @param version version of the release
 * @param changelog changes, newest first
 * @param request what was asked for
 * @param data the Parquet files, sorted by path
 * @param facts what the rows say
 * @param withheld rows left out, by table and reason
 * @param unmatched records without a counterpart, by rule and reason
 * @param rejects raw records that could not be normalized, by source and reason
 */
record ReleaseContent(
    String version,
    List<ReleaseManifest.Change> changelog,
    ReleaseRequest request,
    List<ReleaseManifest.Entry> data,
    ReleaseFacts facts,
    SortedMap<String, SortedMap<String, Long>> withheld,
    List<Tally> unmatched,
    List<Tally> rejects) {
  static final String NAME = "rudolphine";
  static final String TITLE = "Rudolphine: experiment and theory in physics, linked";
  static final String CREATOR = "Rudolphine contributors";
  static final List<String> KEYWORDS =
      List.of("physics", "gravitational waves", "numerical relativity", "linked data", "tabular");

  /** A count with what it is of. */
  record Tally(Map<String, String> of, long rows) {}

  ReleaseContent as(String otherVersion, List<ReleaseManifest.Change> otherChangelog) {
    return new ReleaseContent(
        otherVersion, otherChangelog, request, data, facts, withheld, unmatched, rejects);
  }

  /** Day of the newest retrieval among the rows. */
  LocalDate date() {
    return facts.newest().atZone(ZoneOffset.UTC).toLocalDate();
  }

  /** One paragraph, for catalogues. */
  String description() {
    return "What experiments measured and what theory and simulation predict, normalized into"
        + " tables with units, errors and provenance, and linked with the evidence for every link."
        + " This release (profile "
        + request.profile().id()
        + ") holds "
        + rows(ReleasedTable.PAIRS)
        + " pairs and "
        + rows(ReleasedTable.LINKS)
        + " links.";
  }

  /** Page of the dataset; its own card as long as it has none elsewhere. */
  String url() {
    String url = request.settings().getOrDefault("release.url", "");
    return url.isEmpty() ? "README.md" : url;
  }

  long rows(String table) {
    return facts.tables().containsKey(table) ? facts.tables().get(table).rows() : 0;
  }

  List<ReleaseManifest.Entry> filesOf(String table) {
    return data.stream().filter(file -> file.table().equals(table)).toList();
  }
}
