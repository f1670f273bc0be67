package org.rudolphine.ingest.harvest;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.rudolphine.ingest.Permit;
import org.rudolphine.ingest.raw.ForwardingSink;
import org.rudolphine.ingest.raw.Landing;
import org.rudolphine.ingest.raw.PageRecord;

/** A unit's landing that counts what lands, and changes nothing once the lane is not ours. */
final class MeteredSink extends ForwardingSink {
  private final LaneMeter meter;
  private final Permit permit;

  MeteredSink(Landing landing, LaneMeter meter, Permit permit) {
    super(landing);
    this.meter = meter;
    this.permit = permit;
  }

  @Override
  public void page(String url, Instant fetchedAt, List<PageRecord> records) throws IOException {
    permit.check();
    super.page(url, fetchedAt, records);
    meter.page(records.size());
  }

  @Override
  public void restart() throws IOException {
    permit.check();
    super.restart();
  }

  @Override
  public void expect(long records) {
    meter.expect(records);
  }
}
