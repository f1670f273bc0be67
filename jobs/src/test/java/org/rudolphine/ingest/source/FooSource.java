package org.rudolphine.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;

/** The Foo group's catalog of runs: one CSV document, whole at each harvest. */
public final class FooSource implements Source {
  private static final String HEADER = "id,mass_ratio,chi_eff";
  private final SourceSettings settings;

  public FooSource(SourceSettings settings) {
    this.settings = settings;
  }

  @Override
  public List<WorkUnit> plan(PlanRequest request) {
    return request.ofThisRun().isEmpty() ? List.of(new WorkUnit("runs", Map.of())) : List.of();
  }

  @Override
  public void harvest(WorkUnit unit, PoliteClient client, PageSink sink) throws IOException {
    Reply reply = client.get(URI.create(settings.baseUrl() + "/runs.csv"));
    List<PageRecord> records = records(reply.text());
    sink.restart();
    sink.completeListing("runs");
    sink.page(reply.uri().toString(), reply.completedAt(), records);
  }

  @Override
  public boolean importFile(ImportFile file, PageSink sink) throws IOException {
    if (!file.name().equals("runs.csv")) {
      return false;
    }
    try (InputStream in = file.open()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      sink.page(file.relativePath(), file.modifiedAt(), records(text));
    }
    return true;
  }

  private static List<PageRecord> records(String csv) throws IOException {
    List<String> lines = csv.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new IOException("runs.csv does not start with " + HEADER);
    }
    return lines.stream()
        .skip(1)
        .map(line -> PageRecord.of("run", line.split(",", 2)[0], "text/csv", line))
        .toList();
  }
}
