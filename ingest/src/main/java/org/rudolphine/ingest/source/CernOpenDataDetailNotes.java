package org.rudolphine.ingest.source;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.rudolphine.ingest.raw.PageSink;
import org.rudolphine.ingest.source.CernOpenDataRecids.Stamp;

/**
 * What is to be remembered of the details of a unit. It is given to the sink before each page, so
 * an interrupted attempt keeps the notes of what it has landed. The keys end in the number of
 * records that were there before the attempt, so that none overwrites the notes of another.
 */
final class CernOpenDataDetailNotes {
  private final PageSink sink;
  private final String detailedKey;
  private final int attempt;
  private final SortedMap<Long, Stamp> detailed = new TreeMap<>();
  private final SortedMap<Long, Stamp> gone = new TreeMap<>();
  private final SortedMap<Long, String> failed = new TreeMap<>();
  private final List<String> missingIndices = new ArrayList<>();

  CernOpenDataDetailNotes(PageSink sink, boolean indices) {
    this.sink = sink;
    this.attempt = sink.landedIds().size();
    this.detailedKey = indices ? CernOpenDataMemory.INDEXED : CernOpenDataMemory.DETAILED;
  }

  /** The detail is here in this state. */
  void here(long recid, Stamp stamp) {
    detailed.put(recid, stamp);
  }

  /** The portal says that the record, listed under this stamp, is gone. */
  void gone(long recid, Stamp listed) {
    gone.put(recid, Stamp.of(listed.updated()));
  }

  /** The record could not be had. */
  void failed(long recid, String reason) {
    failed.put(recid, reason.replace(',', ';'));
  }

  /** A record names a file index that the portal does not have. */
  void indexMissing(long recid, String key) {
    missingIndices.add(recid + "#" + key);
  }

  int failures() {
    return failed.size();
  }

  /** Gives all notes to the sink. */
  void remember() {
    if (!detailed.isEmpty()) {
      sink.state(detailedKey + attempt, CernOpenDataRecids.pack(detailed));
    }
    if (!gone.isEmpty()) {
      sink.state(CernOpenDataMemory.GONE + attempt, CernOpenDataRecids.pack(gone));
    }
    if (!failed.isEmpty()) {
      List<String> notes = new ArrayList<>();
      failed.forEach((recid, reason) -> notes.add(recid + " " + reason));
      sink.state(CernOpenDataMemory.FAILED + attempt, String.join(", ", notes));
    }
    if (!missingIndices.isEmpty()) {
      sink.state("missing-indices." + attempt, String.join("\n", missingIndices));
    }
  }
}
