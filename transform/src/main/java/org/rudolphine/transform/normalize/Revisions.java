package org.rudolphine.transform.normalize;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Folds everything that was ever seen of one key into its revisions.
 *
 * <p>The sightings of one harvest cycle count as one moment, which takes its place by the newest of
 * them, in merge order. Within it, the last record of each facet stands and earlier ones are
 * duplicates; so is a record that is older than what another cycle has already said of its facet.
 * After each moment the newest rows of all facets are combined; a new revision exists when the hash
 * of that content, or whether the record is there at all, has changed. So an old snapshot that is
 * imported later takes its place in the past and never wins.
 */
final class Revisions {

  /** What became of a raw record, the weightiest first. */
  enum Fate {
    WRITTEN(0),
    DELETED(1),
    UNCHANGED(2),
    DUPLICATE(3);

    private final int code;

    Fate(int code) {
      this.code = code;
    }

    /** Stands for it in columns; the least one is the weightiest. */
    int code() {
      return code;
    }
  }

  /**
   * One revision of a key.
   *
   * @param number from 1
   * @param values combined values by column
   * @param issues issues of the facets it was combined from
   * @param contentSha256 hash of the values
   * @param seen sighting that made it; its fetch time is the revision's
   * @param content record that the content was read from; older than {@code seen} for a tombstone
   * @param deletedAt when it was found gone, or null
   * @param changes columns that say how it differs from the revision before; no content
   */
  record Revision(
      int number,
      Map<String, Object> values,
      List<Issue> issues,
      String contentSha256,
      Sighting seen,
      Sighting content,
      Instant deletedAt,
      Map<String, Object> changes) {}

  /** Names what has changed from the values of one revision to those of the next. */
  interface Changes {
    /** For rows of which nobody wants to know. */
    Changes NONE = (before, after) -> Map.of();

    Map<String, Object> between(Map<String, Object> before, Map<String, Object> after);
  }

  /** A sighting and what became of it. */
  record Judged(Sighting sighting, Fate fate) {}

  private final Function<List<NormalizedRow>, Map<String, Object>> combine;
  private final Set<String> clockColumns;
  private final Changes changes;
  private final List<Revision> revisions = new ArrayList<>();
  private final List<Judged> judged = new ArrayList<>();
  private final Map<String, Sighting> facets = new LinkedHashMap<>();
  private Instant deletedAt;
  private int tombstoned;

  private Revisions(
      Function<List<NormalizedRow>, Map<String, Object>> combine,
      Set<String> clockColumns,
      Changes changes) {
    this.combine = combine;
    this.clockColumns = clockColumns;
    this.changes = changes;
  }

  /** Folds the sightings of one key, given in any order; every column is content. */
  static Revisions of(
      List<Sighting> sightings, Function<List<NormalizedRow>, Map<String, Object>> combine) {
    return of(sightings, combine, Set.of(), Changes.NONE);
  }

  /**
   * Folds the sightings of one key, given in any order.
   *
   * @param clockColumns columns whose change alone makes no revision
   * @param changes asked for each revision that follows another, unless it is a tombstone
   */
  static Revisions of(
      List<Sighting> sightings,
      Function<List<NormalizedRow>, Map<String, Object>> combine,
      Set<String> clockColumns,
      Changes changes) {
    Revisions folded = new Revisions(combine, clockColumns, changes);
    if (sightings.size() == 1) {
      folded.moment(sightings); // most keys of a bulk import are seen once
      return folded;
    }
    Map<String, List<Sighting>> cycles = new HashMap<>();
    sightings.stream()
        .sorted(Sighting.MERGE_ORDER)
        .forEach(seen -> cycles.computeIfAbsent(seen.cycle(), c -> new ArrayList<>()).add(seen));
    cycles.values().stream()
        .sorted(Comparator.comparing(Revisions::newest, Sighting.MERGE_ORDER))
        .forEach(folded::moment);
    return folded;
  }

  private static Sighting newest(List<Sighting> ordered) {
    return ordered.get(ordered.size() - 1);
  }

  List<Revision> revisions() {
    return revisions;
  }

  List<Judged> judged() {
    return judged;
  }

  /** Tombstones that fresh listings set. */
  int tombstoned() {
    return tombstoned;
  }

