package org.rudolphine.ingest.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.FileAlreadyExistsException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The lake's files, each under the SHA-256 of its content: {@code assets/<aa>/<sha256>}, where
 * {@code aa} are the first two digits. A file is written under a scratch name, and gets its own
 * only when it is whole, so that no kill leaves half a file under it. Nothing in it ever changes,
 * and nothing removes it.
 */
public final class AssetStore implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Others may store the same content, or mend the same damage, at the same moment. */
  private static final int ATTEMPTS = 5;

  private final Storage storage;
  private final String folder;

  AssetStore(Storage storage, String folder) {
    this.storage = storage;
    this.folder = folder;
  }

  /** Begins a file whose content is not known yet. */
  public AssetWriter create() throws IOException {
    return AssetWriter.open(this, storage.below(folder, Storage.SCRATCH + UUID.randomUUID()));
  }

  /**
   * Stores a file.
   *
   * @param most largest size to take, in bytes
   * @throws UnusableAsset when it is larger; nothing is stored then
   */
  public Asset store(InputStream content, long most) throws IOException {
    try (AssetWriter writer = create()) {
      byte[] buffer = new byte[BUFFER];
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        if (writer.bytes() + n > most) {
          throw new UnusableAsset("The file is larger than " + most + " bytes");
        }
        writer.write(buffer, 0, n);
      }
      return writer.complete();
    }
  }

  /** The asset of that checksum as the store lists it, without reading it. */
  public Optional<Asset> find(String sha256) throws IOException {
    String uri = uri(sha256);
    return storage.list(uri.substring(0, uri.lastIndexOf('/'))).stream()
        .filter(entry -> entry.name().equals(sha256) && !entry.folder())
        .map(entry -> new Asset(sha256, entry.bytes()))
        .findFirst();
  }

  /** Whether there is a file of that checksum. */
  public boolean exists(String sha256) throws IOException {
    return storage.exists(uri(sha256));
  }

  /** Whether the file is there and holds what its name says; reads it from end to end. */
  public boolean isWhole(Asset asset) throws IOException {
    return holds(uri(asset.sha256()), asset);
  }

  /**
   * Opens a file; what is read is not compared with its checksum, see {@link #read}.
   *
   * @throws UnusableAsset when it is not there
   */
  public InputStream open(String sha256) throws IOException {
    try {
      return storage.open(uri(sha256));
    } catch (FileNotFoundException e) {
      throw missing(sha256);
    }
  }

  /**
   * A whole file, compared with its checksum.
   *
   * @param most largest size to take, in bytes; no array is longer than about 2 GiB
   * @throws UnusableAsset when it is not there, is larger, or does not hold what its name says
   */
  public byte[] read(String sha256, long most) throws IOException {
    int limit = (int) Math.min(most, LONGEST_ARRAY - 1);
    byte[] content;
    try (InputStream in = open(sha256)) {
      content = in.readNBytes(limit + 1);
    }
    if (content.length > limit) {
      throw new UnusableAsset("Asset " + sha256 + " is larger than " + limit + " bytes");
    }
    MessageDigest digest = Folder.sha256();
    digest.update(content);
    if (!hex(digest).equals(sha256)) {
      throw new UnusableAsset(
          "Asset "
              + sha256
              + " is damaged: the "
              + content.length
              + " bytes of its file are others; store it again, see docs/operations.md, section"
              + " Recovery");
    }
    return content;
  }

  /** All assets, sorted by checksum, as the store lists them. */
  public List<Asset> list() throws IOException {
    List<Asset> assets = new ArrayList<>();
    for (Storage.Entry group : storage.list(folder)) {
      if (group.folder()) {
        for (Storage.Entry file : storage.list(group.uri())) {
          boolean ours = Asset.isSha256(file.name()) && file.name().startsWith(group.name());
          if (ours && !file.folder()) {
            assets.add(new Asset(file.name(), file.bytes()));
          }
        }
      }
    }
    return assets;
  }

  Storage storage() {
    return storage;
  }

  /** Gives a finished file its name; one that is there already and whole stays. */
  void adopt(String scratch, Asset asset) throws IOException {
    String uri = uri(asset.sha256());
    for (int attempt = 1; ; attempt++) {
      try {
        storage.move(scratch, uri);
        return;
      } catch (FileAlreadyExistsException e) {
        if (holds(uri, asset)) {
          storage.delete(scratch);
          return;
        }
        if (attempt == ATTEMPTS) {
          throw e;
        }
        storage.delete(uri); // a disk that lost power, or a hand, has spoilt it
      }
    }
  }

  private boolean holds(String uri, Asset asset) throws IOException {
    MessageDigest digest = Folder.sha256();
    long bytes = 0;
    try (InputStream in = storage.open(uri)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        bytes += n;
      }
    } catch (FileNotFoundException e) {
      return false; // another writer is mending it
    }
    return bytes == asset.bytes() && hex(digest).equals(asset.sha256());
  }

  /** Only what is a checksum becomes a path. */
  private String uri(String sha256) throws UnusableAsset {
    if (!Asset.isSha256(sha256)) {
      throw new UnusableAsset(
          "Not the name of an asset, which is a lower-case hex SHA-256: " + sha256);
    }
    return storage.below(folder, sha256.substring(0, 2) + "/" + sha256);
  }

  private static UnusableAsset missing(String sha256) {
    return new UnusableAsset(
        "Asset "
            + sha256
            + " is not in the lake; store it again, see docs/operations.md, section Recovery");
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
