package org.rudolphine.transform.release;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.transform.table.Column;
import org.rudolphine.transform.table.ParquetFiles;
import org.rudolphine.transform.table.Table;

/**
 * Builds and publishes a release out of the tables of one snapshot. The bytes depend on the rows,
 * the request and the changes since the release before; not on time, folder, cores or partitions.
 */
public final class ReleaseBuilder {
  static final int ZSTD_LEVEL = 9;

  /** Rows after which a file of a release ends: at most a few hundred megabytes of pairs. */
  static final long ROWS_PER_FILE = 2_000_000;

  private final SparkSession spark;
  private final Function<String, Dataset<Row>> tables;
  private final Lake lake;
  private final ReleaseRequest request;

  /**
   * @param tables reads the current rows of a table in the pinned snapshot
   * @param lake where releases are
   */
  public ReleaseBuilder(
      SparkSession spark,
      Function<String, Dataset<Row>> tables,
      Lake lake,
      ReleaseRequest request) {
    this.spark = spark;
    this.tables = tables;
    this.lake = lake;
    this.request = request;
  }

  /** A release that exists. */
  private record Existing(String version, Folder folder, ReleaseManifest manifest, String sha256) {}

  /**
   * Builds the release and publishes it, unless a release with the same content exists.
   *
   * @throws IllegalStateException when the snapshot has nothing to release, or when the requested
   *     version exists with other content
   * @throws IOException when the lake cannot be read or written
   */
  public ReleaseResult build() throws IOException {
    lake.dropHalfReleases();
    Optional<Existing> latest = latest();
    List<Existing> alike = alike(latest);
    try (ReleaseSelection selection =
        ReleaseSelection.of(request.profile(), request.tables().keySet(), tables)) {
      SortedMap<String, Dataset<Row>> rows = new TreeMap<>(selection.rows());
      rows.put(ReleasedTable.COLUMNS, columns(rows));
      ReleaseChange change =
          latest.isEmpty()
              ? ReleaseChange.first()
              : ReleaseChange.between(spark, latest.get().folder(), latest.get().manifest(), rows);
      String version = version(latest, change);
      Folder staging = lake.releaseStaging(version);
      lake.dropReleaseStaging(version); // a killed build may have left files
      List<ReleaseManifest.Entry> data = writeData(rows, staging);
      ReleaseContent content = content(version, latest, change, data, staging, selection);
      for (Existing release : alike) {
        if (isContentOf(content, release)) {
          lake.dropReleaseStaging(version);
          return unchanged(content, release.version());
        }
      }
      if (lake.hasRelease(version)) {
        lake.dropReleaseStaging(version);
        throw new IllegalStateException(
            "Release "
                + version
                + " exists with other content; leave the version out or name a"
                + " new one");
      }
      for (Map.Entry<String, byte[]> document : ReleaseDocuments.of(content).entrySet()) {
        staging.write(document.getKey(), document.getValue());
      }
      lake.publishRelease(version);
      return result(content, ReleaseResult.Status.PUBLISHED, version);
    }
  }

  /** A build that was killed between publishing and pointing left an older release as latest. */
  private ReleaseResult unchanged(ReleaseContent content, String version) throws IOException {
    if (request.version() == null && !lake.latestRelease().equals(Optional.of(version))) {
      lake.pointToRelease(version);
    }
    return result(content, ReleaseResult.Status.UNCHANGED, version);
  }

  /** Releases that may hold the content already: the one asked for, else the newest ones. */
  private List<Existing> alike(Optional<Existing> latest) throws IOException {
    if (request.version() != null) {
      return lake.hasRelease(request.version()) ? List.of(existing(request.version())) : List.of();
    }
    List<Existing> newest = new ArrayList<>(latest.stream().toList());
    Optional<String> pointed = lake.latestRelease();
    if (pointed.isPresent() && lake.hasRelease(pointed.get())) {
      newest.add(existing(pointed.get()));
    }
    return newest;
  }

  private Optional<Existing> latest() throws IOException {
    Optional<String> version =
        lake.releases().stream()
            .filter(ReleaseVersion::valid)
            .max(Comparator.comparing(ReleaseVersion::parse));
    return version.isEmpty() ? Optional.empty() : Optional.of(existing(version.get()));
  }

  private Existing existing(String version) throws IOException {
    Folder folder = lake.releaseFolder(version);
    try {
      byte[] bytes = folder.read(ReleaseManifest.PATH);
      return new Existing(version, folder, ReleaseManifest.read(bytes), Digests.sha256(bytes));
    } catch (IOException e) {
      throw new IOException(
          "Release "
              + version
              + " has no readable manifest, so it cannot be compared with: "
              + e.getMessage(),
          e);
    }
  }

  private String version(Optional<Existing> latest, ReleaseChange change) {
    if (request.version() != null) {
      return request.version();
    }
    return latest
        .map(release -> ReleaseVersion.parse(release.version()).next(change.kind()))
        .orElse(ReleaseVersion.FIRST)
        .toString();
  }

  /** Whether rendering under the version of a release gives that release, byte by byte. */
  private static boolean isContentOf(ReleaseContent content, Existing release) {
    byte[] manifest =
        ReleaseDocuments.of(content.as(release.version(), release.manifest().changelog()))
            .get(ReleaseManifest.PATH);
    return Digests.sha256(manifest).equals(release.sha256());
  }

