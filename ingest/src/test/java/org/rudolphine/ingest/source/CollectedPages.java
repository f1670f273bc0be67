package org.rudolphine.ingest.source;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/** Keeps in memory what a source hands over. */
final class CollectedPages implements PageSink {
  final List<PageRecord> records = new ArrayList<>();
  final List<String> urls = new ArrayList<>();
  final Map<String, String> state = new TreeMap<>();
  String listing;

  @Override
  public void page(String url, Instant fetchedAt, List<PageRecord> page) {
    urls.add(url);
    records.addAll(page);
  }

  @Override
  public void state(String key, String value) {
    state.put(key, value);
  }

  @Override
  public void completeListing(String scope) {
    listing = scope;
  }

  @Override
  public Set<String> landedIds() {
    return Set.of();
  }

  @Override
  public Instant lastDatestamp() {
    return null;
  }

  @Override
  public void restart() {
    records.clear();
    urls.clear();
    state.clear();
    listing = null;
  }

  PageRecord record(String nativeId) {
    return records.stream()
        .filter(record -> record.nativeId().equals(nativeId))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No record " + nativeId));
  }
}
