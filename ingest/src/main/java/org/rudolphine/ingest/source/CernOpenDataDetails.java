package org.rudolphine.ingest.source;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.HttpFailure;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.http.Request;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;
import org.rudolphine.ingest.source.CernOpenDataRecids.Stamp;

/**
 * Asks for records one by one, with their file indices if these are wanted. A record that cannot be
 * had is noted and asked for again the next night; the others are not kept waiting by it. Only a
 * whole row of failures fails the unit, since then the portal is out of order. For that to be the
 * reason, neighbours, which may all have the same fault, are not asked for in a row; and a row of
 * records that failed before is no news, and just ends the unit.
 *
 * <p>Gone is what the portal says is gone (410), and what it does not know (404) of the records
 * that its own list lacks, too. A record that is still listed but answered by 404 is a failure.
 */
final class CernOpenDataDetails {
  private static final HarvestLog LOG = HarvestLog.of(CernOpenDataDetails.class);
  private static final int MOST_FAILURES_IN_A_ROW = 20;

  private final SourceSettings settings;
  private final PoliteClient client;
  private final PageSink sink;
  private final boolean export;
  private final boolean indices;
  private final CernOpenDataDetailNotes notes;

  /** Why a record does not count as fetched, although the portal was there. */
  private static final class Unusable extends IOException {
    private static final long serialVersionUID = 1L;

    Unusable(String reason) {
      super(reason);
    }
  }

  CernOpenDataDetails(SourceSettings settings, PoliteClient client, PageSink sink) {
    this.settings = settings;
    this.client = client;
    this.sink = sink;
    this.export =
        CernOpenDataSource.Route.named(settings.text("route")) == CernOpenDataSource.Route.EXPORT;
    this.indices =
        CernOpenDataSource.Files.named(settings.text("files")) == CernOpenDataSource.Files.INDICES;
    this.notes = new CernOpenDataDetailNotes(sink, indices);
  }

  void harvest(WorkUnit unit) throws IOException {
    SortedMap<Long, Stamp> wanted =
        CernOpenDataRecids.unpack(unit.param(CernOpenDataSource.WANTED_PARAM));
    SortedSet<Long> doubtful =
        CernOpenDataRecids.inRanges(unit.param(CernOpenDataSource.DOUBTFUL_PARAM));
    sink.landedIds().stream()
        .filter(CernOpenDataRecids::isRecid)
        .forEach(landed -> wanted.remove(Long.valueOf(landed)));
    boolean retry = Boolean.parseBoolean(unit.param(CernOpenDataSource.RETRY_PARAM));
    if (retry) {
      sink.state(CernOpenDataMemory.RETRIED, "true");
    }
    int inARow = 0;
    sink.expect(wanted.size());
    for (long recid : scattered(wanted, unit.param(CernOpenDataSource.DAY_PARAM))) {
      String failure = fetch(recid, wanted.get(recid), doubtful.contains(recid));
      inARow = failure == null ? 0 : inARow + 1;
      if (inARow == MOST_FAILURES_IN_A_ROW && retry) {
        break;
      }
      if (inARow == MOST_FAILURES_IN_A_ROW) {
        throw new IOException(
            inARow + " records in a row could not be had, recid " + recid + " last: " + failure);
      }
    }
    notes.remember();
    if (notes.failures() > 0) {
      LOG.warn(
          "{} of {} records could not be had; they are asked for again",
          notes.failures(),
          wanted.size());
    }
  }

  /** The records in an order that has nothing to do with their numbers, another one each day. */
  private static List<Long> scattered(SortedMap<Long, Stamp> wanted, String day) {
    List<Long> recids = new ArrayList<>(wanted.keySet());
    Collections.shuffle(recids, new Random(Long.parseLong(day)));
    return recids;
  }

  /** Asks for one record; returns why it could not be had, or null. */
  private String fetch(long recid, Stamp stamp, boolean doubtful) throws IOException {
    Reply reply;
    try {
      reply = client.get(request(recid, stamp));
    } catch (HttpFailure e) {
      if (e.status() == 410 || (e.status() == 404 && doubtful)) {
        landGone(recid, stamp, e);
        return null;
      }
      return failed(recid, Integer.toString(e.status()), e);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return failed(recid, "no answer", e);
    }
    try {
      take(recid, stamp, reply);
      return null;
    } catch (Unusable e) {
      return failed(recid, e.getMessage(), e);
    }
  }

