package org.rudolphine.ingest.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.io.InputFile;
import org.rudolphine.ingest.parquet.StoredInputFile;

/**
 * A folder of a release, a table version or an import, addressed by paths relative to it. Paths
 * with {@code ..}, absolute paths and URIs are refused, so that a name out of a manifest can never
 * leave the folder.
 */
public final class Folder {
  private final Storage storage;
  private final String uri;

  Folder(Storage storage, String uri) {
    this.storage = storage;
    this.uri = uri;
  }

  /** A folder anywhere: a local path or a URI. */
  public static Folder open(String pathOrUri) throws IOException {
    return open(pathOrUri, Map.of());
  }

  /** A folder anywhere, with Hadoop settings for stores that need them. */
  public static Folder open(String pathOrUri, Map<String, String> hadoopSettings)
      throws IOException {
    Folder folder = at(pathOrUri, hadoopSettings);
    try {
      folder.storage.checkAnswers(folder.uri);
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "The folder " + pathOrUri + " cannot be read: " + StoreTrouble.of(e, folder.uri), e);
    }
    if (!folder.storage.exists(folder.uri)) {
      throw new FileNotFoundException("No folder " + pathOrUri);
    }
    return folder;
  }

  /** A folder anywhere that need not exist yet: it comes with the first file written to it. */
  public static Folder at(String pathOrUri, Map<String, String> hadoopSettings) {
    String uri = Lake.absolute(pathOrUri);
    return new Folder(Storage.of(uri, hadoopSettings), uri);
  }

  /** Absolute URI, without a trailing slash. */
  public String uri() {
    return uri;
  }

  /** URI of a file below this folder. */
  public String uri(String path) {
    return storage.below(uri, checked(path));
  }

  /** A folder below this one, in the same store; it need not exist. */
  public Folder folder(String path) {
    return new Folder(storage, uri(path));
  }

  /** All files below this folder, as sorted relative paths. */
  public List<String> files() throws IOException {
    return storage.files(uri);
  }

  /** Sizes in bytes of all files below this folder, by relative path; none without the folder. */
  public Map<String, Long> sizes() throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    addSizes("", sizes);
    return sizes;
  }

  private void addSizes(String prefix, Map<String, Long> sizes) throws IOException {
    for (Storage.Entry entry : storage.list(prefix.isEmpty() ? uri : uri(prefix))) {
      String path = prefix.isEmpty() ? entry.name() : prefix + "/" + entry.name();
      if (entry.folder()) {
        addSizes(path, sizes);
      } else {
        sizes.put(path, entry.bytes());
      }
    }
  }

  public boolean exists(String path) throws IOException {
    return storage.exists(uri(path));
  }

  public InputStream open(String path, long offset) throws IOException {
    InputStream in = storage.open(uri(path));
    in.skipNBytes(offset);
    return in;
  }

  /** A whole small file. */
  public byte[] read(String path) throws IOException {
    try (InputStream in = storage.open(uri(path))) {
      return in.readAllBytes();
    }
  }

  /** Size and checksum of a file, read once from end to end. */
  public LakeFile describe(String path, Long rows) throws IOException {
    MessageDigest digest = sha256();
    long bytes = 0;
    try (InputStream in = new DigestInputStream(storage.open(uri(path)), digest)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes += n;
      }
    }
    return new LakeFile(path, bytes, HexFormat.of().formatHex(digest.digest()), rows);
  }

  /** Writes a file below this folder. */
  public OutputStream create(String path) throws IOException {
    return storage.create(uri(path));
  }

  /** Writes a small file below this folder in one step. */
  public void write(String path, byte[] content) throws IOException {
    storage.replace(uri(path), content);
  }

  /**
   * Writes a small file below this folder in one step, if there is none of that name.
   *
   * @return false when there is one
   */
  public boolean writeNew(String path, byte[] content) throws IOException {
    return storage.createExclusively(uri(path), content);
  }

  /** Removes a file or folder below this one. */
  public void delete(String path) throws IOException {
    storage.delete(uri(path));
  }

  /** Moves a file within this folder to a name that is free. */
  public void move(String from, String to) throws IOException {
    storage.move(uri(from), uri(to));
  }

  /** A Parquet file below this folder, for parquet-java. */
  public InputFile parquet(String path) throws IOException {
    String file = uri(path);
    return StoredInputFile.of(file, storage instanceof HadoopStorage hadoop ? hadoop.conf() : null);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static String checked(String path) {
    boolean leaves =
        path.isEmpty()
            || path.startsWith("/")
            || path.contains("\\")
            || path.contains(":/")
            || List.of(path.split("/")).contains("..");
    if (leaves) {
      throw new IllegalArgumentException("Not a path below a folder: " + path);
    }
    return path;
  }
}
