package org.rudolphine.ingest.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Any store that the Hadoop client speaks: HDFS, S3 through s3a, and so on. */
final class HadoopStorage implements Storage {
  private static final long serialVersionUID = 1L;
  private static final Set<String> OBJECT_STORES =
      Set.of("s3a", "s3", "s3n", "gs", "oss", "obs", "cosn", "wasb", "wasbs");

  /** Puts a file only if there is none, decided by the store and not by a look beforehand. */
  private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

  /** Two writers at once make S3 ask one of them to come again. */
  private static final int CONFLICTS = 5;

  private final TreeMap<String, String> settings;
  private transient Configuration configuration;
  private transient FileContext renamer;

  HadoopStorage(Map<String, String> settings) {
    this.settings = new TreeMap<>(settings);
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public String below(String folder, String path) {
    return folder + "/" + path;
  }

  @Override
  public List<Entry> listAll(String folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try {
      FileSystem fileSystem = fileSystem(folder);
      Path path = fileSystem.makeQualified(new Path(folder));
      for (FileStatus status : fileSystem.listStatus(path)) {
        String name = status.getPath().getName();
        if (status.getPath().equals(path)) {
          return List.of(); // a file lists itself
        }
        entries.add(
            new Entry(
                below(folder, name),
                name,
                status.isDirectory(),
                status.getLen(),
                Instant.ofEpochMilli(status.getModificationTime())));
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  /** An object store lists all levels at once, thousands of files at a time. */
  @Override
  public List<String> files(String folder) throws IOException {
    if (movesFolders(folder)) {
      return Storage.super.files(folder);
    }
    List<String> paths = new ArrayList<>();
    try {
      FileSystem fileSystem = fileSystem(folder);
      Path root = fileSystem.makeQualified(new Path(folder));
      String prefix = root.toUri().getPath();
      RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(root, true);
      while (files.hasNext()) {
        String path = files.next().getPath().toUri().getPath();
        if (path.length() > prefix.length()) {
          paths.add(path.substring(prefix.length()).replaceFirst("^/", ""));
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    paths.removeIf(
        path -> Arrays.stream(path.split("/")).anyMatch(name -> name.startsWith(SCRATCH)));
    paths.sort(null);
    return paths;
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
    boolean taken = movesFolders(uri) && fileSystem.exists(file); // spares writing it for nothing
    return !taken && createOnce(fileSystem, file, content);
  }

  /** Lets the store decide whether the file is there. */
  boolean createOnce(FileSystem fileSystem, Path file, byte[] content) throws IOException {
    return movesFolders(file.toString())
        ? renameIfAbsent(fileSystem, file, content)
        : putIfAbsent(fileSystem, file, content);
  }

  /** Rename without overwrite is atomic in a real file system: the second writer is refused. */
  private boolean renameIfAbsent(FileSystem fileSystem, Path file, byte[] content)
      throws IOException {
    Optional<FileContext> context = renamer(file);
    if (context.isEmpty()) {
      return createNew(fileSystem, file, content);
    }
    Path scratch = writeScratch(fileSystem, file, content);
    try {
      context.get().rename(scratch, file, Options.Rename.NONE);
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    } finally {
      fileSystem.delete(scratch, false);
    }
  }

  /**
   * For file systems that Hadoop cannot rename strictly in: exclusive, though not whole at once.
   */
  private static boolean createNew(FileSystem fileSystem, Path file, byte[] content)
      throws IOException {
    try (OutputStream out = fileSystem.create(file, false)) {
      out.write(content);
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    }
  }

  /** An object store has no atomic rename, but refuses to put what is there. */
  private static boolean putIfAbsent(FileSystem fileSystem, Path file, byte[] content)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        put(fileSystem, file, content);
        return true;
      } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
        return false;
      } catch (IOException e) {
        if (StoreTrouble.hasStatus(e, 412)) {
          // A put whose answer was lost is sent again, and then refused because of itself.
          return holds(fileSystem, file, content);
        }
        if (!StoreTrouble.hasStatus(e, 409) || attempt == CONFLICTS) {
          throw e;
        }
      }
    }
  }

  private static void put(FileSystem fileSystem, Path file, byte[] content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(file);
    builder.overwrite(false);
    builder.recursive();
    if (file.toUri().getScheme().equals("s3a")) {
      builder.must(CONDITIONAL, true); // a client too old to know it must not be trusted
    } else {
      builder.opt(CONDITIONAL, true);
    }
    try (OutputStream out = builder.build()) {
      out.write(content);
    }
  }

  private static boolean holds(FileSystem fileSystem, Path file, byte[] content)
      throws IOException {
    try (InputStream in = fileSystem.open(file)) {
      return Arrays.equals(in.readAllBytes(), content);
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /**
   * What renames strictly at that place; empty for file systems that Hadoop knows no {@code
   * fs.AbstractFileSystem.<scheme>.impl} of.
   */
  private synchronized Optional<FileContext> renamer(Path file) throws IOException {
    if (renamer == null) {
      try {
        renamer = FileContext.getFileContext(file.toUri(), configuration());
      } catch (UnsupportedFileSystemException e) {
        return Optional.empty();
      }
    }
    return Optional.of(renamer);
  }

  @Override
  public void replace(String uri, byte[] content) throws IOException {
    FileSystem fileSystem = fileSystem(uri);
    Path file = new Path(uri);
    Optional<FileContext> context = movesFolders(uri) ? renamer(file) : Optional.empty();
    if (context.isEmpty()) {
      try (OutputStream out = fileSystem.create(file, true)) {
        out.write(content);
      }
      return;
    }
    Path scratch = writeScratch(fileSystem, file, content);
    try {
      context.get().rename(scratch, file, Options.Rename.OVERWRITE);
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
    Path source = new Path(from);
    Path target = new Path(to);
    Optional<FileContext> context = movesFolders(to) ? renamer(target) : Optional.empty();
    if (context.isPresent()) {
      fileSystem.mkdirs(target.getParent());
      try {
        // The older rename of Hadoop would move a folder into one that is there.
        context.get().rename(source, target, Options.Rename.NONE);
      } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
        throw new FileAlreadyExistsException(to);
      }
      return;
    }
    if (movesFolders(to) && fileSystem.exists(target)) {
      throw new FileAlreadyExistsException(to);
    }
    renameLoosely(fileSystem, source, target);
  }

  /** An object store looks for itself what is there. */
  private static void renameLoosely(FileSystem fileSystem, Path source, Path target)
      throws IOException {
    try {
      if (fileSystem.rename(source, target)) {
        return;
      }
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      throw new FileAlreadyExistsException(target.toString());
    }
    if (fileSystem.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    throw new IOException("Could not move " + source + " to " + target);
  }

  @Override
  public boolean movesFolders(String uri) {
    return !isObjectStore(uri);
  }

  static boolean isObjectStore(String uri) {
    return OBJECT_STORES.contains(new Path(uri).toUri().getScheme());
  }

  @Override
  public void delete(String uri) throws IOException {
    fileSystem(uri).delete(new Path(uri), true);
  }

  /** Object stores have no folders: a file makes those it lies in. */
  @Override
  public void makeFolder(String uri) throws IOException {
    if (movesFolders(uri)) {
      fileSystem(uri).mkdirs(new Path(uri));
    }
  }

  @Override
  public void checkAnswers(String uri) throws IOException {
    new StoreProbe(settings).look(uri);
  }

  @Override
  public void checkWritable(String folder) throws IOException {
    new StoreProbe(settings).write(folder);
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
