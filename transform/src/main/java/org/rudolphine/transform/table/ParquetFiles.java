package org.rudolphine.transform.table;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.map_from_entries;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.LakeFile;

/**
 * Writes rows as Parquet files whose bytes depend on the rows alone: not on cores, partitions,
 * folder or time. Rows are sorted, a file ends at an exact rank, and names are fixed. The footer
 * holds the schema and the versions of Spark and parquet-java, nothing of the clock.
 *
 * <p>Dictionaries are for text and whole numbers; floating-point values rarely repeat. Maps are
 * written with sorted keys, timestamps as microseconds (UTC), lists in three levels.
 *
 * <p>One condition comes from parquet-java: it shrinks row groups when all writers of a process
 * together would exceed its heap, so an executor needs {@link #ROW_GROUP_BYTES} per core at least.
 */
public final class ParquetFiles {
  /** A row group ends at this many rows, so that a selective read touches little. */
  public static final long ROW_GROUP_ROWS = 100_000;

  /** A row group also ends at about this many bytes in memory, for tables with wide rows. */
  public static final long ROW_GROUP_BYTES = 32L << 20;

  /** A page ends at this many rows: a look-up by an id that rows are sorted by reads one or two. */
  public static final int PAGE_ROWS = 5_000;

  /** Enough for the distinct values of a full row group at one false answer in a hundred. */
  private static final int BLOOM_BYTES = 128 << 10;

  /**
   * Session setting: {@code true} lets one task sort and write everything, which is quick for few
   * rows. The bytes are the same either way.
   */
  public static final String ONE_TASK = "spark.rudolphine.sort-in-one-task";

  private static final String RANK = "__rank";
  private static final String FILE = "__file";

  /** Bits of {@code monotonically_increasing_id} that count rows within a partition. */
  private static final int ROW_BITS = 33;

  private ParquetFiles() {}

  /**
   * How files are named and packed.
   *
   * @param namePattern path below the folder, a {@link String#format} pattern that is given the
   *     file's number from 0 and the number of files: {@code data/pairs/train-%05d-of-%05d.parquet}
   * @param zstdLevel compression level, 1 to 22
   * @param rowsPerFile rows after which a new file starts
   * @param bloomColumns text columns that get a Bloom filter for look-ups of single values
   * @param plainColumns columns without a dictionary because their values hardly repeat, nested
   *     ones with all that they hold; those that the rows do not have are passed over
   * @param rowsPerLook rows after which parquet-java looks for the first time how large pages and
   *     row group have become
   */
  public record Options(
      String namePattern,
      int zstdLevel,
      long rowsPerFile,
      List<String> bloomColumns,
      List<String> plainColumns,
      int rowsPerLook) {
    /** Parquet-java's own. */
    private static final int LOOK = 100;

    /** Rows of several megabytes: half a gigabyte a file at most, where others have hundreds. */
    private static final long WIDE_ROWS_PER_FILE = 64;

    /** Options with dictionaries for all text. */
    public Options(String namePattern, int zstdLevel, long rowsPerFile, List<String> bloomColumns) {
      this(namePattern, zstdLevel, rowsPerFile, bloomColumns, List.of(), LOOK);
    }

    public Options {
      bloomColumns = List.copyOf(bloomColumns);
      plainColumns = List.copyOf(plainColumns);
      if (zstdLevel < 1 || zstdLevel > 22) {
        throw new IllegalArgumentException("zstd has levels 1 to 22, not " + zstdLevel);
      }
      if (rowsPerLook < 1) {
        throw new IllegalArgumentException("Sizes are looked at after a row, not " + rowsPerLook);
      }
      if (rowsPerFile < 1) {
        throw new IllegalArgumentException("A file holds at least one row, not " + rowsPerFile);
      }
      String first = String.format(Locale.ROOT, namePattern, 0, 2);
      if (!first.endsWith(".parquet") || first.equals(fileName(namePattern, 1, 2))) {
        throw new IllegalArgumentException(
            "Files need distinct names that end in .parquet, not " + namePattern);
      }
    }

    private static String fileName(String pattern, int number, int files) {
      return String.format(Locale.ROOT, pattern, number, files);
    }

    /** Quick to write: {@code part-00000.parquet}, zstd level 1, at most 250,000 rows a file. */
    public static Options nightly() {
      return new Options("part-%05d.parquet", 1, 250_000, List.of());
    }

    /** The same with some columns written without a dictionary. */
    public Options plain(List<String> columns) {
      return new Options(namePattern, zstdLevel, rowsPerFile, bloomColumns, columns, rowsPerLook);
    }

    /**
     * The same for rows of up to several megabytes each: few of them make a file, and no more are
     * in memory than make a row group.
     */
    public Options wide() {
      long rows = Math.min(rowsPerFile, WIDE_ROWS_PER_FILE);
      return new Options(namePattern, zstdLevel, rows, bloomColumns, plainColumns, 1);
    }

    private boolean looksAsUsual() {
      return rowsPerLook == LOOK;
    }

    String path(int number, int files) {
      return fileName(namePattern, number, files);
    }
  }

