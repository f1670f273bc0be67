package org.rudolphine.ingest.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The lake, and the only class that knows a path in it.
 *
 * <pre>
 * raw/&lt;source&gt;/batch=&lt;id&gt;/part-00000.parquet, _manifest.json    a raw batch; counts only with its manifest
 * raw/&lt;source&gt;/pack=&lt;id&gt;/part-00000.parquet, _manifest.json     many small raw batches together
 * raw/&lt;source&gt;/_units/&lt;unit&gt;/page-00001.jsonl.gz                pages of a unit that is not complete yet
 * assets/&lt;aa&gt;/&lt;sha256&gt;                                          files, by content
 * tables/&lt;table&gt;/v=&lt;id&gt;/part-00000.parquet, _manifest.json     a complete, immutable table version
 * snapshots/&lt;n&gt;.json                                            the current version of every table
 * releases/&lt;version&gt;/, releases/latest.json                     published datasets
 * runs/&lt;run&gt;.json                                                what each run did
 * leases/&lt;name&gt;.json                                             who works on what just now
 * </pre>
 *
 * Any Hadoop file system URI serves as root; a bare path is a local disk.
 */
public final class Lake implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]*");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+-]*");
  static final String MANIFEST = "_manifest.json";
  private static final String RELEASE_MANIFEST = "MANIFEST.json";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final String root;
  private final Storage storage;

  private Lake(String root, Storage storage) {
    this.root = root;
    this.storage = storage;
  }

  /** A lake on a local disk. */
  public static Lake at(Path folder) {
    return open(folder.toUri().toString(), Map.of());
  }

  /**
   * A lake at a URI or local path. Nothing is created or asked yet; see {@link #checkReachable()}.
   *
   * @param hadoopSettings settings for stores other than local disks
   */
  public static Lake open(String pathOrUri, Map<String, String> hadoopSettings) {
    String root = absolute(pathOrUri);
    return new Lake(root, Storage.of(root, hadoopSettings));
  }

  /**
   * Turns a local path into a file URI and drops trailing slashes. A file URI may be written with
   * one slash or three, escaped or not.
   */
  static String absolute(String pathOrUri) {
    if (pathOrUri == null || pathOrUri.isBlank()) {
      throw new IllegalArgumentException("A lake or folder needs a path or URI");
    }
    boolean uri = pathOrUri.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
    if (!uri) {
      return withoutSlash(Path.of(pathOrUri).toAbsolutePath().normalize().toUri().toString());
    }
    if (pathOrUri.startsWith("file:")) {
      return withoutSlash(localPath(pathOrUri).normalize().toUri().toString());
    }
    if (pathOrUri.matches("[^:]+://[^/]*:[^/]*@.*")) {
      throw new IllegalArgumentException(
          "A URI with a password in it would end up in logs; give credentials through the"
              + " environment or a Hadoop credential provider");
    }
    return withoutSlash(pathOrUri);
  }

  private static Path localPath(String fileUri) {
    String path = fileUri.substring("file:".length());
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "A file URI needs an absolute path, as in file:///data/lake, not: " + fileUri);
    }
    String absolute = path.replaceFirst("^/+", "/");
    try {
      return Path.of(URI.create("file://" + absolute));
    } catch (IllegalArgumentException e) {
      return Path.of(absolute); // not escaped: taken as it is written
    }
  }

  private static String withoutSlash(String uri) {
    return uri.replaceFirst("(?<=[^/:])/+$", "");
  }

  /** Absolute URI of the root, without a trailing slash. */
  public String uri() {
    return root;
  }

  /** Hadoop settings that the lake was opened with, and the defaults for its store. */
  public Map<String, String> hadoopSettings() {
    return storage.settings();
  }

  /**
   * The part of them that is not the user's but this project's choice for the lake's store, with
   * what holds for each: Spark has to be told the same.
   */
  public Map<String, String> storeDefaults() {
    TreeMap<String, String> chosen = new TreeMap<>(hadoopSettings());
    chosen.keySet().retainAll(StoreDefaults.names(root));
    return chosen;
  }

  /**
   * Fails with one clear sentence when the root cannot be written or its store lacks what commits
   * rest on; every command that writes starts so.
   */
  public void checkReachable() throws IOException {
    try {
      storage.checkWritable(root);
    } catch (IOException | RuntimeException e) {
      throw trouble("The lake " + root + " cannot be written: " + StoreTrouble.of(e, root), e);
    }
  }

  /** Fails quickly and with one clear sentence when the store does not answer or refuses us. */
  public void checkReadable() throws IOException {
    try {
      storage.checkAnswers(root);
    } catch (IOException | RuntimeException e) {
      throw trouble("The lake " + root + " cannot be read: " + StoreTrouble.of(e, root), e);
    }
  }

  /** Of a local disk the machine tells more than the sentence. */
  private IOException trouble(String sentence, Exception cause) {
    return root.startsWith("file:")
        ? new IOException(sentence, cause)
        : new LakeTrouble(sentence, cause);
  }

  /** Whether anything was ever written here. */
  public boolean exists() throws IOException {
    return storage.exists(root);
  }

  // ---- raw -------------------------------------------------------------------------------------

  /** Ids of sources that have at least one complete batch, sorted. */
  public List<String> harvestedSources() throws IOException {
    List<String> sources = new ArrayList<>();
    for (Storage.Entry entry : storage.list(root + "/raw")) {
      boolean ours = entry.folder() && isName(entry.name());
      if (ours && raw(entry.name()).any()) {
        sources.add(entry.name());
      }
    }
    return sources;
  }

  /**
   * Manifests of all complete batches of a source, in order of batch id, which is order of time.
   */
  public List<BatchManifest> batches(String source) throws IOException {
    return batchesBesides(source, Set.of());
  }

  /** The same without some batches, whose manifests are not read. */
  public List<BatchManifest> batchesBesides(String source, Set<String> known) throws IOException {
    return raw(source).manifests(known);
  }

  /** Complete batches of a source that no pack holds, in order of batch id. */
  public List<LooseBatch> looseBatches(String source) throws IOException {
    return raw(source).loose();
  }

  /** Complete packs of a source, oldest first. */
  public List<PackManifest> packs(String source) throws IOException {
    return raw(source).packs();
  }

  /** Ids of all packs of a source, complete or not, sorted. */
  public List<String> packIds(String source) throws IOException {
    return raw(source).packIds();
  }

  /** Where the records of some batches of a source lie now. */
  public RawFiles rawFiles(String source, Collection<BatchManifest> batches) throws IOException {
    return raw(source).files(batches);
  }

  private RawBatches raw(String source) {
    return new RawBatches(storage, rawFolder(source));
  }

  /** Folder of a pack. */
  public Folder packFolder(String source, String pack) {
    return new Folder(storage, rawFolder(source) + "/" + RawBatches.PACK + safe(pack, VERSION));
  }

  /** Writes the manifest that makes a pack count: from here on its batches are read from it. */
  public void commitPack(PackManifest manifest) throws IOException {
    String uri = packFolder(manifest.source(), manifest.pack()).uri() + "/" + MANIFEST;
    if (!storage.createExclusively(uri, Json.bytes(manifest))) {
      throw new IOException("Another run has already committed pack " + manifest.pack());
    }
  }

  /** Removes what an attempt at a pack has left; a complete pack stays. */
  public void dropIncompletePack(String source, String pack) throws IOException {
    if (!packFolder(source, pack).exists(MANIFEST)) {
      storage.delete(packFolder(source, pack).uri());
    }
  }

  /** Folder of a raw batch. */
  public Folder batchFolder(String source, String batch) {
    return new Folder(storage, rawFolder(source) + "/" + RawBatches.BATCH + safe(batch, VERSION));
  }

  /** Folder that holds the pages of a unit while it is being fetched. */
  public Folder unitFolder(String source, String unit) {
    return new Folder(storage, rawFolder(source) + "/_units/" + safe(unit, NAME));
  }

  /** Removes the folder of a unit that has landed, with all that is left in it. */
  public void dropUnit(String source, String unit) throws IOException {
    storage.delete(unitFolder(source, unit).uri());
  }

  /** Whether a raw batch is complete, in a folder of its own or in a pack. */
  public boolean hasBatch(String source, String batch) throws IOException {
    return batchFolder(source, batch).exists(MANIFEST)
        || PackManifest.homes(packs(source)).containsKey(batch);
  }

  /**
   * Whether a batch has a folder of its own in which all is there: its manifest, and every file
   * with the size that the manifest states.
   */
  public boolean hasOwnFolder(BatchManifest batch) throws IOException {
    Map<String, Long> sizes = batchFolder(batch.source(), batch.batch()).sizes();
    return sizes.containsKey(MANIFEST)
        && batch.files().stream()
            .allMatch(file -> Long.valueOf(file.bytes()).equals(sizes.get(file.path())));
  }

  /**
   * Writes the manifest that makes a batch count. It is taken back when the batch's files are not
   * there, for another attempt may have taken what had no manifest yet for a leftover.
   *
   * @throws IOException when the batch does not count, or does by another run
   */
  public void commitBatch(BatchManifest manifest) throws IOException {
    Folder folder = batchFolder(manifest.source(), manifest.batch());
    if (!storage.createExclusively(folder.uri(MANIFEST), Json.bytes(manifest))) {
      throw new IOException("Another run has already committed raw batch " + manifest.batch());
    }
    for (LakeFile file : manifest.files()) {
      if (!folder.exists(file.path())) {
        folder.delete(MANIFEST);
        throw new IOException(
            "Another attempt at unit "
                + manifest.unit()
                + " of "
                + manifest.source()
                + " has removed "
                + folder.uri(file.path()));
      }
    }
  }

  /** Removes what an attempt at a raw batch has left; a complete batch is refused. */
  public void dropIncompleteBatch(String source, String batch) throws IOException {
    if (hasBatch(source, batch)) {
      throw new IllegalStateException("Raw batch " + batch + " of " + source + " is complete");
    }
    storage.delete(batchFolder(source, batch).uri());
  }

  private String rawFolder(String source) {
    return root + "/raw/" + safe(source, NAME);
  }

  /** Files that raw records speak of, by content. */
  public AssetStore assets() {
    return new AssetStore(storage, root + "/assets");
  }

  // ---- tables ----------------------------------------------------------------------------------

  /** The newest committed snapshot, or the empty one. */
  public Snapshot snapshot() throws IOException {
    List<Long> numbers = snapshotNumbers();
    return numbers.isEmpty() ? Snapshot.empty() : snapshot(numbers.get(numbers.size() - 1));
  }

  /** A snapshot by number; fails when there is none. */
  public Snapshot snapshot(long number) throws IOException {
    String uri = root + "/snapshots/" + number + ".json";
    return Json.read(
        readIfThere(uri).orElseThrow(() -> new FileNotFoundException("No snapshot " + uri)),
        Snapshot.class,
        uri);
  }

  /** Numbers of all snapshots that are kept, ascending. */
  public List<Long> snapshotNumbers() throws IOException {
    return storage.list(root + "/snapshots").stream()
        .map(Storage.Entry::name)
        .filter(name -> name.matches("[1-9][0-9]{0,17}\\.json"))
        .map(name -> Long.parseLong(name.substring(0, name.length() - 5)))
        .sorted()
        .toList();
  }

  /**
   * Commits a snapshot by exclusive create.
   *
   * @return false when a snapshot of that number or a higher one exists already: read again, decide
   *     again
   */
  public boolean commit(Snapshot snapshot) throws IOException {
    // A number may be free again because retention removed it: what is lower than the newest is
    // old.
    if (snapshotNumbers().stream().anyMatch(taken -> taken >= snapshot.number())) {
      return false;
    }
    return storage.createExclusively(
        root + "/snapshots/" + snapshot.number() + ".json", Json.bytes(snapshot));
  }

  /** Folder of a table version. */
  public Folder tableFolder(String table, String version) {
    return new Folder(storage, tableRoot(table) + "/v=" + safe(version, VERSION));
  }

  /** Manifest of a table version; fails when the version is not complete. */
  public TableManifest tableManifest(String table, String version) throws IOException {
    String uri = tableFolder(table, version).uri() + "/" + MANIFEST;
    return Json.read(
        readIfThere(uri)
            .orElseThrow(
                () ->
                    new FileNotFoundException(
                        "Incomplete table version "
                            + uri
                            + ": see docs/operations.md, section Recovery")),
        TableManifest.class,
        uri);
  }

  /**
   * Whether a table version is all there: its manifest, and every file of it with the size that the
   * manifest states.
   */
  public boolean isWhole(String table, String version) throws IOException {
    Map<String, Long> sizes = tableFolder(table, version).sizes();
    return sizes.containsKey(MANIFEST)
        && tableManifest(table, version).files().stream()
            .allMatch(file -> Long.valueOf(file.bytes()).equals(sizes.get(file.path())));
  }

  /** Versions of a table that are on disk, complete or not, sorted. */
  public List<String> tableVersions(String table) throws IOException {
    return storage.list(tableRoot(table)).stream()
        .filter(entry -> entry.folder() && entry.name().startsWith("v="))
        .map(entry -> entry.name().substring(2))
        .toList();
  }

  /** Scratch folder for a table version that is being written; hidden from globs. */
  public Folder tableStaging(String table, String version) {
    return new Folder(storage, tableRoot(table) + "/_staging/" + safe(version, VERSION));
  }

  /** Moves finished files out of the staging folder and writes the manifest last. */
  public void completeTable(TableManifest manifest) throws IOException {
    Folder staging = tableStaging(manifest.table(), manifest.version());
    Folder folder = tableFolder(manifest.table(), manifest.version());
    for (LakeFile file : manifest.files()) {
      storage.move(staging.uri(file.path()), folder.uri(file.path()));
    }
    storage.delete(staging.uri());
    if (!storage.createExclusively(folder.uri() + "/" + MANIFEST, Json.bytes(manifest))) {
      throw new IOException(
          "Version " + manifest.version() + " of table " + manifest.table() + " exists already");
    }
  }

  /** Drops what a failed or needless write left behind. */
  public void dropStaging(String table, String version) throws IOException {
    storage.delete(tableStaging(table, version).uri());
  }

  /** Id for a table version made now: sorts by time, then tells contents apart. */
  public static String versionId(Instant now, String runId) {
    return STAMP.format(now) + "-" + Integer.toHexString(runId.hashCode());
  }

  private String tableRoot(String table) {
    return root + "/tables/" + safe(table, NAME);
  }

  // ---- releases --------------------------------------------------------------------------------

  /** Versions of the complete releases in this lake, sorted as text. */
  public List<String> releases() throws IOException {
    List<String> versions = new ArrayList<>();
    for (Storage.Entry entry : storage.list(root + "/releases")) {
      boolean named = entry.folder() && VERSION.matcher(entry.name()).matches();
      if (named && hasRelease(entry.name())) {
        versions.add(entry.name());
      }
    }
    return versions;
  }

  /** Whether there is a release of that version: it counts with its manifest. */
  public boolean hasRelease(String version) throws IOException {
    return releaseFolder(version).exists(RELEASE_MANIFEST);
  }

  /**
   * Whether a publication was killed half-way, which only an object store can show: some files lie
   * in their place, the rest in the staging folder, without which the former cannot be told from
   * what somebody else put there.
   */
  public boolean isHalfRelease(String version) throws IOException {
    return VERSION.matcher(version).matches()
        && !hasRelease(version)
        && !releaseFolder(version).files().isEmpty();
  }

  /** Version that {@code releases/latest.json} names. */
  public Optional<String> latestRelease() throws IOException {
    return readIfThere(root + "/releases/latest.json")
        .map(
            bytes ->
                Json.read(bytes, LatestRelease.class, root + "/releases/latest.json").version());
  }

  /** Folder of a release. */
  public Folder releaseFolder(String version) {
    return new Folder(storage, root + "/releases/" + safe(version, VERSION));
  }

  /** Scratch folder for a release that is being built; hidden from globs. */
  public Folder releaseStaging(String version) {
    return new Folder(storage, root + "/releases/_staging/" + safe(version, VERSION));
  }

  /**
   * Makes a finished release visible under its version and points {@code latest.json} to it.
   *
   * @throws FileAlreadyExistsException when there is anything under that version
   */
  public void publishRelease(String version) throws IOException {
    Folder staged = releaseStaging(version);
    Folder target = releaseFolder(version);
    if (storage.exists(target.uri())) {
      throw new FileAlreadyExistsException(
          target.uri(),
          null,
          hasRelease(version)
              ? "is published already"
              : "is there without its MANIFEST.json, so it is no release: move it away");
    }
    if (!staged.exists(RELEASE_MANIFEST)) {
      throw new FileNotFoundException("A release needs " + staged.uri(RELEASE_MANIFEST));
    }
    if (storage.movesFolders(root)) {
      storage.move(staged.uri(), target.uri());
    } else {
      moveFiles(staged, target);
    }
    dropEmptyReleaseStagings();
    pointToRelease(version);
  }

  /** The manifest goes last and is created only once, so that half a release never counts. */
  private void moveFiles(Folder staged, Folder target) throws IOException {
    List<String> files = new ArrayList<>(staged.files());
    files.remove(RELEASE_MANIFEST);
    for (String file : files) {
      storage.move(staged.uri(file), target.uri(file));
    }
    if (!target.files().equals(files)) {
      throw new IOException("Another run has touched " + target.uri() + "; release again");
    }
    byte[] manifest = staged.read(RELEASE_MANIFEST);
    if (!storage.createExclusively(target.uri(RELEASE_MANIFEST), manifest)) {
      throw new FileAlreadyExistsException(target.uri());
    }
    storage.delete(staged.uri());
  }

  /** Points {@code latest.json} to a release that is there already. */
  public void pointToRelease(String version) throws IOException {
    if (!hasRelease(version)) {
      throw new FileNotFoundException("No release " + version);
    }
    storage.replace(
        root + "/releases/latest.json", Json.bytes(new LatestRelease(version, version)));
  }

  /**
   * Removes releases that were killed half-way to their place, which only an object store can show:
   * they have no manifest yet, and what is missing still lies in their staging folder. Only for the
   * holder of the lease {@code release}.
   */
  public void dropHalfReleases() throws IOException {
    if (storage.movesFolders(root)) {
      return;
    }
    for (Storage.Entry staged : storage.list(root + "/releases/_staging")) {
      if (!hasRelease(staged.name())) {
        storage.delete(releaseFolder(staged.name()).uri());
      }
    }
  }

  /** Drops what a failed or needless build of a release left behind. */
  public void dropReleaseStaging(String version) throws IOException {
    storage.delete(releaseStaging(version).uri());
    dropEmptyReleaseStagings();
  }

  /** Another run may be building another release there. */
  private void dropEmptyReleaseStagings() throws IOException {
    String stagings = root + "/releases/_staging";
    if (storage.list(stagings).isEmpty()) {
      storage.delete(stagings);
    }
  }

  /** What {@code releases/latest.json} says; the path is relative to {@code releases/}. */
  record LatestRelease(String version, String path) {}

  // ---- runs and leases -------------------------------------------------------------------------

  /** Keeps what a run reports about itself. */
  public void writeRun(String runId, byte[] json) throws IOException {
    storage.replace(root + "/runs/" + safe(runId, VERSION) + ".json", json);
  }

  /** Ids of all runs, oldest first. */
  public List<String> runs() throws IOException {
    return storage.list(root + "/runs").stream()
        .map(Storage.Entry::name)
        .filter(name -> name.endsWith(".json"))
        .map(name -> name.substring(0, name.length() - 5))
        .toList();
  }

  /** The report of a run. */
  public byte[] readRun(String runId) throws IOException {
    String uri = root + "/runs/" + safe(runId, VERSION) + ".json";
    return readIfThere(uri).orElseThrow(() -> new FileNotFoundException("No run " + uri));
  }

  /** Lease of that name: who holds it, if anyone does. */
  public Lease lease(String name) {
    return lease(name, Lease.LIFE);
  }

  /** The same, whose holder is doubted for as long as given before it counts as dead. */
  Lease lease(String name, Duration watch) {
    return new Lease(storage, root + "/leases/" + safe(name, NAME) + ".json", name, watch);
  }

  /** Names of all leases that were ever taken and not removed, sorted. */
  public List<String> leases() throws IOException {
    return storage.list(root + "/leases").stream()
        .map(Storage.Entry::name)
        .filter(name -> name.endsWith(".json"))
        .map(name -> name.substring(0, name.length() - 5))
        .toList();
  }

  /** A folder of derived files that belong to no table, such as the report of a release. */
  public Folder folder(String name) {
    return new Folder(storage, root + "/" + safe(name, NAME));
  }

  /** What lies in the lake, with sizes and ages: for retention, which alone removes any of it. */
  public Inventory inventory() {
    return new Inventory(this, storage, root);
  }

  // ---- small print -----------------------------------------------------------------------------

  private Optional<byte[]> readIfThere(String uri) throws IOException {
    return readIfThere(storage, uri);
  }

  static Optional<byte[]> readIfThere(Storage storage, String uri) throws IOException {
    try (InputStream in = storage.open(uri)) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  private static String safe(String name, Pattern pattern) {
    if (name == null || !pattern.matcher(name).matches() || name.contains("..")) {
      throw new IllegalArgumentException("Not a name for a folder of the lake: " + name);
    }
    return name;
  }

  /** JSON as the lake writes it: sorted keys, ISO instants, strict on reading its own shapes. */
  static final class Json {
    private static final com.fasterxml.jackson.databind.ObjectMapper MAPPER = LakeJson.mapper();

    private Json() {}

    static byte[] bytes(Object value) {
      try {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }

    static <T> T value(JsonNode json, Class<T> type) {
      try {
        return MAPPER.treeToValue(json, type);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException("Not a " + type.getSimpleName() + ": " + json, e);
      }
    }

    static <T> T read(byte[] bytes, Class<T> type, String where) {
      try {
        T value = MAPPER.readValue(bytes, type);
        if (value == null) {
          throw new IOException("It holds null");
        }
        return value;
      } catch (IOException e) {
        throw new UncheckedIOException(
            "Damaged state file " + where + ": see docs/operations.md, section Recovery", e);
      }
    }
  }
}
