package org.rudolphine.transform.normalize;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.table.Table;

/** Takes what a normalizer says of one file, and builds its rows one by one when asked for them. */
final class FileSink implements RowSink {
  private final List<Supplier<NormalizedRow>> rows = new ArrayList<>();
  private Outcome rejection;
  private String skip;

  /**
   * Runs a normalizer on a record that speaks of a file.
   *
   * @throws UncheckedIOException when the store cannot be read now
   */
  static FileSink of(Normalizer normalizer, RawRecord record, Assets assets) {
    FileSink sink = new FileSink();
    try {
      normalizer.normalize(record, assets, sink);
    } catch (UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      sink.reject("record", Outcome.flaw(e), record.text());
    }
    return sink;
  }

  @Override
  public RowBuilder row(String table, String key) {
    RowBuilder builder = new RowBuilder(Table.named(table), key);
    rows.add(builder::build);
    return builder;
  }

  @Override
  public void row(String table, String key, Consumer<RowBuilder> filling) {
    Table described = Table.named(table);
    rows.add(
        () -> {
          RowBuilder builder = new RowBuilder(described, key);
          filling.accept(builder);
          return builder.build();
        });
  }

  @Override
  public void complete(String table, String facet) {
    throw new IllegalStateException("A file tells all rows that it gives");
  }

  @Override
  public void completeBut(String table, Set<String> spared) {
    throw new IllegalStateException("A file tells all rows that it gives");
  }

  @Override
  public void reject(String field, String reason, String excerpt) {
    rejection =
        new Outcome(
            List.of(), List.of(), FileTables.REJECT_FIELD, reason, Outcome.cut(excerpt), null);
  }

  @Override
  public void skip(String reason) {
    skip = reason;
  }

  /** The rejection, or null. */
  Outcome rejection() {
    return rejection;
  }

  /** Whether the record gives no rows on purpose. */
  boolean skipped() {
    return rejection == null && (skip != null || rows.isEmpty());
  }

  /** What builds the rows, in order; each may be asked once. */
  List<Supplier<NormalizedRow>> rows() {
    return rows;
  }
}
