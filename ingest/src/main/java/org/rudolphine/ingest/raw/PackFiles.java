package org.rudolphine.ingest.raw;

import java.io.Closeable;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.ingest.lake.PackManifest;

/**
 * Copies the records of some batches into the files of a pack, and makes sure that nothing of them
 * has changed: what is read is compared with what the manifests say, and what was written with what
 * was read. Where a file of the pack ends depends on the records alone.
 */
final class PackFiles {
  private static final long PART_BYTES = 64L << 20;
  private static final long PART_RECORDS = 100_000;

  private final Lake lake;
  private final String source;
  private final Folder folder;
  private final List<LakeFile> files = new ArrayList<>();
  private final Map<PackManifest, StoredRecords> packs = new HashMap<>();
  private RawBatchFile part;
  private long partBytes;
  private boolean writing;

  PackFiles(Lake lake, String source, String pack) {
    this.lake = lake;
    this.source = source;
    this.folder = lake.packFolder(source, pack);
  }

  /**
   * Writes the pack's files from the batches, which are in order of id.
   *
   * @throws DamagedBatchException naming the batch, when one is damaged
   * @throws IOException when the pack cannot be written
   */
  List<LakeFile> write(List<Compaction.Member> members) throws IOException {
    List<String> before = new ArrayList<>();
    try (Closeable opened = this::close) {
      for (Compaction.Member member : members) {
        before.add(copy(member));
        if (part != null && (partBytes >= PART_BYTES || part.rows() >= PART_RECORDS)) {
          endPart();
        }
      }
      if (part != null) {
        endPart();
      }
    }
    compare(members, before);
    return List.copyOf(files);
  }

  /** Digest of the batch's records. */
  private String copy(Compaction.Member member) throws IOException {
    BatchManifest batch = member.manifest();
    try {
      if (member.pack() != null) {
        return copy(batch, fromPack(member.pack()));
      }
      Folder own = lake.batchFolder(source, batch.batch());
      checkFiles(own, batch.files());
      try (StoredRecords records = StoredRecords.open(own, batch.files())) {
        String digest = copy(batch, records);
        require(records.peek() == null, "it holds more than its " + batch.records() + " records");
        return digest;
      }
    } catch (IOException | RuntimeException e) {
      if (writing) { // which says nothing of the batch
        throw e;
      }
      throw new DamagedBatchException(source, batch.batch(), e);
    }
  }

  /** A pack is read once from end to end, for its batches are in order too. */
  private StoredRecords fromPack(PackManifest pack) throws IOException {
    StoredRecords records = packs.get(pack);
    if (records == null) {
      Folder other = lake.packFolder(source, pack.pack());
      checkFiles(other, pack.files());
      records = StoredRecords.open(other, pack.files());
      packs.put(pack, records);
    }
    return records;
  }

  private static void checkFiles(Folder folder, List<LakeFile> files) throws IOException {
    for (LakeFile file : files) {
      require(
          folder.describe(file.path(), file.rows()).equals(file),
          folder.uri(file.path()) + " is not what its manifest says");
    }
  }

  private String copy(BatchManifest batch, StoredRecords records) throws IOException {
    // a pack may hold batches that are read from another one
    while (records.peek() != null && records.peek().batch().compareTo(batch.batch()) < 0) {
      records.take();
    }
    MessageDigest digest = sha256();
    long count = 0;
    while (records.peek() != null && records.peek().batch().equals(batch.batch())) {
      StoredRecord stored = records.take();
      check(batch, stored);
      stored.addTo(digest);
      write(stored);
      count++;
    }
    require(
        count == batch.records(),
        "it holds " + count + " records, and its manifest says " + batch.records());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void check(BatchManifest batch, StoredRecord stored) throws IOException {
    RawRecord record = stored.record();
    String where = " (page " + record.page() + ", position " + record.position() + ")";
    require(
        stored.unit().equals(batch.unit())
            && stored.cycle().equals(batch.cycle())
            && record.source().equals(batch.source()),
        "a record belongs to unit " + stored.unit() + ", cycle " + stored.cycle() + where);
    require(stored.isSound(), "a payload has not its checksum" + where);
  }

  private void write(StoredRecord stored) throws IOException {
    writing = true;
    if (part == null) {
      part = RawBatchFile.create(folder.uri(partName()), lake.hadoopSettings(), "", "", "");
    }
    part.write(stored);
    writing = false;
    partBytes += stored.record().payload().length;
  }

  private String partName() {
    return String.format(Locale.ROOT, "part-%05d.parquet", files.size());
  }

  private void endPart() throws IOException {
    RawBatchFile full = part;
    part = null;
    full.close();
    files.add(folder.describe(partName(), full.rows()));
    partBytes = 0;
  }

  /** Reads the pack from the store again. */
  private void compare(List<Compaction.Member> members, List<String> before) throws IOException {
    try (StoredRecords records = StoredRecords.open(folder, files)) {
      for (int i = 0; i < members.size(); i++) {
        BatchManifest batch = members.get(i).manifest();
        MessageDigest digest = sha256();
        for (long n = 0; n < batch.records() && records.peek() != null; n++) {
          records.take().addTo(digest);
        }
        require(
            HexFormat.of().formatHex(digest.digest()).equals(before.get(i)),
            "Raw batch " + batch.batch() + " came out otherwise in " + folder.uri());
      }
      require(records.peek() == null, "There are more records than were written: " + folder.uri());
    }
  }

  private void close() throws IOException {
    List<Closeable> open = new ArrayList<>(packs.values());
    if (part != null) {
      open.add(part);
    }
    closeAll(open.iterator());
  }

  /** Closes each, whatever becomes of the others; of several failures one carries the rest. */
  static void closeAll(Iterator<Closeable> open) throws IOException {
    if (open.hasNext()) {
      try (Closeable next = open.next()) {
        closeAll(open);
      }
    }
  }

  private static void require(boolean right, String message) throws IOException {
    if (!right) {
      throw new IOException(message);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
