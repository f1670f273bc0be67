package org.rudolphine.ingest.source;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;
import org.rudolphine.ingest.raw.RawRecord;

/** Keeps pages in memory and makes of them what landing would: raw records and a manifest. */
public final class CollectingSink implements PageSink {
  private final Set<String> landedBefore;
  private final List<Page> pages = new ArrayList<>();
  private final Map<String, String> state = new TreeMap<>();
  private String listing;
  private int restarts;

  /** One page as it was handed over. */
  public record Page(String url, Instant fetchedAt, List<PageRecord> records) {}

  public CollectingSink() {
    this(Set.of());
  }

  /** A sink whose unit was interrupted after these ids had landed. */
  public CollectingSink(Set<String> landedBefore) {
    this.landedBefore = Set.copyOf(landedBefore);
  }

  @Override
  public void page(String url, Instant fetchedAt, List<PageRecord> records) {
    pages.add(new Page(url, fetchedAt, List.copyOf(records)));
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
    return restarts > 0 ? Set.of() : landedBefore;
  }

  @Override
  public Instant lastDatestamp() {
    return null;
  }

  @Override
  public void restart() {
    restarts++;
    pages.clear();
    state.clear();
    listing = null;
  }

  public List<Page> pages() {
    return List.copyOf(pages);
  }

  public List<PageRecord> records() {
    return pages.stream().flatMap(page -> page.records().stream()).toList();
  }

  public Map<String, String> state() {
    return Map.copyOf(state);
  }

  /** Scope that was declared complete, or null. */
  public String listing() {
    return listing;
  }

  public int restarts() {
    return restarts;
  }

  /** The records as the lake would hold them. */
  public List<RawRecord> raw(String source) {
    List<RawRecord> raw = new ArrayList<>();
    for (int page = 0; page < pages.size(); page++) {
      List<PageRecord> records = pages.get(page).records();
      for (int position = 0; position < records.size(); position++) {
        PageRecord record = records.get(position);
        raw.add(
            new RawRecord(
                source,
                record.kind(),
                record.nativeId(),
                record.datestamp(),
                record.deleted(),
                pages.get(page).url(),
                record.mediaType(),
                pages.get(page).fetchedAt(),
                RawRecord.sha256(record.payload()),
                page + 1,
                position,
                record.payload()));
      }
    }
    return raw;
  }

  /** The manifest that makes the batch count. */
  public BatchManifest manifest(String source, String unit, String cycle, String origin) {
    Instant now = Instant.now();
    return new BatchManifest(
        cycle + "-" + unit,
        source,
        unit,
        cycle,
        origin,
        listing,
        records().size(),
        now,
        now,
        state,
        List.of());
  }
}
