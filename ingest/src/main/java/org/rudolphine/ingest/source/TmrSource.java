package org.rudolphine.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.protocol.Packed;
import org.rudolphine.ingest.raw.PageSink;

/**
 * Tables and input decks of the Turbulence Modeling Resource, by commit of its public repository. A
 * harvest asks GitHub's API for the newest commit and, when it is a new one, for its tree; then for
 * each file whose blob id has not landed, from the raw host. Bytes are checked against that id. A
 * clone, or a zip archive of a commit, can be imported; what came that way is not fetched again.
 *
 * <p>Raw records: kind {@code listing} for each file of a commit ({@code path}, {@code blob},
 * {@code bytes}, {@code commit}), kinds {@code table}, {@code deck} and {@code lfs-pointer} for the
 * files, byte for byte. The native id is the path in the repository.
 *
 * <p>Settings of its own: {@code commit} pins one (empty: the newest), {@code max-table-bytes} is
 * the largest file that is kept. Files have no dates, so a backfill reads everything again.
 */
public final class TmrSource implements Source {
  static final String LISTING = "listing";
  static final String TABLES = "tables-";
  static final String MAX_TABLE_BYTES = "max-table-bytes";

  private static final String REPOSITORY = "/TMBWG/turbmodels";
  private static final String RAW_HOST = "raw.githubusercontent.com";
  private static final URI API = URI.create("https://api.github.com");
  private static final int COMMIT_DIGITS = 12;

  private final SourceSettings settings;

  /** Checks the settings that only this source has. */
  public TmrSource(SourceSettings settings) {
    this.settings = settings;
    String commit = settings.text("commit");
    if (!commit.isEmpty() && !GitBlob.isId(commit)) {
      throw new IllegalArgumentException(
          "sources.tmr.commit is 40 hex digits or empty, not: " + commit);
    }
    long largest = settings.integer(MAX_TABLE_BYTES);
    if (largest < 1 || largest > settings.maxBodyBytes()) {
      throw new IllegalArgumentException(
          "sources.tmr.max-table-bytes is 1 to max-body-bytes, not " + largest);
    }
  }

  @Override
  public List<WorkUnit> plan(PlanRequest request) {
    List<BatchManifest> ofThisRun = request.ofThisRun();
    TmrMemory memory = TmrMemory.of(request);
    if (ofThisRun.stream().noneMatch(batch -> LISTING.equals(batch.unit()))) {
      return List.of(listing(request, memory));
    }
    boolean fetched = ofThisRun.stream().anyMatch(batch -> batch.unit().startsWith(TABLES));
    SortedMap<String, String> wanted = memory.wanted();
    if (fetched || wanted.isEmpty()) {
      return List.of();
    }
    String id = TABLES + memory.commit().substring(0, COMMIT_DIGITS);
    Map<String, String> params =
        Map.of(TmrMemory.COMMIT, memory.commit(), TmrMemory.LISTED, TmrBlobs.pack(wanted));
    return List.of(new WorkUnit(id, params));
  }

  /** A full harvest lists again, and everything that was there before is to be fetched again. */
  private static WorkUnit listing(PlanRequest request, TmrMemory memory) {
    Map<String, String> params = new TreeMap<>();
    if (request.mode() != PlanRequest.Mode.INCREMENTAL) {
      params.put(TmrMemory.AGAIN, "true");
    } else if (memory.commit() != null) {
      params.put(TmrMemory.COMMIT, memory.commit());
      if (memory.commitTag() != null) {
        params.put(TmrMemory.COMMIT_TAG, memory.commitTag());
      }
    }
    return new WorkUnit(LISTING, params);
  }

  @Override
  public void harvest(WorkUnit unit, PoliteClient client, PageSink sink) throws IOException {
    if (unit.id().equals(LISTING)) {
      URI api = URI.create(apiHost() + "/repos" + REPOSITORY);
      new TmrListing(settings, api, client, sink).harvest(unit);
    } else if (unit.id().startsWith(TABLES)) {
      URI files = URI.create(settings.baseUrl() + REPOSITORY);
      new TmrTables(files, client, sink).harvest(unit);
    } else {
      throw new IllegalArgumentException("tmr has no work unit " + unit.id());
    }
  }

  /** A base-url that is not GitHub's own stands for both of its hosts. */
  private URI apiHost() {
    URI base = settings.baseUrl();
    return RAW_HOST.equalsIgnoreCase(base.getHost()) ? API : base;
  }

  /** The same table may stand in two folders: each is a file of its own. */
  @Override
  public String importName(String relativePath, String sha256) {
    return sha256 + " " + TmrFile.of(relativePath).map(TmrFile::path).orElse("");
  }

  @Override
  public boolean importFile(ImportFile file, PageSink sink) throws IOException {
    Optional<TmrFile> known = TmrFile.of(file.relativePath());
    long largest = settings.integer(MAX_TABLE_BYTES);
    if (known.isEmpty()) {
      return isZip(file) && new TmrArchive(file, largest, sink).land();
    }
    if (file.length() > largest) {
      throw new RefusedFile(
          "it has " + file.length() + " bytes, more than sources.tmr.max-table-bytes, " + largest);
    }
    TmrFile table = known.get();
    TmrBlobs.requireOneLine(table.path());
    byte[] bytes = start(file, largest);
    String commit = table.commit() == null ? "" : table.commit() + "/";
    sink.page("import:" + commit + table.path(), Instant.now(), List.of(table.record(bytes)));
    sink.state(TmrMemory.LANDED, TmrBlobs.pack(Map.of(table.path(), GitBlob.id(bytes))));
    return true;
  }

  private static boolean isZip(ImportFile file) throws IOException {
    if (!file.name().endsWith(".zip")) {
      return false;
    }
    return Packed.looksPacked(start(file, 4));
  }

  private static byte[] start(ImportFile file, long most) throws IOException {
    try (InputStream in = file.open()) {
      return in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
    }
  }
}
