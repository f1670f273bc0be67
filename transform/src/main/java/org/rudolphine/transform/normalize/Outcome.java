package org.rudolphine.transform.normalize;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.rudolphine.ingest.raw.RawRecord;
import org.rudolphine.transform.table.Table;

/**
 * What became of one raw record: rows, or a reject, or a skip.
 *
 * @param rows rows that it speaks of
 * @param complete of which rows it tells all
 * @param rejectField field at fault, or null when it was not rejected
 * @param rejectReason why it was rejected, or null
 * @param excerpt the offending value, cut to {@link #EXCERPT_LENGTH} characters, or null
 * @param skipReason why it was left out on purpose, or null
 */
public record Outcome(
    List<NormalizedRow> rows,
    List<Completeness> complete,
    String rejectField,
    String rejectReason,
    String excerpt,
    String skipReason) {
  static final int EXCERPT_LENGTH = 200;

  static final Assets NO_ASSETS =
      (sha256, most) -> {
        throw new IllegalStateException("it reads files, and its source declares none");
      };

  public Outcome {
    rows = List.copyOf(rows);
    complete = List.copyOf(complete);
  }

  public boolean rejected() {
    return rejectReason != null;
  }

  public boolean skipped() {
    return skipReason != null;
  }

  /**
   * Runs a normalizer on one record. A normalizer that throws has a flaw; the record is rejected
   * with the exception's name so that one record never stops a run.
   */
  public static Outcome of(Normalizer normalizer, RawRecord record) {
    return of(normalizer, record, NO_ASSETS);
  }

  /**
   * The same for a record that may speak of a file in the lake.
   *
   * @throws UncheckedIOException when the store cannot be read now: no record is to blame for it
   */
  public static Outcome of(Normalizer normalizer, RawRecord record, Assets assets) {
    Collector collector = new Collector();
    try {
      normalizer.normalize(record, assets, collector);
      return ofFamily(
          normalizer.familyOf(MailAddresses.removed(record.nativeId())),
          declared(normalizer, collector.outcome()));
    } catch (UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      return rejected("record", flaw(e), cut(record.text()));
    }
  }

  static String flaw(RuntimeException e) {
    return "the normalizer failed: " + e.getClass().getSimpleName() + ": " + cut(e.getMessage());
  }

  private static Outcome rejected(String field, String reason, String excerpt) {
    return new Outcome(List.of(), List.of(), field, reason, excerpt, null);
  }

  private static Outcome declared(Normalizer normalizer, Outcome outcome) {
    for (NormalizedRow row : outcome.rows()) {
      if (!normalizer.tables().contains(row.table())) {
        throw new IllegalStateException("it wrote to table " + row.table() + " undeclared");
      }
    }
    for (Completeness complete : outcome.complete()) {
      if (!normalizer.tables().contains(complete.table())) {
        throw new IllegalStateException("it told all of table " + complete.table() + " undeclared");
      }
    }
    return outcome;
  }

  /** A row outside of the record's family would be missed by whoever reads family by family. */
  private static Outcome ofFamily(String family, Outcome outcome) {
    if (family == null) {
      if (!outcome.complete().isEmpty()) {
        throw new IllegalStateException("it told all rows of a family that the id does not tell");
      }
      return outcome;
    }
    for (NormalizedRow row : outcome.rows()) {
      List<String> key = Table.named(row.table()).key();
      Object first = row.values().get(key.get(0));
      boolean belongs =
          first instanceof String name
              && family.equals(FamilyFold.familyOfRow(key, name))
              && (row.key().equals(family) || row.key().startsWith(family + "|"));
      if (!belongs) {
        return rejected(
            key.get(0),
            "the key of a row of " + row.table() + " is not of the family that the id names",
            cut(row.key()));
      }
    }
    return outcome;
  }

  /** Enough of a value to recognise it by, without anybody's address. */
  static String cut(String text) {
    if (text == null) {
      return "";
    }
    // Cut first with some room: an address at the end must not escape by being cut in half.
    String start = text.substring(0, Math.min(text.length(), 4 * EXCERPT_LENGTH));
    String clean = MailAddresses.removed(start);
    return clean.length() <= EXCERPT_LENGTH ? clean : clean.substring(0, EXCERPT_LENGTH) + "…";
  }

  private static final class Collector implements RowSink {
    private final List<RowBuilder> builders = new ArrayList<>();
    private final List<Completeness> complete = new ArrayList<>();
    private String field;
    private String reason;
    private String excerpt;
    private String skip;

    @Override
    public RowBuilder row(String table, String key) {
      RowBuilder builder = new RowBuilder(Table.named(table), key);
      builders.add(builder);
      return builder;
    }

    @Override
    public void complete(String table, String facet) {
      complete.add(new Completeness(table, facet, Set.of()));
    }

    @Override
    public void completeBut(String table, Set<String> spared) {
      complete.add(new Completeness(table, null, spared));
    }

    @Override
    public void reject(String rejectField, String rejectReason, String value) {
      field = rejectField;
      reason = rejectReason;
      excerpt = cut(value);
    }

    @Override
    public void skip(String skipReason) {
      skip = skipReason;
    }

    private Outcome outcome() {
      if (reason != null) {
        return rejected(field, reason, excerpt);
      }
      String left = builders.isEmpty() ? "the normalizer made no row of it" : null;
      return new Outcome(
          builders.stream().map(RowBuilder::build).toList(),
          complete,
          null,
          null,
          null,
          skip == null ? left : skip);
    }
  }
}
