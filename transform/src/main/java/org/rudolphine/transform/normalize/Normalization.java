package org.rudolphine.transform.normalize;

import static org.apache.spark.sql.functions.not;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.transform.table.Table;
import org.rudolphine.transform.table.TableStore;

/**
 * Normalizes one source: reads its raw batches, folds what they say of each key into revisions, and
 * accounts for every raw record that is new since the last time.
 *
 * <p>The revisions of a key follow from everything that was ever seen of it, so that an incremental
 * run and a rebuild cannot differ (docs/adr). Where ids tell families of rows, an incremental run
 * reads all records of the families that have news, and takes the rows of others from the tables;
 * of any other source with new batches it reads all records.
 */
public final class Normalization {

  /** Whether batches that were normalized before count as new. */
  public enum Mode {
    /** They do not; the tables that are there were made by the same code with the same settings. */
    INCREMENTAL,
    /** They do not, but everything is folded again, because more than the batches has changed. */
    REFOLD,
    REBUILD
  }

  private final SparkSession spark;
  private final Lake lake;
  private final SourceSettings settings;
  private final Normalizer normalizer;
  private final Consumer<String> progress;

  public Normalization(SparkSession spark, Lake lake, SourceSettings settings) {
    this(spark, lake, settings, line -> {});
  }

  /**
   * @param progress is told what is being done, in a few words
   */
  public Normalization(
      SparkSession spark, Lake lake, SourceSettings settings, Consumer<String> progress) {
    this.spark = spark;
    this.lake = lake;
    this.settings = settings;
    this.normalizer = normalizer(settings);
    this.progress = progress;
  }

  /** Tables that this source writes. */
  public List<String> tables() {
    return normalizer.tables();
  }

  /**
   * Runs on all complete batches of the source, on top of the tables that are there: where ids tell
   * families, rows of families without news are taken from them.
   *
   * @param store tables at the snapshot whose consumed batches are not new
   */
  public Normalized run(Mode mode, TableStore store) throws IOException {
    Set<String> consumed =
        Set.copyOf(store.snapshot().consumed().getOrDefault(settings.id(), List.of()));
    Work work = work(mode, consumed, lake.batches(settings.id()));
    if (isDone(mode, work)) {
      return nothing(work);
    }
    Folded files = files(mode, work, consumed, store);
    Optional<Normalized> increment =
        mode == Mode.INCREMENTAL && CurrentTables.serve(store, settings, normalizer)
            ? increment(work, files, consumed, new CurrentTables(store, settings, normalizer))
            : Optional.empty();
    return increment.isPresent() ? increment.get() : all(work, files);
  }

  private Folded files(Mode mode, Work work, Set<String> consumed, TableStore store)
      throws IOException {
    FileTables tables = fileTables();
    boolean increment =
        mode == Mode.INCREMENTAL
            && !FileTables.of(normalizer).isEmpty()
            && !consumed.isEmpty()
            && work.ids().containsAll(consumed)
            && tables.areCurrent(store);
    return increment
        ? tables.increment(work.batches(), work.freshBatches(), work.fresh(), store)
        : allFiles(work);
  }

  private Folded allFiles(Work work) {
    return FileTables.of(normalizer).isEmpty()
        ? FileTables.none(settings.id())
        : fileTables().all(work.batches(), work.fresh());
  }

  private FileTables fileTables() {
    return new FileTables(spark, lake, settings, normalizer);
  }

  /** Raw records that speak of no file. */
  private Dataset<Row> withoutFiles(Dataset<Row> raw) {
    return FileTables.of(normalizer).isEmpty() ? raw : raw.filter(not(fileTables().isOfFile()));
  }

  /**
   * Runs on all complete batches of the source and on nothing else.
   *
   * @param consumed batches that the current snapshot has consumed already
   */
  public Normalized run(Mode mode, Set<String> consumed) throws IOException {
    return run(mode, consumed, lake.batches(settings.id()));
  }

  /** Runs on the given batches of the source only. */
  public Normalized run(Mode mode, Set<String> consumed, List<BatchManifest> batches) {
    Work work = work(mode, consumed, batches);
    return isDone(mode, work) ? nothing(work) : all(work, allFiles(work));
  }

  private static boolean isDone(Mode mode, Work work) {
    return work.batches().isEmpty() || (work.fresh().isEmpty() && mode != Mode.REFOLD);
  }

  /** Whether a batch can change anything: it holds records, or says that there are none. */
  public static boolean speaks(BatchManifest batch) {
    return batch.records() > 0 || batch.listing() != null;
  }

  /** Batches to read, which of them are new, and how many records they hold. */
  private record Work(
      List<BatchManifest> batches, HashSet<String> fresh, long records, long freshRecords) {

    List<String> ids() {
      return batches.stream().map(BatchManifest::batch).sorted().toList();
    }

    List<BatchManifest> freshBatches() {
      return batches.stream().filter(batch -> fresh.contains(batch.batch())).toList();
    }
  }

  private static Work work(Mode mode, Set<String> consumed, List<BatchManifest> batches) {
    HashSet<String> fresh = new HashSet<>();
    long freshRecords = 0;
    long records = 0;
    for (BatchManifest batch : batches) {
      records += batch.records();
      if (speaks(batch) && (mode == Mode.REBUILD || !consumed.contains(batch.batch()))) {
        fresh.add(batch.batch());
        freshRecords += batch.records();
      }
    }
    return new Work(batches, fresh, records, freshRecords);
  }

  private Normalized nothing(Work work) {
    return new Normalized(
        settings.id(),
        Accounting.nothing(settings.id()),
        List.of(),
        false,
        Map.of(),
        Map.of(),
        Set.of(),
        noRows("rejects"),
        work.ids(),
        () -> {});
  }