  /**
   * Writes all rows, sorted; without rows, one file with the schema and no row.
   *
   * @param rows rows that come out the same each time: many of them are computed once for their
   *     keys and once as a whole
   * @param sortColumns columns that together tell rows apart, else the order of equals is open
   * @return the files in order of their rows, with paths relative to the folder
   * @throws IOException when the folder cannot be written or Spark wrote other files than asked
   */
  public static List<LakeFile> write(
      Dataset<Row> rows, List<String> sortColumns, Folder folder, Options options)
      throws IOException {
    if (sortColumns.isEmpty()) {
      throw new IllegalArgumentException("Without sort columns the order of rows would be open");
    }
    settle(rows.sparkSession());
    Dataset<Row> input = nullable(withSortedMaps(rows));
    boolean few = Boolean.parseBoolean(rows.sparkSession().conf().get(ONE_TASK, "false"));
    return few
        ? writeInOneTask(input, sortColumns, folder, options)
        : writeByRank(input, sortColumns, folder, options);
  }

  /** Spark has no writer option for these; every table of a lake wants them so. */
  private static void settle(SparkSession session) {
    session.conf().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    session.conf().set("spark.sql.parquet.writeLegacyFormat", "false");
  }

  /**
   * The same rows under a schema in which everything may be missing. What Spark's optimizer knows
   * of a column (a constant is never null) would else become part of the file: rows just computed
   * and the same rows read back would differ in their bytes. No column expression survives the
   * optimizer; a union with something that may hold nulls does, and costs nothing where that
   * something has no partition.
   */
  private static Dataset<Row> nullable(Dataset<Row> rows) {
    SparkSession session = rows.sparkSession();
    JavaRDD<Row> none = JavaSparkContext.fromSparkContext(session.sparkContext()).emptyRDD();
    return rows.union(session.createDataFrame(none, (StructType) nullable(rows.schema())));
  }

