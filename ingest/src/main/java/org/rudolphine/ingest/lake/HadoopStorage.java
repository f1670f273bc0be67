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
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;

/** Any store that the Hadoop client speaks: HDFS, S3 through s3a, and so on. */
final class HadoopStorage implements Storage {
  private static final long serialVersionUID = 1L;
  private static final String SCRATCH = ".tmp-";

  private final TreeMap<String, String> settings;
  private transient Configuration configuration;

  HadoopStorage(Map<String, String> settings) {
    this.settings = new TreeMap<>(settings);
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try {
      for (FileStatus status : fileSystem(folder).listStatus(new Path(folder))) {
        String name = status.getPath().getName();
        if (!name.startsWith(SCRATCH)) {
          entries.add(
              new Entry(
                  folder + "/" + name,
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
    if (isObjectStore(uri)) {
      return putIfAbsent(fileSystem, file, content);
    }
    Path scratch = writeScratch(fileSystem, file, content);
    try {
      // Rename without overwrite is atomic in a real file system: the second writer is refused.
      FileContext.getFileContext(fileSystem.getUri(), configuration())
          .rename(scratch, file, Options.Rename.NONE);
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      fileSystem.delete(scratch, false);
      return false;
    }
  }

  /** An object store has no atomic rename; s3a turns this flag into a conditional put. */
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

  private static boolean isObjectStore(String uri) {
    String scheme = URI.create(uri).getScheme();
    return "s3a".equals(scheme) || "s3".equals(scheme);
  }

  @Override
  public void replace(String uri, byte[] content) throws IOException {
    FileSystem fileSystem = fileSystem(uri);
    Path file = new Path(uri);
    if (isObjectStore(uri)) {
      try (OutputStream out = fileSystem.create(file, true)) {
        out.write(content);
      }
      return;
    }
    Path scratch = writeScratch(fileSystem, file, content);
    FileContext.getFileContext(fileSystem.getUri(), configuration())
        .rename(scratch, file, Options.Rename.OVERWRITE);
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
    return FileSystem.get(URI.create(uri), configuration());
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
