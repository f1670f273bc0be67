package org.rudolphine.ingest.source;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.protocol.oai.OaiEndpoint;
import org.rudolphine.ingest.protocol.oai.OaiHeader;
import org.rudolphine.ingest.protocol.oai.OaiItem;
import org.rudolphine.ingest.protocol.oai.OaiPage;
import org.rudolphine.ingest.protocol.oai.OaiQuery;
import org.rudolphine.ingest.protocol.oai.OaiRefusal;
import org.rudolphine.ingest.raw.PageSink;
import org.rudolphine.ingest.source.CernOpenDataRecids.Stamp;

/**
 * Asks OAI-PMH for the numbers of records and their dates: all of them, or those changed since a
 * time. Nothing lands but the numbers in the batch's state, from which the details are planned.
 *
 * <p>On the {@code api} route more than {@code changes-at-most} changed records are too many: after
 * a redeploy everything has changed, and the search lists it with a tenth of the requests.
 */
final class CernOpenDataIds {
  private static final HarvestLog LOG = HarvestLog.of(CernOpenDataIds.class);

  private final SourceSettings settings;
  private final PageSink sink;
  private final Clock clock;
  private final OaiEndpoint endpoint;
  private final SortedMap<Long, Stamp> changed = new TreeMap<>();
  private final SortedSet<Long> all = new TreeSet<>();
  private SortedMap<Long, Stamp> known = new TreeMap<>();
  private SortedSet<Long> passedOver = new TreeSet<>();
  private long mostChanged = Long.MAX_VALUE;
  private URI lastUri;
  private Instant lastAt;

  /** More records have changed than are asked for one by one. */
  private static final class TooMany extends IOException {
    private static final long serialVersionUID = 1L;
  }

  CernOpenDataIds(SourceSettings settings, PoliteClient client, PageSink sink, Clock clock) {
    this.settings = settings;
    this.sink = sink;
    this.clock = clock;
    this.endpoint = new OaiEndpoint(settings, client, URI.create(settings.baseUrl() + "/oai2d"));
  }

  void harvest(WorkUnit unit) throws IOException {
    sink.restart();
    Instant askedAt = clock.instant();
    boolean complete = unit.id().equals(CernOpenDataSource.LISTING);
    boolean backfill = !complete && !unit.params().containsKey(CernOpenDataSource.KNOWN_PARAM);
    boolean api = settings.text("route").equals("api");
    known = CernOpenDataRecids.unpack(unit.params().get(CernOpenDataSource.KNOWN_PARAM));
    passedOver =
        CernOpenDataRecids.inRanges(unit.params().get(CernOpenDataSource.PASSED_OVER_PARAM));
    mostChanged =
        api && !complete && !backfill ? settings.integer("changes-at-most") : Long.MAX_VALUE;
    sink.state(CernOpenDataMemory.ASKED_AT, askedAt.toString());
    sink.state(CernOpenDataMemory.SCOPE, unit.param(CernOpenDataSource.SCOPE_PARAM));
    CernOpenDataEmptiness emptiness = new CernOpenDataEmptiness(unit, "oai-sets");
    try {
      for (String set : settings.texts("oai-sets")) {
        long found = walk(set, unit);
        if (complete) { // a set without changes is no empty set
          emptiness.count(set, found);
        }
      }
    } catch (TooMany tooMany) {
      LOG.info("more than {} records have changed: all are listed anew", mostChanged);
      sink.state(CernOpenDataMemory.TOO_MANY, Integer.toString(changed.size()));
      land();
      return;
    }
    if (complete) {
      emptiness.remember(sink);
    }
    remember(unit, complete);
    land();
  }

  private void remember(WorkUnit unit, boolean complete) {
    sink.state(CernOpenDataMemory.LISTED, CernOpenDataRecids.pack(changed));
    if (complete) {
      sink.state(CernOpenDataMemory.COMPLETE, CernOpenDataRecids.ranges(all));
    }
    if (unit.params().containsKey(CernOpenDataSource.AGAIN_PARAM)) {
      sink.state(CernOpenDataMemory.AGAIN, "true");
    }
  }

  /** A batch without records: it says that the portal was asked. */
  private void land() throws IOException {
    if (lastUri != null) {
      sink.page(lastUri.toString(), lastAt, List.of());
    }
  }

  private long walk(String set, WorkUnit unit) throws IOException {
    OaiQuery query =
        OaiQuery.identifiers("oai_dc")
            .within(set)
            .between(
                second(unit.params().get(CernOpenDataSource.FROM_PARAM)),
                second(unit.params().get(CernOpenDataSource.UNTIL_PARAM)));
    Set<String> ofSet = new HashSet<>();
    long[] announced = {0};
    endpoint
        .list(query)
        .endingBy(CernOpenDataIds::ended)
        .walk(
            (asked, completedAt, page) -> {
              lastUri = asked;
              lastAt = completedAt;
              announced[0] = Math.max(announced[0], announced(page));
              for (OaiItem item : page.items()) {
                take(item, ofSet);
              }
            });
    if (ofSet.size() < announced[0]) {
      throw new IOException(
          "The OAI set %s announces %d records, but %d came"
              .formatted(set, announced[0], ofSet.size()));
    }
    return ofSet.size();
  }

  /** Seconds are the portal's granularity. */
  private static String second(String instant) {
    return instant == null
        ? null
        : Instant.parse(instant).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /**
   * The portal offers a token after the last page when that is full. Its answer then is an empty
   * list; but a token that is merely too old is refused, too, so the size of the list decides where
   * it is known.
   */
  private static boolean ended(OaiRefusal refusal, OaiPage last, long items) {
    long announced = announced(last);
    return announced > 0 ? items >= announced : refusal.onlyNoRecordsMatch();
  }

  private static long announced(OaiPage page) {
    return page.token() == null || page.token().completeListSize() == null
        ? 0
        : page.token().completeListSize();
  }

  private void take(OaiItem item, Set<String> ofSet) throws IOException {
    if (item.header() == null) {
      throw new IOException("An OAI header cannot be read: " + lastUri);
    }
    ofSet.add(item.header().identifier());
    Long recid = recid(item.header());
    if (recid == null) {
      return;
    }
    all.add(recid);
    long stamp =
        item.header().changedAt().map(Instant::toEpochMilli).orElse(CernOpenDataRecids.UNDATED);
    Stamp before = known.get(recid);
    boolean news = before == null || stamp / 1000 > before.updated() / 1000;
    if (news && !passedOver.contains(recid)) {
      changed.put(recid, Stamp.of(stamp));
      if (changed.size() > mostChanged) {
        throw new TooMany();
      }
    }
  }

  private static Long recid(OaiHeader header) {
    String identifier = header.identifier();
    String last =
        identifier.substring(
            Math.max(identifier.lastIndexOf(':'), identifier.lastIndexOf('/')) + 1);
    if (!CernOpenDataRecids.isRecid(last)) {
      LOG.warn("An OAI identifier without record number is passed over: {}", identifier);
      return null;
    }
    return Long.valueOf(last);
  }
}
