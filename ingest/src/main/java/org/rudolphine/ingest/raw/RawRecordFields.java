package org.rudolphine.ingest.raw;

import java.time.Instant;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * Writes raw records field by field, in the order of {@link RawBatchFile#SCHEMA}, without a row
 * object in between.
 */
final class RawRecordFields extends WriteSupport<RawRecord> {
  private static final MessageType SCHEMA = RawBatchFile.SCHEMA;

  private final Repeated unit = new Repeated();
  private final Repeated batch = new Repeated();
  private final Repeated cycle = new Repeated();
  private final Repeated source = new Repeated();
  private final Repeated kind = new Repeated();
  private final Repeated url = new Repeated();
  private final Repeated mediaType = new Repeated();
  private RecordConsumer consumer;
  private int field;

  RawRecordFields(String unit, String batch, String cycle) {
    of(unit, batch, cycle);
  }

  /** Says where the records that follow belong. */
  void of(String unitId, String batchId, String cycleId) {
    unit.of(unitId);
    batch.of(batchId);
    cycle.of(cycleId);
  }

  @Override
  public String getName() {
    return "raw";
  }

  @Override
  public WriteContext init(Configuration configuration) {
    return new WriteContext(SCHEMA, Map.of());
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return new WriteContext(SCHEMA, Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    consumer = recordConsumer;
  }

  @Override
  public void write(RawRecord record) {
    field = 0;
    consumer.startMessage();
    add(source.of(record.source()));
    add(unit.last());
    add(batch.last());
    add(cycle.last());
    add(kind.of(record.kind()));
    add(Binary.fromString(record.nativeId()));
    if (record.datestamp() == null) {
      field++;
    } else {
      add(micros(record.datestamp()));
    }
    add(record.deleted());
    add(url.of(record.url()));
    add(mediaType.of(record.mediaType()));
    add(micros(record.fetchedAt()));
    add(Binary.fromString(record.sha256()));
    add(record.page());
    add(record.position());
    add(Binary.fromConstantByteArray(record.payload()));
    consumer.endMessage();
  }

  private void add(Binary value) {
    start();
    consumer.addBinary(value);
    end();
  }

  private void add(long value) {
    start();
    consumer.addLong(value);
    end();
  }

  private void add(int value) {
    start();
    consumer.addInteger(value);
    end();
  }

  private void add(boolean value) {
    start();
    consumer.addBoolean(value);
    end();
  }

  private void start() {
    consumer.startField(SCHEMA.getFieldName(field), field);
  }

  private void end() {
    consumer.endField(SCHEMA.getFieldName(field), field);
    field++;
  }

  /** Not as a difference of instants: that counts in nanoseconds and ends in the year 2262. */
  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
  }

  /** Text that is the same in many records on end is encoded once. */
  private static final class Repeated {
    private String text;
    private Binary encoded;

    Binary of(String value) {
      if (!value.equals(text)) {
        text = value;
        encoded = Binary.fromString(value);
      }
      return encoded;
    }

    Binary last() {
      return encoded;
    }
  }
}
