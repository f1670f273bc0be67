package org.rudolphine.ingest.source;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.http.Request;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/**
 * Fetches one record: what the site says of it, and the archive of its newest version, all tables
 * in one request. The batch is the complete list of the tables of that version.
 */
final class HepDataFetch {
  private final SourceSettings settings;
  private final PoliteClient client;
  private final PageSink sink;

  HepDataFetch(SourceSettings settings, PoliteClient client, PageSink sink) {
    this.settings = settings;
    this.client = client;
    this.sink = sink;
  }

  void harvest(String record) throws IOException {
    HepDataRecord about = HepDataRecord.ask(record, settings, client);
    URI uri =
        URI.create(
            settings.baseUrl()
                + "/download/submission/"
                + record
                + "/"
                + about.id().version()
                + "/yaml");
    Reply reply = client.get(Request.of(uri));
    List<PageRecord> records;
    try {
      records = records(about, reply.body());
    } catch (IOException e) {
      throw new IOException(
          "HEPData's submission at " + uri + " (" + reply.mediaType() + "): " + e.getMessage(), e);
    }
    sink.state(HepDataSource.RECORD, record);
    sink.state(HepDataSource.STAMP, about.stamp());
    sink.page(uri.toString(), reply.completedAt(), records);
    sink.completeListing(about.id().text());
  }

  private List<PageRecord> records(HepDataRecord about, byte[] body) throws IOException {
    HepDataArchive archive = HepDataArchive.of(body, settings.maxBodyBytes());
    HepDataSubmission submission =
        HepDataSubmission.of(archive.submission(), about.id().text(), about.id().record())
            .as(about.id());
    if (submission.tables().isEmpty()) {
      throw new IOException("it announces no table");
    }
    Map<String, byte[]> files = archive.beside();
    Instant updatedAt = about.updatedAt();
    List<PageRecord> records = new ArrayList<>();
    records.add(submission.record().datedAt(updatedAt));
    for (HepDataSubmission.Table table : submission.tables()) {
      byte[] data = table.file() == null ? null : files.get(table.file());
      records.add(submission.record(table, about.facts(), data).datedAt(updatedAt));
    }
    return records;
  }
}
