package org.rudolphine.jobs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.jobs.settings.Secrets;
import org.rudolphine.jobs.settings.Settings;
import org.rudolphine.transform.table.TableStore;

/** What every job works with: settings, lake, console, and Spark when somebody asks for it. */
final class Workspace implements AutoCloseable {
  private final Settings settings;
  private final Lake lake;
  private final Console console;
  private final Map<String, Long> rows = new HashMap<>();
  private final TaskProgress tasks = new TaskProgress();
  private SparkSession spark;
  private boolean mine;

  private Workspace(Settings settings, Lake lake, Console console) {
    this.settings = settings;
    this.lake = lake;
    this.console = console;
  }

  static Workspace open(Settings settings, Console console) {
    String lake = settings.text("lake");
    if (Submit.isInCluster() && !lake.contains(":") && !Path.of(lake).isAbsolute()) {
      throw new UsageException(
          "The lake "
              + lake
              + " would lie in the directory of a driver that the cluster clears: give --lake an"
              + " absolute path or URI");
    }
    warnOfSecrets(console);
    return new Workspace(settings, Lake.open(lake, Submit.hadoopSettings()), console);
  }

  private static void warnOfSecrets(Console console) {
    List<String> exposed = Secrets.among(System.getProperties().stringPropertyNames());
    if (!exposed.isEmpty()) {
      console.warn(
          "secrets among Spark's properties ("
              + String.join(", ", exposed)
              + ") can be read from command lines and process lists; use environment variables such"
              + " as AWS_SECRET_ACCESS_KEY, or a Hadoop credential provider, see docs/operations.md");
    }
  }

  /** The settings of a source with the secrets that it declares. */
  SourceSettings withSecrets(SourceSettings source) {
    return new Secrets(System.getenv(), lake.hadoopSettings()).of(source);
  }

  Settings settings() {
    return settings;
  }

  Lake lake() {
    return lake;
  }

  Console console() {
    return console;
  }

  /** Whether Spark was needed so far. */
  boolean hasStartedSpark() {
    return spark != null;
  }

  /** Spark, started at the first call. */
  SparkSession spark() throws IOException {
    if (spark == null) {
      mine = SparkSession.getDefaultSession().isEmpty();
      if (mine) {
        console.progress("starting Spark");
      }
      // Other Hadoop settings reach Spark by themselves: as site files and as spark.hadoop.*.
      spark = SparkStarter.start(settings, "job", lake.storeDefaults());
      spark.sparkContext().addSparkListener(tasks);
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      // A lane of a cancelled harvest must not go on asking its provider.
      context.setInterruptOnCancel(true);
      SharedDisk.check(context, lake);
    }
    return spark;
  }

  /** What Spark's tasks have done so far. */
  TaskProgress.Counts taskCounts() {
    return tasks.counts();
  }

  /**
   * Raw records of some sources, as the manifests count them: a measure of how much there is to do.
   * Counted once, since there is a manifest for each batch that was ever fetched.
   */
  private long rows(Collection<String> sources) throws IOException {
    long sum = 0;
    for (String source : sources) {
      if (!rows.containsKey(source)) {
        List<BatchManifest> batches = lake.batches(source);
        rows.put(source, batches.stream().mapToLong(BatchManifest::records).sum());
      }
      sum += rows.get(source);
    }
    return sum;
  }

  /** Suits Spark to how much there is to do. */
  void suit() throws IOException {
    SparkStarter.suit(spark(), settings, rows(lake.harvestedSources()));
  }

  /** Tables at the newest snapshot, for work on all of them. */
  TableStore tables(Run run) throws IOException {
    return tables(run, lake.harvestedSources());
  }

  /** Tables at the newest snapshot, for work on records and rows of a few sources. */
  TableStore tables(Run run, Collection<String> sources) throws IOException {
    SparkStarter.suit(spark(), settings, rows(sources));
    return TableStore.open(spark(), lake, run.id(), CodeVersion.current(), run.clock());
  }

  /** A path for people: relative to nothing, without the scheme when it is a local one. */
  static String shown(String uri) {
    return uri.startsWith("file:") ? Path.of(URI.create(uri)).toString() : uri;
  }

  /** The same, relative to the current folder when it lies below that. */
  static String brief(String uri) {
    String path = shown(uri);
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here + java.io.File.separator)
        ? here.relativize(Path.of(path)).toString()
        : path;
  }

  /** Stops Spark if it was started here; a session that was there before belongs to somebody. */
  @Override
  public void close() {
    if (spark != null && mine) {
      spark.stop();
    } else if (spark != null) {
      spark.sparkContext().removeSparkListener(tasks);
    }
    spark = null;
  }
}
