package org.rudolphine.ingest.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.rudolphine.ingest.protocol.Packed;
import org.rudolphine.ingest.protocol.PackedStream;

/**
 * The YAML files of a submission's archive, a zip or a gzipped tar. Names of members are keys of a
 * map and nothing else. Numbers, sizes and growth are bounded; what is not YAML is passed over.
 */
final class HepDataArchive {
  private static final int MAX_MEMBERS = 20_000;
  private static final int MAX_NAME = 1000;
  private static final long RATIO_FREE_BYTES = 16 << 20;
  private static final long MAX_RATIO = 500;

  private final long packedBytes;
  private final long maxBytes;
  private final TreeMap<String, byte[]> files = new TreeMap<>();
  private int members;
  private long read;

  private HepDataArchive(long packedBytes, long maxBytes) {
    this.packedBytes = packedBytes;
    this.maxBytes = maxBytes;
  }

  /**
   * Unpacks an archive.
   *
   * @param maxBytes most that its YAML files may have together
   * @throws IOException when it is damaged, no archive, too large, or has no submission
   */
  static HepDataArchive of(byte[] bytes, long maxBytes) throws IOException {
    if (!Packed.looksPacked(bytes)) {
      throw new IOException("it is no archive");
    }
    HepDataArchive archive = new HepDataArchive(bytes.length, maxBytes);
    archive.unpack(bytes);
    archive.submissionName();
    return archive;
  }

  /** A limit that something went beyond, rather than damage. */
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String reason) {
      super(reason);
    }
  }

  private void unpack(byte[] bytes) throws IOException {
    try {
      if (bytes[0] == 'P') {
        unzip(bytes);
      } else {
        untar(bytes);
      }
    } catch (Refused e) {
      throw e;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new IOException(
          "the archive of " + bytes.length + " bytes is damaged or cut off: " + e.getMessage(), e);
    }
  }

  private void unzip(byte[] bytes) throws IOException {
    try (ZipFile zip =
        ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes)).get()) {
      for (ZipArchiveEntry entry :
          (Iterable<ZipArchiveEntry>) () -> zip.getEntries().asIterator()) {
        if (isWanted(entry)) {
          try (InputStream in = zip.getInputStream(entry)) {
            files.put(entry.getName(), content(in));
          }
        }
      }
    }
  }

  private void untar(byte[] bytes) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(PackedStream.of(new ByteArrayInputStream(bytes)))) {
      for (ArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (isWanted(entry)) {
          files.put(entry.getName(), content(tar));
        }
      }
    }
  }

  private boolean isWanted(ArchiveEntry entry) throws IOException {
    members++;
    if (members > MAX_MEMBERS) {
      throw new Refused("the archive has more than " + MAX_MEMBERS + " members");
    }
    String name = entry.getName().toLowerCase(Locale.ROOT);
    return !entry.isDirectory()
        && name.length() <= MAX_NAME
        && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }

  private byte[] content(InputStream in) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      content.write(buffer, 0, count);
      read += count;
      if (read > maxBytes) {
        throw new Refused("its YAML files have more than max-body-bytes, " + maxBytes);
      }
      if (read > Math.max(RATIO_FREE_BYTES, packedBytes * MAX_RATIO)) {
        throw new Refused(
            "the archive of "
                + packedBytes
                + " bytes grows more than "
                + MAX_RATIO
                + " times when it is unpacked");
      }
    }
    return content.toByteArray();
  }

  private String submissionName() throws IOException {
    return files.keySet().stream()
        .filter(name -> base(name).equals(HepDataSubmission.FILE))
        .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
        .orElseThrow(
            () ->
                new IOException(
                    "the archive has no "
                        + HepDataSubmission.FILE
                        + " among its "
                        + members
                        + " members"));
  }

  /** The file of the submission. */
  byte[] submission() throws IOException {
    return files.get(submissionName());
  }

  /** Files beside the submission's, by their names without folders. */
  Map<String, byte[]> beside() throws IOException {
    String submission = submissionName();
    String folder = submission.substring(0, submission.length() - base(submission).length());
    Map<String, byte[]> beside = new TreeMap<>();
    files.forEach(
        (name, content) -> {
          if (name.equals(folder + base(name))) {
            beside.put(base(name), content);
          }
        });
    return beside;
  }

  private static String base(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
