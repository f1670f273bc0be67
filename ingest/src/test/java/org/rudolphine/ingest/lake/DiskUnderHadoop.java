package org.rudolphine.ingest.lake;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A Hadoop file system {@code disk:} over a local folder that renames as HDFS does: without
 * overwrite the second writer is refused. Hadoop's own view of a local disk does not promise that.
 */
final class DiskUnderHadoop extends RawLocalFileSystem {
  static final URI ROOT = URI.create("disk:///");

  /** Settings that make Hadoop know the scheme as HDFS is known. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "fs.disk.impl", DiskUnderHadoop.class.getName(),
          "fs.AbstractFileSystem.disk.impl", Renaming.class.getName());

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public String getScheme() {
    return "disk";
  }

  /** The side of it that renames. */
  static final class Renaming extends DelegateToFileSystem {
    Renaming(URI uri, Configuration configuration) throws IOException, URISyntaxException {
      super(uri, new DiskUnderHadoop(), configuration, "disk", false);
    }

    @Override
    public void renameInternal(
        org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to, boolean overwrite)
        throws IOException {
      Path source = Path.of(from.toUri().getPath());
      Path target = Path.of(to.toUri().getPath());
      if (overwrite) {
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        return;
      }
      if (Files.isDirectory(source)) {
        moveFolder(source, target);
        return;
      }
      try {
        Files.createLink(target, source);
      } catch (FileAlreadyExistsException e) {
        throw new org.apache.hadoop.fs.FileAlreadyExistsException(
            "rename destination " + to + " already exists");
      }
      Files.delete(source);
    }

    private static void moveFolder(Path source, Path target) throws IOException {
      try {
        Files.move(source, target);
      } catch (FileAlreadyExistsException e) {
        throw new org.apache.hadoop.fs.FileAlreadyExistsException(
            "rename destination " + target + " already exists");
      }
    }
  }
}
