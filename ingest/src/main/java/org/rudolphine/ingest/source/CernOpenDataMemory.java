package org.rudolphine.ingest.source;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.source.CernOpenDataRecids.Stamp;

/**
 * What the manifests say of earlier harvests: which records were listed with which change stamp,
 * which of them have their details, and when the portal was last asked for all.
 *
 * <p>A record wants its details while its newest listed stamp is newer than the stamp of the newest
 * detail that landed. What a complete listing no longer has is forgotten, so that it counts as new
 * should it come back.
 */
final class CernOpenDataMemory {
  /** Records with the stamps under which they were listed, packed. */
  static final String LISTED = "listed";

  /** All records of a complete list, as ranges. */
  static final String COMPLETE = "complete";

  /** Records that must never be asked for, as ranges: lists of authors. */
  static final String PASSED_OVER = "passed-over";

  /** What was asked for (route and types or sets); another one needs a complete listing anew. */
  static final String SCOPE = "scope";

  /** Types or sets of which the complete list held something, with commas between. */
  static final String FOUND = "found";

  /** When the unit's first request was made, by our clock. */
  static final String ASKED_AT = "asked-at";

  /** Number of changed records at which the unit gave up asking for changes. */
  static final String TOO_MANY = "too-many";

  /** Says that everything known of details before this listing is to be asked for again. */
  static final String AGAIN = "again";

  /** Before the number of an attempt: the details that it landed, packed. */
  static final String DETAILED = "detailed.";

  /** The same, when the file indices of those records came along. */
  static final String INDEXED = "indexed.";

  /** Records that the portal says are gone, with the stamp they were listed under, packed. */
  static final String GONE = "gone.";

  /** Records that could not be had and why: {@code 12351 500, 12352 503}. */
  static final String FAILED = "failed.";

  /** Says that the unit asked again for records that had failed before. */
  static final String RETRIED = "retried";

  private final boolean indices;
  private final SortedMap<Long, Stamp> listed = new TreeMap<>();
  private final SortedMap<Long, Stamp> detailed = new TreeMap<>();
  private final SortedSet<Long> doubtful = new TreeSet<>();
  private final SortedSet<Long> passedOver = new TreeSet<>();
  private final Set<Long> failed = new HashSet<>();
  private final Set<Long> failedInThisRun = new HashSet<>();
  private Instant completeAskedAt;
  private Instant askedAt;
  private String scope;
  private String found = "";
  private int askedInThisRun;
  private boolean retriedInThisRun;

  private CernOpenDataMemory(boolean indices) {
    this.indices = indices;
  }

  /**
   * Reads the manifests that count: of a backfill only its own.
   *
   * @param indices whether a detail counts only with its file indices
   */
  static CernOpenDataMemory of(PlanRequest request, boolean indices) {
    CernOpenDataMemory memory = new CernOpenDataMemory(indices);
    boolean backfill = request.mode() == PlanRequest.Mode.BACKFILL;
    List<BatchManifest> manifests = backfill ? request.ofThisRun() : request.manifests();
    for (BatchManifest manifest : manifests) {
      boolean ofThisRun = request.runId().equals(manifest.cycle());
      if (ofThisRun || manifest.movesWatermark()) {
        memory.take(manifest.state(), ofThisRun);
      }
    }
    return memory;
  }

  private void take(Map<String, String> state, boolean ofThisRun) {
    if (state.containsKey(AGAIN)) {
      detailed.clear();
    }
    CernOpenDataRecids.unpack(state.get(LISTED))
        .forEach((recid, stamp) -> listed.merge(recid, stamp, CernOpenDataMemory::newer));
    passedOver.addAll(CernOpenDataRecids.inRanges(state.get(PASSED_OVER)));
    retriedInThisRun |= ofThisRun && state.containsKey(RETRIED);
    takeTimes(state);
    state.forEach((key, value) -> takePage(key, value, ofThisRun));
  }

