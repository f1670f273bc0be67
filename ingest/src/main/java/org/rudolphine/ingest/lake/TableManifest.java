package org.rudolphine.ingest.lake;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What makes a table version complete.
 *
 * @param table name
 * @param version id of the version, sortable by time of making
 * @param rows number of rows
 * @param contentSha256 SHA-256 over the files' checksums in order: equal content, equal value
 * @param schemaSha256 SHA-256 of the schema's JSON form
 * @param codeVersion version of the code that wrote it
 * @param runId run that wrote it
 * @param createdAt when
 * @param batches raw batches consumed, by source, each list sorted
 * @param inputs versions of the tables it was made from, by table
 * @param files its files in key order
 */
public record TableManifest(
    String table,
    String version,
    long rows,
    String contentSha256,
    String schemaSha256,
    String codeVersion,
    String runId,
    Instant createdAt,
    Map<String, List<String>> batches,
    Map<String, String> inputs,
    List<LakeFile> files) {

  public TableManifest {
    batches = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(batches));
    inputs = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    files = List.copyOf(files);
  }
}