  private static DataType nullable(DataType type) {
    if (type instanceof StructType struct) {
      StructType copy = new StructType();
      for (StructField field : struct.fields()) {
        copy = copy.add(field.name(), nullable(field.dataType()), true, field.metadata());
      }
      return copy;
    }
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(nullable(array.elementType()), true);
    }
    return type instanceof MapType map
        ? DataTypes.createMapType(map.keyType(), nullable(map.valueType()), true)
        : type;
  }

  private static Dataset<Row> withSortedMaps(Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      Column column = rows.col("`" + field.name() + "`");
      columns.add(
          field.dataType() instanceof MapType
              ? map_from_entries(array_sort(map_entries(column))).as(field.name(), field.metadata())
              : column);
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  /** The quick way: nothing is counted beforehand, Spark starts a file every so many rows. */
  private static List<LakeFile> writeInOneTask(
      Dataset<Row> rows, List<String> sortColumns, Folder folder, Options options)
      throws IOException {
    Dataset<Row> sorted = rows.repartition(1).sortWithinPartitions(columns(sortColumns));
    return save(sorted, folder, options);
  }

  /**
   * Ranks the keys alone by a global sort, which gives the first key of each file; then sends every
   * row to its file and sorts there.
   */
  private static List<LakeFile> writeByRank(
      Dataset<Row> rows, List<String> sortColumns, Folder folder, Options options)
      throws IOException {
    List<Row> firsts = firstKeys(rows.select(columns(sortColumns)), sortColumns, options);
    if (firsts.isEmpty()) {
      return writeInOneTask(rows, sortColumns, folder, options);
    }
    Dataset<Row> placed =
        rows.withColumn(FILE, file(rows.schema(), sortColumns, firsts))
            .repartitionById(firsts.size() + 1, col(FILE))
            .sortWithinPartitions(columns(sortColumns))
            .drop(FILE);
    return save(placed, folder, options);
  }

  /** Keys at the ranks at which the second and all further files begin, in order. */
  private static List<Row> firstKeys(Dataset<Row> keys, List<String> sortColumns, Options options) {
    // Kept, because sorting looks at them twice and computing them may mean reading wide rows.
    Dataset<Row> narrow = keys.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return narrow.count() <= options.rowsPerFile()
          ? List.of()
          : ranked(narrow, sortColumns, options.rowsPerFile());
    } finally {
      narrow.unpersist();
    }
  }

  /** Every so many of the sorted keys, without the first. */
  private static List<Row> ranked(Dataset<Row> keys, List<String> sortColumns, long every) {
    Dataset<Row> ranked =
        keys.orderBy(columns(sortColumns))
            .withColumn(RANK, functions.monotonically_increasing_id())
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Column rank = rank(starts(partitionSizes(ranked)));
      return ranked
          .filter(rank.gt(0).and(rank.mod(every).equalTo(0)))
          .orderBy(RANK)
          .drop(RANK)
          .collectAsList();
    } finally {
      ranked.unpersist();
    }
  }

  /** Number of the file that a row belongs to: how many files begin at its key or before. */
  private static Column file(StructType schema, List<String> sortColumns, List<Row> firsts) {
    return search(schema, sortColumns, firsts, 0, firsts.size());
  }

  /**
   * A search by halves: a row is compared with the first keys of few files, however many there are.
   *
   * @param from least number of the file
   * @param to greatest
   */
  private static Column search(
      StructType schema, List<String> sortColumns, List<Row> firsts, int from, int to) {
    if (from == to) {
      return functions.lit(from);
    }
    int middle = (from + to) >>> 1; // the file after it begins with firsts.get(middle)
    Row first = firsts.get(middle);
    List<Column> cells = new ArrayList<>();
    for (int i = 0; i < sortColumns.size(); i++) {
      StructField field = schema.apply(sortColumns.get(i));
      cells.add(functions.lit(first.get(i)).cast(field.dataType()).as(field.name()));
    }
    Column begins = functions.struct(cells.toArray(Column[]::new));
    return functions
        .when(
            functions.struct(columns(sortColumns)).geq(begins),
            search(schema, sortColumns, firsts, middle + 1, to))
        .otherwise(search(schema, sortColumns, firsts, from, middle));
  }

  private static SortedMap<Long, Long> partitionSizes(Dataset<Row> ranked) {
    SortedMap<Long, Long> sizes = new TreeMap<>();
    ranked
        .groupBy(functions.shiftright(col(RANK), ROW_BITS).as(FILE))
        .count()
        .collectAsList()
        .forEach(row -> sizes.put(row.getLong(0), row.getLong(1)));
    return sizes;
  }

  /** Rank of the first row of each partition that has rows. */
  private static SortedMap<Long, Long> starts(SortedMap<Long, Long> sizes) {
    SortedMap<Long, Long> starts = new TreeMap<>();
    long start = 0;
    for (var size : sizes.entrySet()) {
      starts.put(size.getKey(), start);
      start += size.getValue();
    }
    return starts;
  }

  private static Column rank(SortedMap<Long, Long> starts) {
    List<Column> entries = new ArrayList<>();
    starts.forEach(
        (partition, start) -> {
          entries.add(functions.lit(partition));
          entries.add(functions.lit(start));
        });
    Column start =
        functions.element_at(
            functions.map(entries.toArray(Column[]::new)),
            functions.shiftright(col(RANK), ROW_BITS));
    return start.plus(col(RANK).bitwiseAND(functions.lit((1L << ROW_BITS) - 1)));
  }

  /** Lets Spark write into a scratch folder, then copies its part files to their names. */
  private static List<LakeFile> save(Dataset<Row> sorted, Folder folder, Options options)
      throws IOException {
    String scratch = "_writing-" + options.path(0, 1).replace('/', '-');
    folder.delete(scratch);
    try {
      writer(sorted, options).save(sparkPath(folder.uri(scratch)));
      Folder written = folder.folder(scratch);
      // Spark's names sort by partition, then by file within the partition.
      List<String> parts = written.files().stream().filter(p -> p.startsWith("part-")).toList();
      List<LakeFile> result = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        String path = options.path(i, parts.size());
        LakeFile file = ParquetFooter.copyInOrder(folder, scratch + "/" + parts.get(i), path);
        if (i + 1 < parts.size() && file.rows() != options.rowsPerFile()) {
          throw new IOException(
              "Spark wrote "
                  + file.rows()
                  + " rows instead of "
                  + options.rowsPerFile()
                  + " into "
                  + folder.uri(path)
                  + "; do its sort columns tell all rows apart?");
        }
        result.add(file);
      }
      if (result.isEmpty()) {
        throw new IOException("Spark wrote no file below " + folder.uri());
      }
      return result;
    } finally {
      folder.delete(scratch);
    }
  }

  private static DataFrameWriter<Row> writer(Dataset<Row> rows, Options options) {
    DataFrameWriter<Row> writer =
        rows.write()
            .format("parquet")
            .mode(SaveMode.ErrorIfExists)
            .option("compression", "zstd")
            .option("parquet.compression.codec.zstd.level", options.zstdLevel())
            .option("parquet.block.size", ROW_GROUP_BYTES)
            .option("parquet.block.row.count.limit", ROW_GROUP_ROWS)
            .option("parquet.page.row.count.limit", PAGE_ROWS)
            .option("parquet.writer.max-padding", 0)
            // Each row group takes the smallest of several filters that its values fit into. This
            // is a switch for all columns: parquet-java does not read it for a single one.
            .option("parquet.bloom.filter.adaptive.enabled", "true")
            .option("maxRecordsPerFile", options.rowsPerFile())
            .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
    if (!options.looksAsUsual()) {
      writer =
          writer
              .option("parquet.block.size.row.check.min", options.rowsPerLook())
              .option("parquet.page.size.row.check.min", options.rowsPerLook());
    }
    List<String> plain = plainPaths(rows.schema(), options.plainColumns());
    for (String path : plain) {
      writer = writer.option("parquet.enable.dictionary#" + path, "false");
    }
    for (String column : options.bloomColumns()) {
      if (!(rows.schema().apply(column).dataType() instanceof StringType)) {
        throw new IllegalArgumentException("Only text gets a Bloom filter, not " + column);
      }
      // A column that is all dictionary gets no Bloom filter from parquet-java.
      writer =
          writer
              .option("parquet.enable.dictionary#" + column, "false")
              .option("parquet.bloom.filter.enabled#" + column, "true")
              .option("parquet.bloom.filter.candidates.number#" + column, 10)
              .option("parquet.bloom.filter.max.bytes", BLOOM_BYTES);
    }
    return writer;
  }

  /** What gets no dictionary, by the paths of Parquet: floating-point values and what is named. */
  private static List<String> plainPaths(StructType schema, List<String> named) {
    List<String> paths = new ArrayList<>();
    for (StructField field : schema.fields()) {
      boolean all = named.contains(field.name());
      collect(field.name(), field.dataType(), type -> all || isFloatingPoint(type), paths);
    }
    return paths;
  }

  private static boolean isFloatingPoint(DataType type) {
    return type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType);
  }

  private static void collect(
      String path, DataType type, Predicate<DataType> wanted, List<String> paths) {
    if (type instanceof ArrayType array) {
      collect(path + ".list.element", array.elementType(), wanted, paths);
    } else if (type instanceof MapType map) {
      collect(path + ".key_value.value", map.valueType(), wanted, paths);
    } else if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        collect(path + "." + field.name(), field.dataType(), wanted, paths);
      }
    } else if (wanted.test(type)) {
      paths.add(path);
    }
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
  }

  /** A file or folder of the lake as Spark wants it: Hadoop paths have no percent-encoding. */
  public static String sparkPath(String uri) {
    return uri.startsWith("file:") ? new Path(URI.create(uri)).toString() : uri;
  }
}
