package org.rudolphine.ingest.source;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rudolphine.ingest.http.HttpFailure;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.raw.PageSink;

/** The files of one commit whose blobs have not landed yet, one request each. */
final class TmrTables {
  /** Before the path of a file that could not be had: why. It is asked for again the next time. */
  static final String FAILED = "failed.";

  /** So many files that are not given mean that something else is wrong. */
  private static final int MOST_FAILURES = 20;

  private final URI files;
  private final PoliteClient client;
  private final PageSink sink;

  /**
   * @param files address of the repository's files, to which the commit is added
   */
  TmrTables(URI files, PoliteClient client, PageSink sink) {
    this.files = files;
    this.client = client;
    this.sink = sink;
  }

  /** Fetches what an interrupted attempt at this unit has not; the unit is of one commit. */
  void harvest(WorkUnit unit) throws IOException {
    SortedMap<String, String> wanted = TmrBlobs.unpack(unit.param(TmrMemory.LISTED));
    Set<String> there = sink.landedIds();
    Map<String, String> landed = new TreeMap<>();
    int failures = 0;
    sink.expect(wanted.size() - there.size());
    for (Map.Entry<String, String> file : wanted.entrySet()) {
      String path = file.getKey();
      try {
        if (!there.contains(path)) {
          land(address(unit.param(TmrMemory.COMMIT), path), path, file.getValue());
        }
        landed.put(path, file.getValue());
      } catch (HttpFailure e) {
        failures++;
        sink.state(FAILED + path, e.getMessage());
        if (failures > MOST_FAILURES) {
          throw new IOException(
              "More than " + MOST_FAILURES + " files are not given, the last: " + e.getMessage(),
              e);
        }
      }
    }
    sink.state(TmrMemory.LANDED, TmrBlobs.pack(landed));
  }

  private void land(URI uri, String path, String id) throws IOException {
    Reply reply = client.get(uri);
    String given = GitBlob.id(reply.body());
    if (!given.equals(id)) {
      throw new HttpFailure(
          uri,
          reply.status(),
          uri + " gives blob " + given + " where the tree of its commit has " + id);
    }
    TmrFile file = TmrFile.of(path).orElseThrow(() -> new IOException("Not a table: " + path));
    sink.page(uri.toString(), reply.completedAt(), List.of(file.record(reply.body())));
  }

  private URI address(String commit, String path) {
    return URI.create(
        files
            + "/"
            + commit
            + "/"
            + Stream.of(path.split("/")).map(TmrTables::encoded).collect(Collectors.joining("/")));
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