  private String failed(long recid, String note, IOException e) {
    LOG.info("recid {} could not be had: {}", recid, e.getMessage());
    notes.failed(recid, note);
    return e.getMessage();
  }

  private Request request(long recid, Stamp stamp) {
    String path = export ? "/record/" + recid + "/export/json" : "/api/records/" + recid;
    Request request =
        Request.of(URI.create(settings.baseUrl() + path)).accepting(CernOpenDataObject.MEDIA_TYPE);
    return stamp.tag() == null ? request : request.unlessMatches(stamp.tag(), null);
  }

  /** A record lands after its indices: once it is there, all of it is. */
  private void take(long recid, Stamp stamp, Reply reply) throws IOException {
    if (reply.notModified()) {
      notes.here(recid, stamp);
      return;
    }
    CernOpenDataObject object = parsed(reply, "is no JSON");
    String given = object.recid();
    if (!Long.toString(recid).equals(given)) {
      throw new Unusable(given == null ? "empty record" : "answered as " + given);
    }
    if (object.isAuthorList() || !ofWantedType(object)) {
      notes.here(recid, Stamp.of(stamp.updated()));
      return;
    }
    for (String key : indices ? indexKeys(object) : Set.<String>of()) {
      takeIndex(recid, key);
    }
    long updated = object.updated() == null ? stamp.updated() : object.stamp();
    notes.here(recid, Stamp.tagged(updated, reply.etag()));
    land(
        reply.uri(),
        reply.completedAt(),
        object.as(kind(), Long.toString(recid), object.updated()));
  }

  private void landGone(long recid, Stamp stamp, HttpFailure answer) throws IOException {
    notes.gone(recid, stamp);
    land(answer.uri(), Instant.now(), CernOpenDataObject.gone(kind(), recid, answer.status()));
  }

  private void land(URI uri, Instant fetchedAt, PageRecord record) throws IOException {
    notes.remember();
    sink.page(uri.toString(), fetchedAt, List.of(record));
  }

  private String kind() {
    return export ? "export" : "record";
  }

  private boolean ofWantedType(CernOpenDataObject object) {
    String type = object.primaryType();
    return type.isEmpty() || settings.texts("types").contains(type);
  }

  private static CernOpenDataObject parsed(Reply reply, String otherwise) throws Unusable {
    try {
      return CernOpenDataObject.of(reply.body());
    } catch (IOException e) {
      throw new Unusable(otherwise);
    }
  }

  // ---- file indices
  // -----------------------------------------------------------------------------

  private static Set<String> indexKeys(CernOpenDataObject object) {
    Set<String> keys = new LinkedHashSet<>();
    object.metadata().path("_file_indices").forEach(entry -> keys.add(entry.path("key").asText()));
    object
        .metadata()
        .path("index_files")
        .forEach(entry -> keys.add(entry.path("key").asText(entry.path("filename").asText())));
    keys.remove("");
    keys.removeIf(key -> key.endsWith(".txt"));
    return keys;
  }

  /** An index that the portal does not know is noted; an empty one that announces files is bad. */
  private void takeIndex(long recid, String key) throws IOException {
    Reply reply;
    try {
      reply = client.get(Request.of(indexUri(recid, key)).accepting(CernOpenDataObject.MEDIA_TYPE));
    } catch (HttpFailure e) {
      if (e.status() == 404 || e.status() == 410) {
        LOG.warn("recid {} names a file index that is not there: {}", recid, key);
        notes.indexMissing(recid, key);
        return;
      }
      throw new Unusable("file index " + e.status());
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new Unusable("file index without answer");
    }
    CernOpenDataObject index = parsed(reply, "a file index is no JSON");
    long announced = index.json().path("number_files").asLong(0);
    if (!index.json().path("files").isArray()
        || (announced > 0 && index.json().path("files").isEmpty())) {
      throw new Unusable("file index announces " + announced + " files and lists none");
    }
    land(reply.uri(), reply.completedAt(), index.as("file-index", recid + "#" + key, null));
  }

  private URI indexUri(long recid, String key) {
    String name = key.endsWith(".json") ? key : key + ".json";
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return URI.create(settings.baseUrl() + "/record/" + recid + "/file_index/" + encoded);
  }
}
