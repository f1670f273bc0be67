package org.rudolphine.ingest.source;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;
import org.rudolphine.ingest.source.CernOpenDataRecids.Stamp;

/**
 * Lists all records of the wanted types, or fails. A record whose change stamp is the one under
 * which it was landed before lands as {@code seen}, any other as {@code listing}. That comparison
 * is record by record and for equality, so neither the order of the stamps nor a late search index
 * can hide a change; only a change without a new stamp stays unseen, until {@code harvest --full}.
 */
final class CernOpenDataListing {
  /** The scope that a complete listing declares. */
  static final String SCOPE = "records";

  private static final HarvestLog LOG = HarvestLog.of(CernOpenDataListing.class);

  private final SourceSettings settings;
  private final PageSink sink;
  private final Clock clock;
  private final CernOpenDataSearch search;
  private final Map<String, Instant> landed = new HashMap<>();
  private final SortedMap<Long, Stamp> listed = new TreeMap<>();
  private final SortedSet<Long> complete = new TreeSet<>();
  private final SortedSet<Long> authorLists = new TreeSet<>();
  private SortedMap<Long, Stamp> known = new TreeMap<>();
  private long withoutRecid;

  CernOpenDataListing(
      SourceSettings settings, PoliteClient client, PageSink sink, Clock clock, int window) {
    this.settings = settings;
    this.sink = sink;
    this.clock = clock;
    this.search =
        new CernOpenDataSearch(
            settings.baseUrl(), client, (int) settings.integer("page-size"), window, this::land);
  }

  void harvest(WorkUnit unit) throws IOException {
    sink.restart();
    Instant askedAt = clock.instant();
    known = CernOpenDataRecids.unpack(unit.params().get(CernOpenDataSource.KNOWN_PARAM));
    CernOpenDataEmptiness emptiness = new CernOpenDataEmptiness(unit, "types");
    for (String type : settings.texts("types")) {
      emptiness.count(type, listType(type));
    }
    emptiness.remember(sink);
    remember(unit, askedAt);
    sink.completeListing(SCOPE);
  }

  private long listType(String type) throws IOException {
    int before = complete.size() + authorLists.size();
    long found = search.readType(type);
    if (found > 0 && complete.size() + authorLists.size() == before) {
      throw new IOException("None of the " + found + " hits of type=" + type + " has a recid");
    }
    LOG.info("type={}: {} hits, {} of all so far without recid", type, found, withoutRecid);
    return found;
  }

  private void remember(WorkUnit unit, Instant askedAt) {
    sink.state(CernOpenDataMemory.ASKED_AT, askedAt.toString());
    sink.state(CernOpenDataMemory.SCOPE, unit.param(CernOpenDataSource.SCOPE_PARAM));
    sink.state(CernOpenDataMemory.LISTED, CernOpenDataRecids.pack(listed));
    sink.state(CernOpenDataMemory.COMPLETE, CernOpenDataRecids.ranges(complete));
    sink.state(CernOpenDataMemory.PASSED_OVER, CernOpenDataRecids.ranges(authorLists));
    if (unit.params().containsKey(CernOpenDataSource.AGAIN_PARAM)) {
      sink.state(CernOpenDataMemory.AGAIN, "true");
    }
  }

  /** Slices overlap and are read again: every state of a record lands once. */
  private void land(CernOpenDataAnswer answer) throws IOException {
    List<PageRecord> records = new ArrayList<>();
    for (CernOpenDataObject hit : answer.hits()) {
      if (hit.recid() == null) {
        withoutRecid++;
      } else if (hit.isAuthorList()) {
        authorLists.add(Long.valueOf(hit.recid()));
      } else if (isNews(hit)) {
        records.add(record(hit));
      }
    }
    if (!records.isEmpty()) {
      sink.page(answer.uri().toString(), answer.completedAt(), records);
    }
  }

  private boolean isNews(CernOpenDataObject hit) {
    boolean again = landed.containsKey(hit.recid());
    Instant before = landed.put(hit.recid(), hit.updated());
    return !again || !Objects.equals(before, hit.updated());
  }

  private PageRecord record(CernOpenDataObject hit) {
    long recid = Long.parseLong(hit.recid());
    complete.add(recid);
    Stamp before = known.get(recid);
    boolean seen = before != null && hit.updated() != null && before.updated() == hit.stamp();
    if (seen) {
      return hit.asSeen();
    }
    listed.put(recid, Stamp.of(hit.stamp()));
    return hit.as("listing", hit.recid(), hit.updated());
  }
}