  private List<ReleaseManifest.Entry> writeData(
      SortedMap<String, Dataset<Row>> rows, Folder staging) throws IOException {
    List<ReleaseManifest.Entry> entries = new ArrayList<>();
    for (var table : rows.entrySet()) {
      ReleasedTable released = ReleasedTable.named(table.getKey());
      if (table.getKey().equals(ReleasedTable.PAIRS)) {
        long written = 0;
        for (String split : ReleasedTable.SPLITS) {
          Dataset<Row> part = table.getValue().filter(col("split").equalTo(split));
          written += write(released, part, split, split, staging, entries);
        }
        checkSplits(table.getValue(), written);
      } else {
        write(released, table.getValue(), released.name(), null, staging, entries);
      }
    }
    entries.sort(Comparator.comparing(ReleaseManifest.Entry::path));
    return entries;
  }

  private static long write(
      ReleasedTable table,
      Dataset<Row> rows,
      String stem,
      String split,
      Folder staging,
      List<ReleaseManifest.Entry> entries)
      throws IOException {
    ParquetFiles.Options options =
        new ParquetFiles.Options(table.namePattern(stem), ZSTD_LEVEL, ROWS_PER_FILE, table.bloom());
    long count = 0;
    ParquetFiles.Options fitting = isWide(table) ? options.wide() : options;
    for (LakeFile file : ParquetFiles.write(rows, table.order(), staging, fitting)) {
      entries.add(
          new ReleaseManifest.Entry(
              file.path(),
              file.bytes(),
              file.sha256(),
              table.name(),
              split,
              file.rows(),
              Digests.schema(staging.parquet(file.path()))));
      count += file.rows();
    }
    return count;
  }

  private static boolean isWide(ReleasedTable table) {
    return Table.exists(table.name()) && Table.named(table.name()).isWide();
  }

  private static void checkSplits(Dataset<Row> pairs, long written) {
    long all = pairs.count();
    if (all != written) {
      throw new IllegalStateException(
          (all - written)
              + " pairs are in none of the splits "
              + String.join(", ", ReleasedTable.SPLITS));
    }
  }

  /** The table that describes every column of every table, its own included. */
  private Dataset<Row> columns(SortedMap<String, Dataset<Row>> rows) {
    List<String> names = new ArrayList<>(rows.keySet());
    names.add(ReleasedTable.COLUMNS);
    List<Row> described = new ArrayList<>();
    for (String name : names) {
      for (Column column : ReleasedTable.named(name).columns()) {
        described.add(
            RowFactory.create(
                name,
                column.name(),
                column.type().simpleString(),
                column.unit().isEmpty() ? null : column.unit(),
                column.nullable(),
                column.description(),
                column.example().isEmpty() ? null : column.example()));
      }
    }
    return spark.createDataFrame(described, ReleasedTable.named(ReleasedTable.COLUMNS).schema());
  }

  private ReleaseContent content(
      String version,
      Optional<Existing> latest,
      ReleaseChange change,
      List<ReleaseManifest.Entry> data,
      Folder staging,
      ReleaseSelection selection)
      throws IOException {
    ReleaseFacts facts = ReleaseFacts.read(staging, data);
    ReleaseContent content =
        new ReleaseContent(
            version,
            List.of(),
            request,
            data,
            facts,
            selection.withheld(),
            tally("unmatched", List.of("table_name", "rule", "reason")),
            tally("rejects", List.of("source", "field", "reason")));
    return content.as(version, changelog(version, latest, change, content));
  }

  private List<ReleaseManifest.Change> changelog(
      String version, Optional<Existing> latest, ReleaseChange change, ReleaseContent content) {
    if (request.changelog() != null) {
      return request.changelog();
    }
    List<ReleaseManifest.Change> changes = new ArrayList<>();
    changes.add(
        new ReleaseManifest.Change(
            version, change.kind().id(), content.date().toString(), change.notes()));
    latest.ifPresent(release -> changes.addAll(release.manifest().changelog()));
    return changes;
  }

  private List<ReleaseContent.Tally> tally(String table, List<String> by) {
    if (!request.tables().containsKey(table)) {
      return List.of();
    }
    org.apache.spark.sql.Column[] columns =
        by.stream().map(name -> col(name)).toArray(org.apache.spark.sql.Column[]::new);
    List<ReleaseContent.Tally> tallies = new ArrayList<>();
    for (Row row : tables.apply(table).groupBy(columns).count().orderBy(columns).collectAsList()) {
      Map<String, String> of = new TreeMap<>(Comparator.comparingInt(by::indexOf));
      for (int i = 0; i < by.size(); i++) {
        of.put(by.get(i), row.getString(i));
      }
      tallies.add(new ReleaseContent.Tally(of, row.getLong(by.size())));
    }
    return tallies;
  }

  private ReleaseResult result(
      ReleaseContent content, ReleaseResult.Status status, String version) {
    Map<String, Long> rows = new TreeMap<>();
    content.facts().tables().forEach((name, table) -> rows.put(name, table.rows()));
    Map<String, Long> withheld = new TreeMap<>();
    content
        .withheld()
        .forEach(
            (table, reasons) ->
                withheld.put(table, reasons.values().stream().mapToLong(n -> n).sum()));
    return new ReleaseResult(version, status, rows, withheld, lake.releaseFolder(version).uri());
  }
}
