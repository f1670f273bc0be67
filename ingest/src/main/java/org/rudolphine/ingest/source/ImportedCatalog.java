package org.rudolphine.ingest.source;

import java.io.IOException;
import java.util.List;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.raw.PageSink;

/** A catalog whose site has no listing that is known well enough: nothing is ever asked for. */
abstract class ImportedCatalog implements Source {
  final SourceSettings settings;

  ImportedCatalog(SourceSettings settings) {
    this.settings = settings;
  }

  @Override
  public final List<WorkUnit> plan(PlanRequest request) {
    return List.of();
  }

  @Override
  public final void harvest(WorkUnit unit, PoliteClient client, PageSink sink) throws IOException {
    throw new IOException(
        "The source %s is read from imported files only, not as %s"
            .formatted(settings.id(), unit.id()));
  }
}
