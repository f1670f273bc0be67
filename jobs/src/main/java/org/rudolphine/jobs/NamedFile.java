package org.rudolphine.jobs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.rudolphine.ingest.lake.Folder;

/**
 * A file that the user names: a path, or a URI of any store, for a driver on a cluster has no disk
 * that the user could look at.
 */
final class NamedFile {
  private final String name;
  private final Map<String, String> hadoopSettings;

  private NamedFile(String name, Map<String, String> hadoopSettings) {
    this.name = name;
    this.hadoopSettings = hadoopSettings;
  }

  static NamedFile of(String pathOrUri, Map<String, String> hadoopSettings) {
    return new NamedFile(pathOrUri, hadoopSettings);
  }

  /**
   * All of it.
   *
   * @throws FileNotFoundException when it is not there
   */
  byte[] read() throws IOException {
    try {
      return isLocal() ? Files.readAllBytes(path()) : parent().read(lastPart());
    } catch (NoSuchFileException e) {
      throw new FileNotFoundException("There is no file " + name);
    }
  }

  /** Writes it anew; the folders it lies in are made. */
  OutputStream create() throws IOException {
    if (!isLocal()) {
      return parent().create(lastPart());
    }
    Files.createDirectories(path().toAbsolutePath().getParent());
    return Files.newOutputStream(path());
  }

  /** For people: an absolute path, or the URI. */
  String shown() {
    return isLocal() ? path().toAbsolutePath().toString() : name;
  }

  /** Absolute URI. */
  String uri() {
    return isLocal() ? path().toAbsolutePath().toUri().toString() : name;
  }

  private boolean isLocal() {
    return name.startsWith("file:") || !name.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
  }

  private Path path() {
    return name.startsWith("file:") ? Path.of(URI.create(name).getPath()) : Path.of(name);
  }

  private Folder parent() {
    return Folder.at(name.substring(0, name.length() - lastPart().length() - 1), hadoopSettings);
  }

  private String lastPart() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
