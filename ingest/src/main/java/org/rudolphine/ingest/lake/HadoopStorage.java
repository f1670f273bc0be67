package org.rudolphine.ingest.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Any store that the Hadoop client speaks: HDFS, S3 through s3a, and so on. */
final class HadoopStorage implements Storage {
  private static final long serialVersionUID = 1L;
  private static final String SCRATCH = ".tmp-";
  private static final Set<String> OBJECT_STORES =
      Set.of("s3a", "s3", "s3n", "gs", "oss", "obs", "cosn", "wasb", "wasbs");

  private final TreeMap<String, String> settings;
  private transient Configuration configuration;

  HadoopStorage(Map<String, String> settings) {
    this.settings = new TreeMap<>(settings);
  }

  @Override
  public String below(String folder, String path) {
    return folder + "/" + path;
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try {
      FileSystem fileSystem = fileSystem(folder);
      if (fileSystem.getFileStatus(new Path(folder)).isFile()) {
        return List.of();
      }
      for (FileStatus status : fileSystem.listStatus(new Path(folder))) {
        String name = status.getPath().getName();
        if (!name.startsWith(SCRATCH)) {
          entries.add(
              new Entry(
                  below(folder, name),
                  name,
                  status.isDirectory(),
                  status.getLen(),
                  Instant.ofEpochMilli(status.getModificationTime())));
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  @Override
  public boolean exists(String uri) throws IOException {
    return fileSystem(uri).exists(new Path(uri));
  }

  @Override
  public InputStream open(String uri) throws IOException {
    return fileSystem(uri).open(new Path(uri));
  }

  @Override
  public OutputStream create(String uri) throws IOException {
    return fileSystem(uri).create(new Path(uri), true);
  }

  @Override
  public boolean createExclusively(String uri, byte[] content) throws IOException {
    FileSystem fileSystem = fileSystem(uri);
    Path file = new Path(uri);
    if (fileSystem.exists(file)) {
      return false;
    }
    Optional<FileContext> renamer = renamer(file);
    if (renamer.isEmpty()) {
      return putIfAbsent(fileSystem, file, content);
    }
    Path scratch = writeScratch(fileSystem, file, content);
    try {
      // Rename without overwrite is atomic in a real file system: the second writer is refused.
      renamer.get().rename(scratch, file, Options.Rename.NONE);
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    } finally {
      fileSystem.delete(scratch, false);
    }
  }

  /**
   * An object store has no atomic rename, but refuses to create what is there: s3a turns this flag
   * into a conditional put, the others do it unasked.
   */
  private static boolean putIfAbsent(FileSystem fileSystem, Path file, byte[] content)
      throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(file);
    builder.overwrite(false);
    builder.recursive();
    builder.opt("fs.option.create.conditional.overwrite", true);
    try (OutputStream out = builder.build()) {
      out.write(content);
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      if (fileSystem.exists(file) && String.valueOf(e.getMessage()).contains("412")) {
        return false;
      }
      throw e;
    }
    return true;
  }

  /**
   * What renames atomically at that place; empty for object stores, which copy, and for file
   * systems that Hadoop knows no {@code fs.AbstractFileSystem.<scheme>.impl} of.
   */
  private Optional<FileContext> renamer(Path file) throws IOException {
    URI uri = file.toUri();
    if (OBJECT_STORES.contains(uri.getScheme())) {
      return Optional.empty();
    }
    try {
      return Optional.of(FileContext.getFileContext(uri, configuration()));
    } catch (UnsupportedFileSystemException e) {
      return Optional.empty();
    }
  }

  @Override
  public void replace(String uri, byte[] content) throws IOException {
    FileSystem fileSystem = fileSystem(uri);
    Path file = new Path(uri);
    Optional<FileContext> renamer = renamer(file);
    if (renamer.isEmpty()) {
      try (OutputStream out = fileSystem.create(file, true)) {
        out.write(content);
      }
      return;
    }
    Path scratch = writeScratch(fileSystem, file, content);
    try {
      renamer.get().rename(scratch, file, Options.Rename.OVERWRITE);
    } finally {
      fileSystem.delete(scratch, false);
    }
  }

  private static Path writeScratch(FileSystem fileSystem, Path file, byte[] content)
      throws IOException {
    fileSystem.mkdirs(file.getParent());
    Path scratch = new Path(file.getParent(), SCRATCH + UUID.randomUUID());
    try (OutputStream out = fileSystem.create(scratch, false)) {
      out.write(content);
    }
    return scratch;
  }

  @Override
  public void move(String from, String to) throws IOException {
    FileSystem fileSystem = fileSystem(from);
    Path target = new Path(to);
    if (fileSystem.exists(target)) {
      throw new FileAlreadyExistsException(to);
    }
    fileSystem.mkdirs(target.getParent());
    if (!fileSystem.rename(new Path(from), target)) {
      throw new IOException("Could not move " + from + " to " + to);
    }
  }

  @Override
  public void delete(String uri) throws IOException {
    fileSystem(uri).delete(new Path(uri), true);
  }

  @Override
  public void makeFolder(String uri) throws IOException {
    fileSystem(uri).mkdirs(new Path(uri));
  }

  private FileSystem fileSystem(String uri) throws IOException {
    return new Path(uri).getFileSystem(configuration());
  }

  Configuration conf() {
    return configuration();
  }

  private synchronized Configuration configuration() {
    if (configuration == null) {
      configuration = new Configuration();
      settings.forEach(configuration::set);
    }
    return configuration;
  }
}
