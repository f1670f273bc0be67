package org.rudolphine.ingest.harvest;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.rudolphine.ingest.Permit;
import org.rudolphine.ingest.raw.Landing;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/** A unit's landing that counts what lands, and changes nothing once the lane is not ours. */
final class MeteredSink implements PageSink {
  private final Landing landing;
  private final LaneMeter meter;
  private final Permit permit;

  MeteredSink(Landing landing, LaneMeter meter, Permit permit) {
    this.landing = landing;
    this.meter = meter;
    this.permit = permit;
  }

  @Override
  public void page(String url, Instant fetchedAt, List<PageRecord> records) throws IOException {
    permit.check();
    landing.page(url, fetchedAt, records);
    meter.page(records.size());
  }

  @Override
  public void restart() throws IOException {
    permit.check();
    landing.restart();
  }

  @Override
  public void expect(long records) {
    meter.expect(records);
  }

  @Override
  public void state(String key, String value) {
    landing.state(key, value);
  }

  @Override
  public void completeListing(String scope) {
    landing.completeListing(scope);
  }

  @Override
  public Set<String> landedIds() {
    return landing.landedIds();
  }

  @Override
  public Instant lastDatestamp() {
    return landing.lastDatestamp();
  }
}
