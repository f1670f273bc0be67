package org.rudolphine.transform.normalize;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.unsafe.Platform;

/**
 * Rows that are expensive to compute and needed several times, kept on local disks just as Spark
 * holds them in memory. Spark's own cache takes rows apart into columns and puts them together
 * again, which for wide rows costs more than parsing them; here bytes are copied. Rows of a lost
 * executor are computed again.
 */
final class KeptRows {
  private static final int CHUNK_BYTES = 1 << 20;

  /** What stands before a row: its length, with eight bytes so that rows stay aligned. */
  private static final int HEADER = Long.BYTES;

  private final JavaRDD<byte[]> chunks;
  private final Dataset<Row> rows;

  private KeptRows(JavaRDD<byte[]> chunks, Dataset<Row> rows) {
    this.chunks = chunks;
    this.rows = rows;
  }

  /** Keeps rows from when they are first computed, until {@link #release}. */
  static KeptRows of(Dataset<Row> rows) {
    StructType schema = rows.schema();
    JavaRDD<byte[]> chunks =
        ((org.apache.spark.sql.classic.Dataset<Row>) rows)
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(partition -> new Packing(partition, schema))
            .persist(StorageLevel.DISK_ONLY());
    int columns = schema.size();
    JavaRDD<InternalRow> unpacked =
        chunks.mapPartitions(partition -> new Unpacking(partition, columns));
    SparkSession session = (SparkSession) rows.sparkSession();
    return new KeptRows(chunks, session.internalCreateDataFrame(unpacked.rdd(), schema, false));
  }

  Dataset<Row> rows() {
    return rows;
  }

  void release() {
    chunks.unpersist(false);
  }

  /** Chunks of whole rows, each after its length. */
  private static final class Packing implements Iterator<byte[]> {
    private final Iterator<InternalRow> rows;
    private final UnsafeProjection binary;

    Packing(Iterator<InternalRow> rows, StructType schema) {
      this.rows = rows;
      this.binary = UnsafeProjection.create(schema);
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public byte[] next() {
      if (!rows.hasNext()) {
        throw new NoSuchElementException("No more rows");
      }
      byte[] chunk = new byte[CHUNK_BYTES];
      int end = 0;
      while (end < CHUNK_BYTES && rows.hasNext()) {
        InternalRow next = rows.next();
        UnsafeRow row = next instanceof UnsafeRow unsafe ? unsafe : binary.apply(next);
        int size = row.getSizeInBytes();
        int needed = Math.addExact(end, Math.addExact(HEADER, size));
        if (needed > chunk.length) {
          chunk = Arrays.copyOf(chunk, needed);
        }
        Platform.putLong(chunk, Platform.BYTE_ARRAY_OFFSET + end, size);
        row.writeToMemory(chunk, Platform.BYTE_ARRAY_OFFSET + end + HEADER);
        end = needed;
      }
      return Arrays.copyOf(chunk, end);
    }
  }

  /** The rows of chunks; each is valid until the next one is asked for, as everywhere in Spark. */
  private static final class Unpacking implements Iterator<InternalRow> {
    private final Iterator<byte[]> chunks;
    private final UnsafeRow row;
    private byte[] chunk = new byte[0];
    private int next;

    Unpacking(Iterator<byte[]> chunks, int columns) {
      this.chunks = chunks;
      this.row = new UnsafeRow(columns);
    }

    @Override
    public boolean hasNext() {
      return next < chunk.length || chunks.hasNext();
    }

    @Override
    public InternalRow next() {
      if (next == chunk.length) {
        chunk = chunks.next();
        next = 0;
      }
      int size = Math.toIntExact(Platform.getLong(chunk, Platform.BYTE_ARRAY_OFFSET + next));
      row.pointTo(chunk, Platform.BYTE_ARRAY_OFFSET + next + HEADER, size);
      next += HEADER + size;
      return row;
    }
  }
}
