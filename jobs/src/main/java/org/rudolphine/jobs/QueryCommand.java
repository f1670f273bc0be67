package org.rudolphine.jobs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.parquet.ParquetRows;
import org.rudolphine.transform.table.ParquetFiles;
import org.rudolphine.transform.table.TableStore;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** SQL over the current tables. */
@CommandLine.Command(
    name = "query",
    mixinStandardHelpOptions = true,
    description = "SQL over the current tables, printed or written to a file.")
final class QueryCommand extends Command {
  private static final int PRINTED_ROWS = 1000;

  @Parameters(paramLabel = "SQL", description = "A SELECT statement over the tables of the lake.")
  String sql;

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "csv, json (JSON lines) or parquet; a table for people by default.")
  String format;

  @Option(
      names = "--output",
      paramLabel = "P",
      description = "File for csv and json, folder for parquet.")
  String output;

  @Override
  public Integer call() throws IOException {
    String chosen = format();
    try (Workspace workspace = options().workspace()) {
      workspace.lake().checkReadable();
      Run run = Run.start("query", Clock.systemUTC());
      if (workspace.lake().snapshot().number() == 0) {
        throw new IOException(
            "The lake " + Workspace.shown(workspace.lake().uri()) + " has no tables yet");
      }
      TableStore store = workspace.tables(run);
      for (String table : store.snapshot().tables().keySet()) {
        store.read(table).createOrReplaceTempView(table);
      }
      Dataset<Row> rows = select(workspace);
      if (output != null) {
        write(workspace, rows, chosen);
      } else {
        print(workspace, rows, chosen);
      }
      return ExitCode.DONE;
    }
  }

  private String format() {
    String chosen =
        format == null ? (output == null ? (options().json ? "json" : "table") : "csv") : format;
    if (!List.of("csv", "json", "parquet", "table").contains(chosen)) {
      throw new UsageException("--format is csv, json or parquet, not " + chosen);
    }
    if (chosen.equals("parquet") && output == null) {
      throw new UsageException("--format parquet needs --output FOLDER");
    }
    return chosen;
  }

  private Dataset<Row> select(Workspace workspace) throws IOException {
    try {
      return workspace.spark().sql(sql);
    } catch (Exception e) {
      // Analysis errors are checked exceptions in Scala and undeclared in Java; those of the parser
      // start with an empty line.
      throw new UsageException(
          String.valueOf(e.getMessage())
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .findFirst()
              .orElse("The query cannot be read: " + sql));
    }
  }

  private void write(Workspace workspace, Dataset<Row> rows, String chosen) throws IOException {
    long count;
    if (chosen.equals("parquet")) {
      count = parquet(rows, output, workspace.lake().hadoopSettings());
    } else {
      NamedFile file = NamedFile.of(output, workspace.lake().hadoopSettings());
      try (OutputStream out = file.create()) {
        count = lines(rows, chosen, out);
      }
    }
    workspace.console().result(Map.of("rows", count, "output", output));
    workspace.console().say(count + " rows written to " + output);
  }

  /** A folder of Parquet files in the order of the query; what a folder holds already stays. */
  private static long parquet(Dataset<Row> rows, String output, Map<String, String> hadoopSettings)
      throws IOException {
    String target = NamedFile.of(output, hadoopSettings).uri();
    if (exists(target, hadoopSettings)) {
      throw new UsageException("--output " + output + " exists already; name a new folder");
    }
    rows.write().option("compression", "zstd").parquet(ParquetFiles.sparkPath(target));
    long count = 0;
    Folder written = Folder.open(target, hadoopSettings);
    for (String file : written.files()) {
      if (file.endsWith(".parquet")) {
        count += ParquetRows.count(written.parquet(file));
      } else {
        written.delete(file); // Spark's own marks and checksums
      }
    }
    return count;
  }

  private static boolean exists(String folder, Map<String, String> hadoopSettings)
      throws IOException {
    try {
      Folder.open(folder, hadoopSettings);
      return true;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private void print(Workspace workspace, Dataset<Row> rows, String chosen) throws IOException {
    if (!chosen.equals("table")) {
      lines(rows, chosen, workspace.console().out());
      return;
    }
    TextTable table = new TextTable(rows.columns());
    List<Row> first = rows.limit(PRINTED_ROWS + 1).collectAsList();
    for (Row row : first.subList(0, Math.min(PRINTED_ROWS, first.size()))) {
      List<Object> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(row.isNullAt(i) ? "" : cell(row.get(i)));
      }
      table.row(cells.toArray());
    }
    workspace.console().print(table.render(""));
    workspace
        .console()
        .say(
            first.size() > PRINTED_ROWS
                ? "only the first " + PRINTED_ROWS + " rows; --output writes them all"
                : first.size() + (first.size() == 1 ? " row" : " rows"));
  }

  private static Object cell(Object value) {
    if (value instanceof scala.collection.Seq<?> list) {
      return list.mkString("[", ", ", "]");
    }
    return value;
  }

  /** One line per row; JSON lines keep nulls, CSV has a header and empty cells. */
  private static long lines(Dataset<Row> rows, String chosen, OutputStream out) throws IOException {
    long count = 0;
    if (chosen.equals("csv")) {
      out.write((Csv.line(List.of(rows.columns())) + "\n").getBytes(StandardCharsets.UTF_8));
      Iterator<Row> iterator = Csv.texts(rows).toLocalIterator();
      for (; iterator.hasNext(); count++) {
        Row row = iterator.next();
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
          cells.add(row.isNullAt(i) ? "" : row.getString(i));
        }
        out.write((Csv.line(cells) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return count;
    }
    Iterator<Row> iterator =
        rows.select(
                functions.to_json(
                    functions.struct(functions.col("*")),
                    Map.of(
                        "ignoreNullFields", "false",
                        "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX")))
            .toLocalIterator();
    for (; iterator.hasNext(); count++) {
      out.write((iterator.next().getString(0) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return count;
  }
}
