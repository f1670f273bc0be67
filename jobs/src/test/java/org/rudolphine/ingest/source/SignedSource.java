package org.rudolphine.ingest.source;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;
import org.rudolphine.ingest.raw.RawRecord;

/** A provider that wants its requests signed with a key. */
public final class SignedSource implements Source {
  private final SourceSettings settings;
  private final String key;

  public SignedSource(SourceSettings settings) {
    this.settings = settings;
    this.key = settings.secret("api-key");
  }

  /** What a request carries instead of the key. */
  public static String signature(String key) {
    return RawRecord.sha256(key.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<WorkUnit> plan(PlanRequest request) {
    return request.ofThisRun().isEmpty() ? List.of(new WorkUnit("all", Map.of())) : List.of();
  }

  @Override
  public void harvest(WorkUnit unit, PoliteClient client, PageSink sink) throws IOException {
    Reply reply = client.get(URI.create(settings.baseUrl() + "/all?signature=" + signature(key)));
    sink.restart();
    sink.page(
        reply.uri().toString(),
        reply.completedAt(),
        List.of(PageRecord.of("text", "1", "text/plain", reply.text())));
  }

  @Override
  public boolean importFile(ImportFile file, PageSink sink) {
    return false;
  }
}