  private void moment(List<Sighting> sightings) {
    Map<String, Sighting> standing = new LinkedHashMap<>();
    for (Sighting sighting : sightings) {
      String facet =
          sighting.kind() == Sighting.Kind.ROW ? "row:" + sighting.row().facet() : "gone";
      Sighting earlier = standing.remove(facet);
      if (earlier != null) {
        judge(earlier, Fate.DUPLICATE);
      }
      standing.put(facet, sighting);
    }
    List<Sighting> changing = new ArrayList<>();
    for (Sighting sighting : standing.values()) {
      if (outdated(sighting)) {
        judge(sighting, Fate.DUPLICATE);
      } else if (apply(sighting)) {
        changing.add(sighting);
      } else {
        judge(sighting, sighting.kind() == Sighting.Kind.ROW ? Fate.UNCHANGED : Fate.DELETED);
      }
    }
    boolean revised = !changing.isEmpty() && revise(changing);
    for (Sighting sighting : changing) {
      Fate fate = revised ? Fate.WRITTEN : Fate.UNCHANGED;
      judge(sighting, sighting.kind() == Sighting.Kind.ROW ? fate : Fate.DELETED);
    }
  }

  /** Whether a cycle that ended earlier has newer news of the same facet. */
  private boolean outdated(Sighting sighting) {
    if (sighting.kind() != Sighting.Kind.ROW) {
      return false;
    }
    Sighting standing = facets.get(sighting.row().facet());
    return standing != null && Sighting.MERGE_ORDER.compare(sighting, standing) < 0;
  }

  /** Takes a sighting into the state; false when it says what was known already. */
  private boolean apply(Sighting sighting) {
    if (sighting.kind() != Sighting.Kind.ROW) {
      boolean first = deletedAt == null;
      deletedAt = first ? sighting.asOf() : deletedAt;
      if (first && sighting.kind() == Sighting.Kind.VANISHED && sighting.fresh()) {
        tombstoned++;
      }
      return first;
    }
    Sighting before = facets.put(sighting.row().facet(), sighting);
    boolean back = deletedAt != null;
    deletedAt = null;
    return back || before == null || !before.row().values().equals(sighting.row().values());
  }

  private boolean revise(List<Sighting> changing) {
    if (facets.isEmpty()) {
      return false; // deleted before it was ever seen: there is no content to mark
    }
    List<NormalizedRow> ordered =
        facets.values().stream()
            .map(Sighting::row)
            .sorted(
                Comparator.comparingInt(NormalizedRow::precedence)
                    .reversed()
                    .thenComparing(NormalizedRow::facet))
            .toList();
    Map<String, Object> values = combine.apply(ordered);
    String hash = ContentHash.of(timeless(values));
    Revision last = revisions.isEmpty() ? null : revisions.get(revisions.size() - 1);
    boolean same =
        last != null
            && last.contentSha256().equals(hash)
            && (last.deletedAt() == null) == (deletedAt == null);
    if (same) {
      return false;
    }
    List<Issue> issues =
        ordered.stream().flatMap(facet -> facet.issues().stream()).distinct().toList();
    Sighting seen = decisive(changing);
    Sighting content = seen.kind() == Sighting.Kind.ROW || last == null ? seen : last.content();
    Map<String, Object> changed =
        last == null || deletedAt != null ? Map.of() : changes.between(last.values(), values);
    revisions.add(
        new Revision(
            revisions.size() + 1, values, issues, hash, seen, content, deletedAt, changed));
    return true;
  }

  private Map<String, Object> timeless(Map<String, Object> values) {
    if (clockColumns.isEmpty()) {
      return values;
    }
    Map<String, Object> timeless = new HashMap<>(values);
    timeless.keySet().removeAll(clockColumns);
    return timeless;
  }

  /**
   * The sighting that a revision is credited to: a record before a listing, the weightiest first.
   */
  private static Sighting decisive(List<Sighting> changing) {
    return changing.stream()
        .max(
            Comparator.comparingInt(
                    (Sighting sighting) ->
                        sighting.kind() == Sighting.Kind.ROW ? sighting.row().precedence() : -1)
                .thenComparing(Sighting.MERGE_ORDER))
        .orElseThrow();
  }

  private void judge(Sighting sighting, Fate fate) {
    if (sighting.kind() != Sighting.Kind.VANISHED) {
      judged.add(new Judged(sighting, fate));
    }
  }
}