  private void takeTimes(Map<String, String> state) {
    if (!state.containsKey(ASKED_AT) || state.containsKey(TOO_MANY)) {
      return;
    }
    askedAt = Instant.parse(state.get(ASKED_AT));
    scope = state.get(SCOPE);
    if (state.containsKey(COMPLETE)) {
      completeAskedAt = askedAt;
      found = state.getOrDefault(FOUND, "");
      SortedSet<Long> complete = CernOpenDataRecids.inRanges(state.get(COMPLETE));
      doubtful.clear();
      listed.keySet().stream().filter(recid -> !complete.contains(recid)).forEach(doubtful::add);
      listed.keySet().retainAll(complete);
    }
  }

  private void takePage(String key, String value, boolean ofThisRun) {
    if (key.startsWith(INDEXED) || (key.startsWith(DETAILED) && !indices)) {
      takeDetails(CernOpenDataRecids.unpack(value));
    }
    if (key.startsWith(GONE)) {
      takeGone(CernOpenDataRecids.unpack(value));
    }
    if (key.startsWith(FAILED)) {
      takeFailed(value, ofThisRun);
    } else if (ofThisRun && pageKey(key)) {
      askedInThisRun += CernOpenDataRecids.unpack(value).size();
    }
  }

  private static boolean pageKey(String key) {
    return key.startsWith(INDEXED) || key.startsWith(DETAILED) || key.startsWith(GONE);
  }

  private void takeDetails(SortedMap<Long, Stamp> page) {
    page.forEach((recid, stamp) -> detailed.merge(recid, stamp, CernOpenDataMemory::newer));
    doubtful.removeAll(page.keySet());
    failed.removeAll(page.keySet());
  }

  /** A record that was listed again since it was found gone is there again. */
  private void takeGone(SortedMap<Long, Stamp> page) {
    page.forEach(
        (recid, stamp) -> {
          Stamp known = listed.get(recid);
          if (known == null || known.updated() <= stamp.updated()) {
            listed.remove(recid);
            detailed.remove(recid);
          }
          doubtful.remove(recid);
          failed.remove(recid);
        });
  }

  private void takeFailed(String notes, boolean ofThisRun) {
    for (String note : notes.split(", ")) {
      long recid = Long.parseLong(note.split(" ", 2)[0]);
      failed.add(recid);
      if (ofThisRun) {
        failedInThisRun.add(recid);
        askedInThisRun++;
      }
    }
  }

  private static Stamp newer(Stamp one, Stamp other) {
    return other.updated() >= one.updated() ? other : one;
  }

  /** Records with the stamps under which they were last listed. */
  SortedMap<Long, Stamp> listed() {
    return listed;
  }

  /** Records that need not be asked for, because they are lists of authors. */
  SortedSet<Long> passedOver() {
    return passedOver;
  }

  /** Records that the last complete list lacked: whether they are gone is still to be asked. */
  SortedSet<Long> doubtful() {
    return doubtful;
  }

  /** When the last complete listing was asked for; null before the first. */
  Instant completeAskedAt() {
    return completeAskedAt;
  }

  /** When all changes were last asked for, by a complete listing or by their dates; or null. */
  Instant askedAt() {
    return askedAt;
  }

  /** What the last listing asked for. */
  String scope() {
    return scope;
  }

  /** Types or sets of which the last complete list held something, with commas between. */
  String found() {
    return found;
  }

  /** Whether this run has asked again for records that had failed before. */
  boolean retriedInThisRun() {
    return retriedInThisRun;
  }

  /** Records whose details could not be had when they were last asked for. */
  Set<Long> failed() {
    return failed;
  }

  /** How many details this run has asked for. */
  int askedInThisRun() {
    return askedInThisRun;
  }

  /**
   * Records whose details are wanted, with the stamps they are listed under and the tag of the
   * detail that is here; those that failed in this run are left out.
   */
  SortedMap<Long, Stamp> wanted() {
    SortedMap<Long, Stamp> wanted = new TreeMap<>();
    listed.forEach(
        (recid, stamp) -> {
          Stamp detail = detailed.get(recid);
          if (detail == null || detail.updated() < stamp.updated()) {
            wanted.put(recid, new Stamp(stamp.updated(), detail == null ? null : detail.tag()));
          }
        });
    doubtful.forEach(recid -> wanted.put(recid, Stamp.of(CernOpenDataRecids.UNDATED)));
    wanted.keySet().removeAll(passedOver);
    wanted.keySet().removeAll(failedInThisRun);
    return wanted;
  }
}
