package org.rudolphine.ingest.raw;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.LakeFile;

/**
 * Reads the files of a raw batch or pack record by record, in order. Of a file one row group is
 * held at a time.
 */
final class StoredRecords implements Closeable {
  private static final MessageType SCHEMA = RawBatchFile.SCHEMA;

  private final Folder folder;
  private final Iterator<LakeFile> files;
  private ParquetFileReader reader;
  private RecordReader<Group> rows;
  private long rowsLeft;
  private StoredRecord next;

  private StoredRecords(Folder folder, List<LakeFile> files) {
    this.folder = folder;
    this.files = files.iterator();
  }

  static StoredRecords open(Folder folder, List<LakeFile> files) throws IOException {
    StoredRecords records = new StoredRecords(folder, files);
    try {
      records.advance();
    } catch (IOException | RuntimeException e) {
      try (records) {
        throw e;
      }
    }
    return records;
  }

  /** The next record, or null after the last. */
  StoredRecord peek() {
    return next;
  }

  /** Takes the next record. */
  StoredRecord take() throws IOException {
    StoredRecord taken = next;
    advance();
    return taken;
  }

  private void advance() throws IOException {
    while (rowsLeft == 0 && nextRows()) {
      // a file or row group without rows
    }
    if (rowsLeft == 0) {
      next = null;
      return;
    }
    rowsLeft--;
    next = record(rows.read());
  }

  /** Goes on to the next row group or file; false at the end. */
  private boolean nextRows() throws IOException {
    PageReadStore pages = reader == null ? null : reader.readNextRowGroup();
    if (pages != null) {
      rows =
          new ColumnIOFactory()
              .getColumnIO(SCHEMA)
              .getRecordReader(pages, new GroupRecordConverter(SCHEMA));
      rowsLeft = pages.getRowCount();
      return true;
    }
    close();
    if (!files.hasNext()) {
      return false;
    }
    LakeFile file = files.next();
    reader =
        ParquetFileReader.open(
            folder.parquet(file.path()),
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
    MessageType found = reader.getFileMetaData().getSchema();
    if (!found.equals(SCHEMA)) {
      throw new IOException(
          folder.uri(file.path()) + " has other columns than this version writes: " + found);
    }
    return true;
  }

  private static StoredRecord record(Group row) {
    return new StoredRecord(
        text(row, "unit"),
        text(row, "batch"),
        text(row, "cycle"),
        new RawRecord(
            text(row, "source"),
            text(row, "kind"),
            text(row, "native_id"),
            row.getFieldRepetitionCount("datestamp") == 0 ? null : instant(row, "datestamp"),
            row.getBoolean("deleted", 0),
            text(row, "url"),
            text(row, "media_type"),
            instant(row, "fetched_at"),
            text(row, "sha256"),
            row.getInteger("page", 0),
            row.getInteger("position", 0),
            row.getBinary("payload", 0).getBytes()));
  }

  private static String text(Group row, String column) {
    return row.getString(column, 0);
  }

  private static Instant instant(Group row, String column) {
    return Instant.EPOCH.plus(row.getLong(column, 0), ChronoUnit.MICROS);
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
