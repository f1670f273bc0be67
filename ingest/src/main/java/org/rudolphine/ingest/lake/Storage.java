package org.rudolphine.ingest.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The few operations that the lake asks of a file system, with absolute URIs as paths. Local disks
 * are served without Hadoop, so that looking at a lake costs no Hadoop start and leaves no {@code
 * .crc} files; everything else goes through the Hadoop client.
 */
interface Storage extends Serializable {

  /** A file or folder as a listing shows it. */
  record Entry(String uri, String name, boolean folder, long bytes, Instant modifiedAt) {}

  /** The storage that serves a URI, with Hadoop settings for all but local disks. */
  static Storage of(String uri, Map<String, String> hadoopSettings) {
    return uri.startsWith("file:")
        ? new LocalStorage(hadoopSettings)
        : new HadoopStorage(StoreDefaults.complete(uri, hadoopSettings, System.getenv()));
  }

  /** The Hadoop settings it works with, for others that work on the same store. */
  Map<String, String> settings();

  /**
   * URI of what lies at a relative path below a folder. URIs of local disks are escaped, those of
   * Hadoop stores are taken as they are written, which is how each side reads them again.
   */
  String below(String folder, String path);

  /** Names of files that are being written start so; Spark does not read them either. */
  String SCRATCH = ".tmp-";

  /** Direct children without scratch files, sorted by name; empty when there is no such folder. */
  default List<Entry> list(String folder) throws IOException {
    return listAll(folder).stream().filter(entry -> !entry.name().startsWith(SCRATCH)).toList();
  }

  /** Direct children, scratch files too, sorted by name; empty when there is no such folder. */
  List<Entry> listAll(String folder) throws IOException;

  /**
   * All files below a folder at any depth, as sorted relative paths; empty when there is no such
   * folder.
   */
  default List<String> files(String folder) throws IOException {
    List<String> paths = new ArrayList<>();
    for (Entry entry : list(folder)) {
      if (entry.folder()) {
        files(entry.uri()).forEach(path -> paths.add(entry.name() + "/" + path));
      } else {
        paths.add(entry.name());
      }
    }
    paths.sort(null);
    return paths;
  }

  boolean exists(String uri) throws IOException;

  InputStream open(String uri) throws IOException;

  /** Writes a new file in one piece; parents are made. Replaces a file of that name. */
  OutputStream create(String uri) throws IOException;

  /** Returns when a closed file would survive that the machine loses power, as far as it can. */
  default void settle(String uri) throws IOException {}

  /**
   * Writes a file only if there is none of that name, visible whole or not at all.
   *
   * @return false when another writer was first
   */
  boolean createExclusively(String uri, byte[] content) throws IOException;

  /** Writes a small file whole, replacing what was there in one step as far as the store can. */
  void replace(String uri, byte[] content) throws IOException;

  /**
   * Moves a file, or a folder where {@link #movesFolders()}, to a place where nothing is.
   *
   * @throws java.nio.file.FileAlreadyExistsException when something is there
   */
  void move(String from, String to) throws IOException;

  /** Whether a folder is moved in one step; an object store copies file by file. */
  boolean movesFolders(String uri);

  /** Removes a file or a folder with all below it; does nothing when it is not there. */
  void delete(String uri) throws IOException;

  /** Makes a folder and its parents, where the store knows folders. */
  void makeFolder(String uri) throws IOException;

  /** Fails quickly, with one sentence that says what to do, when the store cannot be asked. */
  void checkAnswers(String uri) throws IOException;

  /**
   * Fails with one sentence that says what to do when a folder cannot be written, or when the store
   * lacks what commits rest on: that a file is created only once, seen at once, and gone when it is
   * deleted.
   */
  void checkWritable(String folder) throws IOException;
}
