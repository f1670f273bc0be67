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
 * of that content, or whether the record is there at all, has changed. A key is gone when a record
 * or a complete listing says so, or when each of its facets was left out by a record that tells all
 * of them. So an old snapshot that is imported later takes its place in the past and never wins.
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
  private final Function<List<NormalizedRow>, List<Issue>> issues;
  private final Set<String> clockColumns;
  private final Changes changes;
  private final List<Revision> revisions = new ArrayList<>();
  private final List<Judged> judged = new ArrayList<>();
  private final Map<String, Sighting> facets = new LinkedHashMap<>();
  private Instant deletedAt;
  private int tombstoned;

  private Revisions(
      Function<List<NormalizedRow>, Map<String, Object>> combine,
      Function<List<NormalizedRow>, List<Issue>> issues,
      Set<String> clockColumns,
      Changes changes) {
    this.combine = combine;
    this.issues = issues;
    this.clockColumns = clockColumns;
    this.changes = changes;
  }

  /** Folds the sightings of one key, given in any order; every column is content. */
  static Revisions of(
      List<Sighting> sightings, Function<List<NormalizedRow>, Map<String, Object>> combine) {
    return of(sightings, combine, NormalizedRow::allIssues, Set.of(), Changes.NONE);
  }

  /**
   * Folds the sightings of one key, given in any order.
   *
   * @param combine gives the values of the newest rows of all facets
   * @param issues gives the issues of the same
   * @param clockColumns columns whose change alone makes no revision
   * @param changes asked for each revision that follows another, unless it is a tombstone
   */
  static Revisions of(
      List<Sighting> sightings,
      Function<List<NormalizedRow>, Map<String, Object>> combine,
      Function<List<NormalizedRow>, List<Issue>> issues,
      Set<String> clockColumns,
      Changes changes) {
    Revisions folded = new Revisions(combine, issues, clockColumns, changes);
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
      String facet = sighting.ofFacet() ? "row:" + sighting.row().facet() : "gone";
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
        judge(sighting, sighting.ofFacet() ? Fate.UNCHANGED : Fate.DELETED);
      }
    }
    boolean revised = !changing.isEmpty() && revise(changing);
    for (Sighting sighting : changing) {
      Fate fate = revised ? Fate.WRITTEN : Fate.UNCHANGED;
      judge(sighting, sighting.ofFacet() ? fate : Fate.DELETED);
    }
  }

  /** Whether a cycle that ended earlier has newer news of the same facet. */
  private boolean outdated(Sighting sighting) {
    if (!sighting.ofFacet()) {
      return false;
    }
    Sighting standing = facets.get(sighting.row().facet());
    return standing != null && Sighting.MERGE_ORDER.compare(sighting, standing) < 0;
  }

  /** Takes a sighting into the state; false when it says what was known already. */
  private boolean apply(Sighting sighting) {
    return switch (sighting.kind()) {
      case ROW -> told(sighting);
      case DROPPED -> dropped(sighting);
      case DELETED, VANISHED -> gone(sighting);
    };
  }

  private boolean told(Sighting sighting) {
    Sighting before = facets.put(sighting.row().facet(), sighting);
    boolean back = deletedAt != null;
    deletedAt = null;
    return back
        || before == null
        || before.kind() != Sighting.Kind.ROW
        || !before.row().values().equals(sighting.row().values());
  }

  /** A row of which no facet tells any more is gone. */
  private boolean dropped(Sighting sighting) {
    Sighting before = facets.put(sighting.row().facet(), sighting);
    if (before == null || before.kind() != Sighting.Kind.ROW || deletedAt != null) {
      return false;
    }
    deletedAt = standing().isEmpty() ? sighting.asOf() : null;
    return true;
  }

  private boolean gone(Sighting sighting) {
    boolean first = deletedAt == null;
    deletedAt = first ? sighting.asOf() : deletedAt;
    if (first && sighting.kind() == Sighting.Kind.VANISHED && sighting.fresh()) {
      tombstoned++;
    }
    return first;
  }

  /** Newest record of each facet that tells of the key. */
  private List<Sighting> standing() {
    return facets.values().stream().filter(told -> told.kind() == Sighting.Kind.ROW).toList();
  }

  private boolean revise(List<Sighting> changing) {
    List<Sighting> standing = standing();
    Revision last = revisions.isEmpty() ? null : revisions.get(revisions.size() - 1);
    if (standing.isEmpty()) {
      return last != null && last.deletedAt() == null && revisions.add(tombstone(last, changing));
    }
    List<NormalizedRow> ordered =
        standing.stream()
            .map(Sighting::row)
            .sorted(
                Comparator.comparingInt(NormalizedRow::precedence)
                    .reversed()
                    .thenComparing(NormalizedRow::facet))
            .toList();
    Map<String, Object> values = combine.apply(ordered);
    String hash = ContentHash.of(timeless(values));
    boolean same =
        last != null
            && last.contentSha256().equals(hash)
            && (last.deletedAt() == null) == (deletedAt == null);
    if (same) {
      return false;
    }
    Sighting seen = decisive(changing);
    Map<String, Object> changed =
        last == null || deletedAt != null ? Map.of() : changes.between(last.values(), values);
    revisions.add(
        new Revision(
            revisions.size() + 1,
            values,
            issues.apply(ordered),
            hash,
            seen,
            content(seen, last, standing),
            deletedAt,
            changed));
    return true;
  }

  /** What was there last, of which nobody tells any more. */
  private Revision tombstone(Revision last, List<Sighting> changing) {
    return new Revision(
        last.number() + 1,
        last.values(),
        last.issues(),
        last.contentSha256(),
        decisive(changing),
        last.content(),
        deletedAt,
        Map.of());
  }

  private Sighting content(Sighting seen, Revision last, List<Sighting> standing) {
    if (seen.kind() == Sighting.Kind.DROPPED && deletedAt == null) {
      return decisive(standing);
    }
    return seen.kind() == Sighting.Kind.ROW || last == null ? seen : last.content();
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

  /** A record is judged by the rows that it tells; one that it leaves out counts when it goes. */
  private void judge(Sighting sighting, Fate fate) {
    boolean counts =
        switch (sighting.kind()) {
          case ROW, DELETED -> true;
          case DROPPED -> fate == Fate.WRITTEN;
          case VANISHED -> false;
        };
    if (counts) {
      judged.add(new Judged(sighting, fate));
    }
  }
}
