package org.rudolphine.ingest.raw;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Records that are to become one file of a batch, and where in their pages they stand. */
final class RawPart {
  /** A run of records of one page. */
  private record Slice(
      String url, Instant fetchedAt, int page, int firstPosition, List<PageRecord> records) {}

  private final int number;
  private final List<Slice> slices = new ArrayList<>();

  RawPart(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  void add(String url, Instant fetchedAt, int page, int firstPosition, List<PageRecord> records) {
    slices.add(new Slice(url, fetchedAt, page, firstPosition, records));
  }

  /** Checksums the payloads and writes all records in order. */
  void write(String source, RawBatchFile file) throws IOException {
    for (Slice slice : slices) {
      int position = slice.firstPosition();
      for (PageRecord record : slice.records()) {
        file.write(record.landed(source, slice.url(), slice.fetchedAt(), slice.page(), position++));
      }
    }
  }
}
