package org.rudolphine.ingest.harvest;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.raw.PageRecord;
import org.rudolphine.ingest.raw.PageSink;
import org.rudolphine.ingest.source.ImportFile;
import org.rudolphine.ingest.source.PlanRequest;
import org.rudolphine.ingest.source.Source;
import org.rudolphine.ingest.source.WorkUnit;

/**
 * A small source: {@code /list} names ids, one a line; each is then a unit {@code detail-<id>} with
 * the documents {@code /detail/<id>/1} and {@code /2}, one page each.
 */
public final class RowsSource implements Source {
  private final SourceSettings settings;

  public RowsSource(SourceSettings settings) {
    this.settings = settings;
  }

  @Override
  public List<WorkUnit> plan(PlanRequest request) {
    List<WorkUnit> units = new ArrayList<>();
    if (request.ofThisRun().stream().noneMatch(batch -> batch.unit().equals("list"))) {
      units.add(new WorkUnit("list", Map.of()));
      return units;
    }
    for (String id :
        request
            .ofUnit("list")
            .get(request.ofUnit("list").size() - 1)
            .state()
            .get("ids")
            .split(",")) {
      if (request.ofUnit("detail-" + id).isEmpty() || settings.has("stubborn")) {
        units.add(new WorkUnit("detail-" + id, Map.of("id", id)));
      }
    }
    if (settings.has("endless")) {
      units.add(new WorkUnit("detail-more-" + request.manifests().size(), Map.of("id", "a")));
    }
    return units;
  }

  @Override
  public void harvest(WorkUnit unit, PoliteClient client, PageSink sink) throws IOException {
    if (unit.id().equals("list")) {
      sink.restart();
      Reply reply = client.get(uri("/list"));
      List<String> ids = reply.text().lines().toList();
      sink.state("ids", String.join(",", ids));
      sink.completeListing("rows");
      sink.page(reply.uri().toString(), reply.completedAt(), rows("row", ids));
      return;
    }
    for (String part : List.of("1", "2")) {
      String nativeId = unit.param("id") + "/" + part;
      if (!sink.landedIds().contains(nativeId)) {
        Reply reply = client.get(uri("/detail/" + nativeId));
        sink.page(reply.uri().toString(), reply.completedAt(), rows("detail", List.of(nativeId)));
      }
    }
  }

  private URI uri(String path) {
    return URI.create(settings.baseUrl() + path);
  }

  private static List<PageRecord> rows(String kind, List<String> ids) {
    return ids.stream().map(id -> PageRecord.of(kind, id, "text/plain", id)).toList();
  }

  @Override
  public boolean importFile(ImportFile file, PageSink sink) {
    return false;
  }
}
