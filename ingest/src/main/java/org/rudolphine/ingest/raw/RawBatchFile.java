package org.rudolphine.ingest.raw;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** The Parquet file of a raw batch: one row per raw record, payload verbatim. */
public final class RawBatchFile implements AutoCloseable {
  /** Columns of a raw batch file. */
  static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message raw {
            required binary source (STRING);
            required binary unit (STRING);
            required binary batch (STRING);
            required binary cycle (STRING);
            required binary kind (STRING);
            required binary native_id (STRING);
            optional int64 datestamp (TIMESTAMP(MICROS,true));
            required boolean deleted;
            required binary url (STRING);
            required binary media_type (STRING);
            required int64 fetched_at (TIMESTAMP(MICROS,true));
            required binary sha256 (STRING);
            required int32 page;
            required int32 position;
            required binary payload;
          }
          """);

  private static final long ROW_GROUP_BYTES = 32L << 20;

  private final ParquetWriter<Group> writer;
  private final String unit;
  private final String batch;
  private final String cycle;
  private long rows;

  private RawBatchFile(ParquetWriter<Group> writer, String unit, String batch, String cycle) {
    this.writer = writer;
    this.unit = unit;
    this.batch = batch;
    this.cycle = cycle;
  }

  /** Starts a new file at a URI; whatever a killed attempt left there is replaced. */
  static RawBatchFile create(
      String uri, Map<String, String> hadoopSettings, String unit, String batch, String cycle)
      throws IOException {
    ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(output(uri, hadoopSettings))
            .withConf(new PlainParquetConfiguration())
            .withType(SCHEMA)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withWriteMode(org.apache.parquet.hadoop.ParquetFileWriter.Mode.OVERWRITE)
            .build();
    return new RawBatchFile(writer, unit, batch, cycle);
  }

  private static OutputFile output(String uri, Map<String, String> hadoopSettings)
      throws IOException {
    if (uri.startsWith("file:")) {
      Path file = Path.of(URI.create(uri));
      Files.createDirectories(file.getParent());
      return new LocalOutputFile(file);
    }
    Configuration configuration = new Configuration();
    hadoopSettings.forEach(configuration::set);
    return HadoopOutputFile.fromPath(new org.apache.hadoop.fs.Path(uri), configuration);
  }

  void write(RawRecord record) throws IOException {
    Group row = new SimpleGroup(SCHEMA);
    row.add("source", record.source());
    row.add("unit", unit);
    row.add("batch", batch);
    row.add("cycle", cycle);
    row.add("kind", record.kind());
    row.add("native_id", record.nativeId());
    if (record.datestamp() != null) {
      row.add("datestamp", micros(record.datestamp()));
    }
    row.add("deleted", record.deleted());
    row.add("url", record.url());
    row.add("media_type", record.mediaType());
    row.add("fetched_at", micros(record.fetchedAt()));
    row.add("sha256", record.sha256());
    row.add("page", record.page());
    row.add("position", record.position());
    row.add("payload", Binary.fromConstantByteArray(record.payload()));
    writer.write(row);
    rows++;
  }

  long rows() {
    return rows;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /** Not as a difference of instants: that counts in nanoseconds and ends in the year 2262. */
  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
  }
}
