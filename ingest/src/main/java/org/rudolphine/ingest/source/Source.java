package org.rudolphine.ingest.source;

import java.io.IOException;
import java.util.List;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.lake.AssetStore;
import org.rudolphine.ingest.raw.PageSink;

/**
 * One provider's dataset: plans what to fetch and fetches it. An implementation has a public
 * constructor that takes its {@link SourceSettings}, is named in {@code conf/sources/<id>.yaml}
 * ({@code source-class}) and nowhere else, and keeps no state between calls: all it knows of
 * earlier harvests is in the manifests that the plan request holds.
 */
public interface Source {

  /**
   * Plans the units that are still to be fetched. Called again after the planned units have landed,
   * with their manifests added, until it returns none: so details can follow a listing.
   */
  List<WorkUnit> plan(PlanRequest request);

  /**
   * Fetches one unit and hands its pages to the sink. Whatever does not parse as the protocol
   * promises fails the unit; a record that only looks odd is landed as it is.
   */
  void harvest(WorkUnit unit, PoliteClient client, PageSink sink) throws IOException;

  /**
   * Reads one file that the user already has. The file becomes one raw batch.
   *
   * @return true when the file was recognised and its records handed to the sink; false when it is
   *     not a file of this source, in which case nothing was handed over
   */
  boolean importFile(ImportFile file, PageSink sink) throws IOException;

  /**
   * Files whose content goes into the records of an imported file beside its own: the file is
   * imported anew when one of them has changed.
   */
  default List<ImportFile> companions(ImportFile file) throws IOException {
    return List.of();
  }

  /**
   * Fetches one unit as {@link #harvest(WorkUnit, PoliteClient, PageSink)} does; files that records
   * speak of go to the asset store. A record about a file is landed once its asset is complete.
   */
  default void harvest(WorkUnit unit, PoliteClient client, AssetStore assets, PageSink sink)
      throws IOException {
    harvest(unit, client, sink);
  }

  /**
   * What an imported file is known by: a file of the same name is imported once. The default is its
   * content alone; a source whose records are named by the path adds that.
   *
   * @param relativePath as of {@link ImportFile}
   * @param sha256 SHA-256 of the content
   */
  default String importName(String relativePath, String sha256) {
    return sha256;
  }

  /**
   * Reads one file as {@link #importFile(ImportFile, PageSink)} does; a file that a record speaks
   * of goes to the asset store whole.
   *
   * @throws RefusedFile when it is of this source but is not read
   */
  default boolean importFile(ImportFile file, AssetStore assets, PageSink sink) throws IOException {
    return importFile(file, sink);
  }
}