  private Dataset<Row> noRows(String table) {
    return spark.createDataFrame(List.<Row>of(), Table.named(table).schema());
  }

  // ---- everything
  // ---------------------------------------------------------------------------------

  private Normalized all(Work work, Folded files) {
    progress.accept("folding all " + work.records() + " records");
    Dataset<Row> raw = withoutFiles(RawRows.read(spark, lake, work.batches()));
    long read = work.freshRecords() - files.accounting().read();
    Listings.Finding listings = listings(work).all();
    Optional<Folded> byFamily =
        FamilyByFamily.servedBy(normalizer)
            ? new FamilyByFamily(normalizer, settings, Assets.of(lake))
                .fold(raw, work.fresh(), listings.vanished(), work.records(), read)
            : Optional.empty();
    Folded folded =
        byFamily.orElseGet(
            () ->
                new KeyByKey(spark, normalizer, settings, Assets.of(lake))
                    .fold(raw, work.fresh(), listings, read));
    return normalized(
        work, folded, files, listings, folded.newest(), folded.histories(), rejects(folded));
  }

  private Dataset<Row> rejects(Folded folded) {
    return folded.rejects() == null ? noRows("rejects") : folded.rejects();
  }

  private Normalized normalized(
      Work work,
      Folded folded,
      Folded files,
      Listings.Finding listings,
      Map<String, Dataset<Row>> newest,
      Map<String, Dataset<Row>> histories,
      Dataset<Row> rejects) {
    folded.accounting().check();
    Accounting accounting = folded.accounting().plus(files.accounting());
    Map<String, Dataset<Row>> tables = new TreeMap<>(files.newest());
    Map<String, Dataset<Row>> revisions = new TreeMap<>(files.histories());
    revisions.putAll(histories);
    Set<String> unrevised = new HashSet<>(folded.unrevised());
    unrevised.addAll(files.unrevised());
    newest.forEach(
        (table, rows) -> {
          Dataset<Row> finished = normalizer.finish(table, rows, newest);
          tables.put(table, finished);
          if (finished != rows) {
            unrevised.remove(table);
          }
        });
    List<String> refusals = new ArrayList<>(listings.refusals());
    // A file that cannot be read says nothing against other files, nor against the records.
    boolean publishable = withinThreshold(folded.accounting(), refusals);
    return new Normalized(
        settings.id(),
        accounting,
        refusals,
        publishable,
        tables,
        revisions,
        unrevised,
        files.rejects() == null ? rejects : rejects.unionByName(files.rejects()),
        work.ids(),
        () -> {
          folded.release().run();
          files.release().run();
        });
  }

  // ---- what is new
  // --------------------------------------------------------------------------------

  /** Empty when more is new than not, an id tells no family, or too many have news for a set. */
  private Optional<Normalized> increment(
      Work work, Folded files, Set<String> consumed, CurrentTables current) {
    List<String> ids = work.ids();
    if (2 * work.freshRecords() >= work.records() || !ids.containsAll(consumed)) {
      return Optional.empty();
    }
    Dataset<Row> raw = withoutFiles(RawRows.read(spark, lake, work.batches()));
    ListedIds listed = listings(work);
    Listings.Finding listings = listed.all();
    Listings.Finding before = listed.before();
    FamilyByFamily families = new FamilyByFamily(normalizer, settings, Assets.of(lake));
    Optional<FamilySet> touched =
        families.families(
            withoutFiles(RawRows.read(spark, lake, work.freshBatches())),
            Listings.differing(listings, before));
    if (touched.isEmpty()) {
      return Optional.empty();
    }
    FamilySet news = touched.get();
    progress.accept(
        "folding "
            + news.size()
            + " families with news in "
            + work.freshRecords()
            + " of "
            + work.records()
            + " records");
    Optional<Folded> folding =
        families.fold(
            raw.filter(families.belongs("native_id", news)),
            work.fresh(),
            listings.vanished(),
            news.size(),
            work.freshRecords() - files.accounting().read());
    return folding.map(
        folded ->
            normalized(
                work,
                folded,
                files,
                listings,
                current.withoutAnd(news, folded.newest(), name -> name),
                current.withoutAnd(news, folded.histories(), name -> name + "_history"),
                current.rejects(families, news).unionByName(rejects(folded))));
  }

  private boolean withinThreshold(Accounting accounting, List<String> refusals) {
    double allowed = settings.rejectThreshold();
    if (accounting.rejected() == 0
        || (double) accounting.rejected() / accounting.read() <= allowed) {
      return true;
    }
    refusals.add(
        String.format(
            Locale.ROOT,
            "%d of %d records were rejected, more than sources.%s.reject-threshold=%s allows;"
                + " nothing of this source was published. See the table rejects for the reasons",
            accounting.rejected(),
            accounting.read(),
            settings.id(),
            allowed));
    return false;
  }

  private ListedIds listings(Work work) {
    return ListedIds.read(spark, lake, settings, work.batches(), work.fresh());
  }

  private static Normalizer normalizer(SourceSettings settings) {
    String name = settings.text("normalizer-class");
    try {
      return Class.forName(name)
          .asSubclass(Normalizer.class)
          .getConstructor(SourceSettings.class)
          .newInstance(settings);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "The normalizer of "
              + settings.id()
              + " refuses its settings: "
              + e.getCause().getMessage(),
          e.getCause());
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException(
          "sources."
              + settings.id()
              + ".normalizer-class: "
              + name
              + " is not a Normalizer with a constructor for SourceSettings",
          e);
    }
  }
}
