package org.rudolphine.ingest.raw;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** The Parquet file of a raw batch or pack: one row per raw record, payload verbatim. */
public final class RawBatchFile implements Closeable {
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

  /** Packed size; some 90 MB of records. */
  private static final long ROW_GROUP_BYTES = 32L << 20;

  /** On bulk records level 3 takes a sixth more CPU time for 8 % fewer bytes. */
  private static final String ZSTD_LEVEL = "1";

  private final ParquetWriter<RawRecord> writer;
  private final RawRecordFields fields;
  private long rows;

  private RawBatchFile(ParquetWriter<RawRecord> writer, RawRecordFields fields) {
    this.writer = writer;
    this.fields = fields;
  }

  /** Starts a new file at a URI; whatever a killed attempt left there is replaced. */
  static RawBatchFile create(
      String uri, Map<String, String> hadoopSettings, String unit, String batch, String cycle)
      throws IOException {
    RawRecordFields fields = new RawRecordFields(unit, batch, cycle);
    return new RawBatchFile(
        new Builder(output(uri, hadoopSettings), fields)
            .withConf(new PlainParquetConfiguration())
            .config("parquet.compression.codec.zstd.level", ZSTD_LEVEL)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            // Distinct: a dictionary would be filled, found too large and given up.
            .withDictionaryEncoding("native_id", false)
            .withDictionaryEncoding("position", false)
            .withDictionaryEncoding("sha256", false)
            .withDictionaryEncoding("payload", false)
            .withStatisticsEnabled("payload", false)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .build(),
        fields);
  }

  private static final class Builder extends ParquetWriter.Builder<RawRecord, Builder> {
    private final RawRecordFields fields;

    Builder(OutputFile file, RawRecordFields fields) {
      super(file);
      this.fields = fields;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<RawRecord> getWriteSupport(Configuration configuration) {
      return fields;
    }

    @Override
    protected WriteSupport<RawRecord> getWriteSupport(ParquetConfiguration configuration) {
      return fields;
    }
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
    writer.write(record);
    rows++;
  }

  /** Writes a record of any batch as it was read. */
  void write(StoredRecord stored) throws IOException {
    fields.of(stored.unit(), stored.batch(), stored.cycle());
    write(stored.record());
  }

  long rows() {
    return rows;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
