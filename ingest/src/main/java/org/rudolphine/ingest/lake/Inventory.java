package org.rudolphine.ingest.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What lies in a lake, whether it counts or not, with sizes and ages; and the one way by which
 * retention removes something.
 */
public final class Inventory {
  private final Lake lake;
  private final Storage storage;
  private final String root;

  Inventory(Lake lake, Storage storage, String root) {
    this.lake = lake;
    this.storage = storage;
    this.root = root;
  }

  /**
   * Now, by the clock of this machine or the store's, whichever is earlier: a clock that runs ahead
   * must not make everything look old.
   */
  public Instant now(Instant here) throws IOException {
    String name = Storage.SCRATCH + "clock-" + UUID.randomUUID();
    try {
      storage.replace(uri(name), new byte[0]);
      return storage.listAll(root).stream()
          .filter(entry -> entry.name().equals(name))
          .map(Storage.Entry::modifiedAt)
          .filter(there -> there.isBefore(here))
          .findFirst()
          .orElse(here);
    } catch (FileSystemException e) {
      return here; // a disk without room for a name tells no time
    } finally {
      storage.delete(uri(name));
    }
  }

  private String uri(String path) {
    return path.isEmpty() ? root : storage.below(root, path);
  }

  /** All snapshots, ascending by number. */
  public List<StoredSnapshot> snapshots() throws IOException {
    Map<String, Storage.Entry> files = new TreeMap<>();
    storage.list(uri("snapshots")).forEach(entry -> files.put(entry.name(), entry));
    List<StoredSnapshot> snapshots = new ArrayList<>();
    for (long number : lake.snapshotNumbers()) {
      Storage.Entry file = files.get(number + ".json");
      try {
        if (file != null) {
          snapshots.add(new StoredSnapshot(lake.snapshot(number), stored("", file, "snapshots")));
        }
      } catch (FileNotFoundException e) {
        // removed between the listing and the look
      }
    }
    return snapshots;
  }

  /** All table versions, complete or not, by table and version. */
  public List<Stored> tableVersions() throws IOException {
    return inEach("tables", "", entry -> entry.name().startsWith("v="));
  }

  /** Folders in which table versions are being written, or were when a run died. */
  public List<Stored> tableStagings() throws IOException {
    return inEach("tables", "/_staging", entry -> true);
  }

  /** Raw batches that have a folder of their own, complete or not, by source and id. */
  public List<Stored> batchFolders() throws IOException {
    return inEach("raw", "", entry -> entry.name().startsWith(RawBatches.BATCH));
  }

  /** Packs of raw batches, complete or not, by source and id. */
  public List<Stored> packFolders() throws IOException {
    return inEach("raw", "", entry -> entry.name().startsWith(RawBatches.PACK));
  }

  /** Folders of units that are being fetched, or were when a run died. */
  public List<Stored> units() throws IOException {
    return inEach("raw", "/_units", entry -> true);
  }

  /** Folders in which releases are being built, or were when a run died. */
  public List<Stored> releaseStagings() throws IOException {
    return children("", "releases/_staging", entry -> true);
  }

  /** Files that were being written when a run died; object stores have none but of assets. */
  public List<Stored> scratch() throws IOException {
    List<Stored> files = new ArrayList<>();
    for (String folder :
        List.of("", "snapshots", "runs", "leases", "releases", "reports", "assets")) {
      files.addAll(scratch("", folder));
    }
    for (String area : List.of("raw", "tables")) {
      for (Storage.Entry owner : folders(area)) {
        String folder = area + "/" + owner.name();
        for (Storage.Entry entry : storage.list(owner.uri())) {
          if (entry.folder() && !entry.name().startsWith("_")) {
            files.addAll(scratch(owner.name(), folder + "/" + entry.name()));
          }
        }
        for (Storage.Entry unit : storage.list(uri(folder + "/_units"))) {
          files.addAll(scratch(owner.name(), folder + "/_units/" + unit.name()));
        }
      }
    }
    return files;
  }

  private List<Stored> scratch(String of, String folder) throws IOException {
    List<Stored> files = new ArrayList<>();
    for (Storage.Entry entry : storage.listAll(uri(folder))) {
      if (!entry.folder() && entry.name().startsWith(Storage.SCRATCH)) {
        files.add(stored(of, entry, folder));
      }
    }
    return files;
  }

  private List<Storage.Entry> folders(String area) throws IOException {
    return storage.list(uri(area)).stream()
        .filter(entry -> entry.folder() && Lake.isName(entry.name()))
        .toList();
  }

  private List<Stored> inEach(String area, String below, Predicate<Storage.Entry> wanted)
      throws IOException {
    List<Stored> found = new ArrayList<>();
    for (Storage.Entry owner : folders(area)) {
      found.addAll(children(owner.name(), area + "/" + owner.name() + below, wanted));
    }
    return found;
  }

  private List<Stored> children(String of, String folder, Predicate<Storage.Entry> wanted)
      throws IOException {
    List<Stored> found = new ArrayList<>();
    for (Storage.Entry entry : storage.list(uri(folder))) {
      if (entry.folder() && wanted.test(entry)) {
        found.add(stored(of, entry, folder));
      }
    }
    return found;
  }

  private Stored stored(String of, Storage.Entry entry, String folder) throws IOException {
    Size size = new Size();
    size.add(entry);
    // Object stores know no age of a folder; s3a says "now".
    Instant newest = size.newest == null ? entry.modifiedAt() : size.newest;
    String path = folder.isEmpty() ? entry.name() : folder + "/" + entry.name();
    String name = entry.name().replaceFirst("^(v|batch|pack)=", "");
    return new Stored(of, name, path, size.complete, size.files, size.bytes, newest);
  }

  /** Bytes that are at a path now: what a removal that failed has left. */
  public long bytes(Stored stored) throws IOException {
    int slash = stored.path().lastIndexOf('/');
    String parent = slash < 0 ? "" : stored.path().substring(0, slash);
    String name = stored.path().substring(slash + 1);
    Size size = new Size();
    for (Storage.Entry entry : storage.listAll(uri(parent))) {
      if (entry.name().equals(name)) {
        size.add(entry);
      }
    }
    return size.bytes;
  }

  /** Sums up what lies in a folder. */
  private final class Size {
    private Instant newest;
    private boolean complete;
    private long files;
    private long bytes;

    void add(Storage.Entry entry) throws IOException {
      if (!entry.folder()) {
        Instant changed = entry.modifiedAt();
        newest = newest == null || changed.isAfter(newest) ? changed : newest;
        files++;
        bytes += entry.bytes();
        return;
      }
      for (Storage.Entry child : storage.listAll(entry.uri())) {
        complete |= child.name().equals(Lake.MANIFEST);
        add(child);
      }
    }
  }

  /**
   * Removes a file or folder. What makes it count goes first, so that what is left of a removal
   * that was killed counts no more and is found as a leftover.
   *
   * @return false when it was not there any more
   * @throws IOException also when it did not count before and does now
   */
  public boolean remove(Stored stored) throws IOException {
    String uri = uri(stored.path());
    if (!storage.exists(uri)) {
      return false;
    }
    if (stored.complete()) {
      storage.delete(storage.below(uri, Lake.MANIFEST));
    } else if (hasManifest(uri)) {
      throw new IOException("It has just become complete");
    }
    storage.delete(uri);
    return true;
  }

  /** By a listing: HDFS refuses to look for something below a file, and a file lists as nothing. */
  private boolean hasManifest(String uri) throws IOException {
    return storage.listAll(uri).stream().anyMatch(entry -> entry.name().equals(Lake.MANIFEST));
  }
}
