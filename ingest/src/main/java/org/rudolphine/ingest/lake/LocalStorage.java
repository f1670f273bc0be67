package org.rudolphine.ingest.lake;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A local disk, through {@code java.nio.file}. */
final class LocalStorage implements Storage {
  private static final long serialVersionUID = 1L;

  /** What Linux, and a Linux that hides the reason, says of a disk without hard links. */
  private static final Set<String> NO_LINKS =
      Set.of("Operation not supported", "Operation not permitted", "Function not implemented");

  private static final Logger LOG = LoggerFactory.getLogger(LocalStorage.class);

  /** Not for this disk, but kept for other stores that the same run asks. */
  private final TreeMap<String, String> settings;

  LocalStorage(Map<String, String> settings) {
    this.settings = new TreeMap<>(settings);
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public String below(String folder, String path) {
    String uri = path(folder).resolve(path).toUri().toString();
    return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
  }

  @Override
  public List<Entry> listAll(String folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> children = Files.list(path(folder))) {
      for (Path child : (Iterable<Path>) children::iterator) {
        String name = child.getFileName().toString();
        try {
          BasicFileAttributes attributes = Files.readAttributes(child, BasicFileAttributes.class);
          entries.add(
              new Entry(
                  below(folder, name),
                  name,
                  attributes.isDirectory(),
                  attributes.size(),
                  attributes.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
          // another process removed it between the listing and the look
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  @Override
  public boolean exists(String uri) throws IOException {
    return exists(path(uri));
  }

  /** What may not be looked at is no absence: what is there would be landed or written again. */
  private static boolean exists(Path path) throws IOException {
    try {
      Files.readAttributes(path, BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (FileSystemException e) {
      if ("Not a directory".equals(e.getReason())) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public InputStream open(String uri) throws IOException {
    try {
      return Files.newInputStream(path(uri));
    } catch (NoSuchFileException e) {
      throw new FileNotFoundException("No file " + uri);
    }
  }

  @Override
  public OutputStream create(String uri) throws IOException {
    Path file = path(uri);
    Files.createDirectories(file.getParent());
    return new BufferedOutputStream(new NamedOutput(file), 1 << 16);
  }

  /** A stream whose failures say which file it writes. */
  private static final class NamedOutput extends FilterOutputStream {
    private final Path file;

    NamedOutput(Path file) throws IOException {
      super(Files.newOutputStream(file));
      this.file = file;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw named(file, e);
      }
    }
  }

  @Override
  public void settle(String uri) throws IOException {
    try (FileChannel file = FileChannel.open(path(uri), StandardOpenOption.WRITE)) {
      file.force(true);
    }
  }

  @Override
  public boolean createExclusively(String uri, byte[] content) throws IOException {
    Path file = path(uri);
    if (exists(file)) {
      return false;
    }
    Path scratch = writeScratch(file, content);
    try {
      // A hard link fails when the name is taken and shows the whole content at once.
      Files.createLink(file, scratch);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException e) {
      return createNew(file, content);
    } catch (FileSystemException e) {
      if (NO_LINKS.contains(String.valueOf(e.getReason()))) {
        return createNew(file, content);
      }
      throw e; // such as a full disk, on which half a file would be left
    } finally {
      deleteScratch(scratch);
    }
  }

  /** For the rare disk without hard links: exclusive, though not whole at once. */
  private static boolean createNew(Path file, byte[] content) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeOrDelete(file, out, content);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static void writeOrDelete(Path file, OutputStream out, byte[] content)
      throws IOException {
    try {
      out.write(content);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** A scratch file that stays is passed over; it must not hide what happened to the real one. */
  private static void deleteScratch(Path scratch) {
    try {
      Files.deleteIfExists(scratch);
    } catch (IOException e) {
      LOG.debug("scratch file {} stays", scratch, e);
    }
  }

  @Override
  public void replace(String uri, byte[] content) throws IOException {
    Path file = path(uri);
    Path scratch = writeScratch(file, content);
    try {
      Files.move(scratch, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(scratch, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      deleteScratch(scratch);
    }
  }

  private static Path writeScratch(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Path scratch = file.resolveSibling(SCRATCH + UUID.randomUUID());
    // A stream and not a channel: an interrupted run must still be able to leave its state behind.
    try (FileOutputStream out = new FileOutputStream(scratch.toFile())) {
      out.write(content);
      out.getFD().sync();
    } catch (IOException e) {
      deleteScratch(scratch);
      throw named(file, e);
    }
    return scratch;
  }

  /** A stream's failure does not say whose it is. */
  private static IOException named(Path file, IOException e) {
    FileSystemException named = new FileSystemException(file.toString(), null, e.getMessage());
    named.initCause(e);
    return named;
  }

  @Override
  public void move(String from, String to) throws IOException {
    Path target = path(to);
    if (exists(target)) {
      throw new FileAlreadyExistsException(to);
    }
    Files.createDirectories(target.getParent());
    Files.move(path(from), target);
  }

  @Override
  public boolean movesFolders(String uri) {
    return true;
  }

  @Override
  public void delete(String uri) throws IOException {
    Path root = path(uri);
    if (!Files.exists(root, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void makeFolder(String uri) throws IOException {
    try {
      Files.createDirectories(path(uri));
    } catch (FileAlreadyExistsException e) {
      throw new FileSystemException(e.getFile(), null, "is a file, not a folder");
    }
  }

  @Override
  public void checkAnswers(String uri) {
    // A disk answers at once, and what cannot be read is named by whoever reads it.
  }

  @Override
  public void checkWritable(String folder) throws IOException {
    makeFolder(folder);
    String probe = below(folder, SCRATCH + "probe-" + UUID.randomUUID());
    replace(probe, new byte[0]);
    delete(probe);
  }

  private static Path path(String uri) {
    return Path.of(URI.create(uri));
  }
}
