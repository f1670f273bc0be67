package org.rudolphine.ingest.source;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.rudolphine.ingest.http.HttpFailure;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;
import org.rudolphine.ingest.source.CernOpenDataRecids.Stamp;

/**
 * Details on their way to the sink, together with what is to be remembered of them: the state of a
 * page goes with its records, so an interrupted unit keeps what it has landed.
 */
final class CernOpenDataDetailPage {
  private static final int RECORDS = 25;
  private static final long BYTES = 16L << 20;

  private final PageSink sink;
  private final String detailedKey;
  private final List<PageRecord> records = new ArrayList<>();
  private final List<PageRecord> pendingIndices = new ArrayList<>();
  private final SortedMap<Long, Stamp> detailed = new TreeMap<>();
  private final SortedMap<Long, Stamp> gone = new TreeMap<>();
  private final SortedMap<Long, String> failed = new TreeMap<>();
  private final List<String> missingIndices = new ArrayList<>();
  private String url;
  private Instant fetchedAt;
  private long bytes;

  CernOpenDataDetailPage(PageSink sink, boolean indices) {
    this.sink = sink;
    this.detailedKey = indices ? CernOpenDataMemory.INDEXED : CernOpenDataMemory.DETAILED;
  }

  /** A record has come; what its indices bring counts only once it is whole. */
  void begin(Reply reply) {
    pendingIndices.clear();
    if (url == null) {
      url = reply.uri().toString();
    }
    fetchedAt = reply.completedAt();
  }

  void index(long recid, String key, CernOpenDataObject index) {
    pendingIndices.add(index.as("file-index", recid + "#" + key, null));
  }

  void indexMissing(long recid, String key) {
    missingIndices.add(recid + "#" + key);
  }

  /** The record is whole. A page is of the time at which its last record came. */
  void record(long recid, Stamp listed, CernOpenDataObject object, Reply reply, String kind) {
    records.add(object.as(kind, Long.toString(recid), object.updated()));
    records.addAll(pendingIndices);
    bytes += object.bytes().length;
    pendingIndices.forEach(index -> bytes += index.payload().length);
    long updated = object.updated() == null ? listed.updated() : object.stamp();
    detailed.put(recid, Stamp.tagged(updated, reply.etag()));
  }

  /** What is here already is as new as what is listed. */
  void unchanged(long recid, Stamp listed) {
    detailed.put(recid, listed);
  }

  /** Nothing that is kept here. */
  void passedOver(long recid, Stamp listed) {
    detailed.put(recid, Stamp.of(listed.updated()));
  }

  void gone(long recid, Stamp listed, HttpFailure answer, String kind) {
    url = url == null ? answer.uri().toString() : url;
    fetchedAt = Instant.now();
    records.add(CernOpenDataObject.gone(kind, recid, answer.status()));
    gone.put(recid, Stamp.of(listed.updated()));
  }

  void failed(long recid, String reason) {
    failed.put(recid, reason.replace(',', ';'));
  }

  void flushIfFull() throws IOException {
    if (records.size() >= RECORDS || bytes >= BYTES) {
      flush();
    }
  }

  /** Lands what has come; what has only to be remembered waits for the next page or the end. */
  void flush() throws IOException {
    remember();
    if (!records.isEmpty()) {
      sink.page(url, fetchedAt, List.copyOf(records));
    }
    records.clear();
    url = null;
    bytes = 0;
  }

  private void remember() {
    if (!detailed.isEmpty()) {
      sink.state(detailedKey + detailed.firstKey(), CernOpenDataRecids.pack(detailed));
    }
    if (!gone.isEmpty()) {
      sink.state(CernOpenDataMemory.GONE + gone.firstKey(), CernOpenDataRecids.pack(gone));
    }
    if (!failed.isEmpty()) {
      List<String> notes = new ArrayList<>();
      failed.forEach((recid, reason) -> notes.add(recid + " " + reason));
      sink.state(CernOpenDataMemory.FAILED + failed.firstKey(), String.join(", ", notes));
    }
    if (!missingIndices.isEmpty()) {
      sink.state("missing-indices." + missingIndices.get(0), String.join("\n", missingIndices));
    }
    detailed.clear();
    gone.clear();
    failed.clear();
    missingIndices.clear();
  }
}
