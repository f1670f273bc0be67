package org.rudolphine.transform.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.rudolphine.transform.table.RowCodec;
import org.rudolphine.transform.table.Table;

/**
 * Links 60,000 synthetic records of the shape of the portal's: 43,602 simulations and 30 datasets
 * of CMS 2016, 12,000 records of DELPHI, and the rest of CMS, ATLAS, LHCb and ALICE. No real record
 * is among them. {@code bin/bench.d/colliders.sh} runs it, and {@link HepPeer} on the same files.
 *
 * <p>Modes: {@code generate DIR SEED} writes the tables, {@code link DIR} links them.
 */
final class HepBench {
  private static final int RECORDS = 60_000;
  private final Random random;
  private final List<Row> datasets = new ArrayList<>();
  private final List<Row> relations = new ArrayList<>();
  private final RowCodec datasetCodec = new RowCodec(Table.named("hep_datasets").schema());
  private final RowCodec relationCodec = new RowCodec(Table.named("hep_relations").schema());

  private HepBench(long seed) {
    this.random = new Random(seed);
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[1]);
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.datetime.java8API.enabled", "true")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.parquet.compression.codec", "zstd")
            .getOrCreate();
    try {
      if (arguments[0].equals("generate")) {
        new HepBench(Long.parseLong(arguments[2])).generate(spark, directory);
      } else {
        link(spark, directory);
      }
    } finally {
      spark.stop();
    }
  }

  private void generate(SparkSession spark, Path directory) {
    cms("13TeV", 13000, 2016, 30, 43_602, "UL2016_MiniAODv2", "RunIISummer20UL16MiniAODv2-106X");
    cms("8TeV", 8000, 2012, 90, 700, "22Jan2013", "Summer12_DR53X-PU_S10_START53_V19");
    cms("7TeV", 7000, 2011, 58, 385, "12Oct2013", "Summer11LegDR-PU_S13_START53_LV6");
    cms("7TeV", 7000, 2010, 30, 63, "Apr21ReReco", "Summer12-LowPU2010_DR42-START42_V17B");
    for (int year = 1990; year <= 2000; year++) {
      delphi(year, 6, 1_084);
    }
    while (datasets.size() < RECORDS) {
      String experiment = random.nextBoolean() ? "LHCb" : "ALICE";
      dataset("data", experiment, "pp", 13000, 13000, 2015 + random.nextInt(4), Map.of());
    }
    hubs();
    write(spark, directory, "hep_datasets", datasets);
    write(spark, directory, "hep_relations", relations);
    write(spark, directory, "hep_files", List.of());
    System.out.printf("records %d%nrelations %d%n", datasets.size(), relations.size());
  }

  private void cms(
      String name, double gev, int year, int data, int simulations, String pass, String campaign) {
    for (int i = 0; i < data; i++) {
      boolean raw = random.nextInt(10) == 0;
      dataset(
          "data",
          "CMS",
          "pp",
          gev,
          gev,
          year,
          Map.of(
              "title",
              "/Primary" + i + "/Run" + year + "A-" + pass + "-v1/" + (raw ? "RAW" : "AOD"),
              "data_tier",
              raw ? "RAW" : "AOD",
              "campaign",
              pass,
              "release_family",
              "CMSSW_5_3"));
    }
    for (int i = 0; i < simulations; i++) {
      boolean other = random.nextInt(4) == 0;
      dataset(
          "simulation",
          "CMS",
          "pp",
          gev,
          gev,
          year,
          Map.of(
              "title",
              "/Process" + i + "_Tune" + name + "-generator/" + campaign + "-v1/AODSIM",
              "data_tier",
              other ? "NANOAODSIM" : "AODSIM",
              "campaign",
              campaign,
              "partner_years",
              List.of(year),
              "release_family",
              other ? "CMSSW_4_2" : "CMSSW_5_3"));
    }
  }

  private void delphi(int year, int data, int simulations) {
    boolean first = year < 1996;
    double low = first ? 89 : 161;
    double high = first ? 94 : 174;
    String tag = String.valueOf(year % 100);
    for (int i = 0; i < data + simulations; i++) {
      String processing = (random.nextBoolean() ? "c" : "d") + (1 + random.nextInt(2));
      dataset(
          i < data ? "data" : "simulation",
          "DELPHI",
          "e+e-",
          low,
          high,
          year,
          Map.of(
              "title", "DELPHI synthetic " + year + " number " + i,
              "data_tier", random.nextBoolean() ? "SHORT" : "LONG",
              "campaign", tag + processing));
    }
  }

  /** 40 analyses of 3 datasets and 12 simulations each, as software records name them. */
  private void hubs() {
    for (int hub = 0; hub < 40; hub++) {
      for (int i = 0; i < 15; i++) {
        int record = i < 3 ? random.nextInt(30) : 30 + random.nextInt(43_602);
        Map<String, Object> values = provenance();
        String target = "1" + String.format(Locale.ROOT, "%05d", record);
        values.put("record_id", "hub" + hub);
        values.put("relation", "use_with");
        values.put("target", "recid:" + target + "#" + i);
        values.put("target_record_id", target);
        values.put("record_type", "Software");
        values.put("field", "use_with.links");
        relations.add(relationCodec.row(values));
      }
    }
  }

  private static Map<String, Object> provenance() {
    Map<String, Object> values = new TreeMap<>();
    values.put("source", "synthetic");
    values.put("revision", 1);
    values.put("retrieved_at", Instant.EPOCH);
    values.put("raw_sha256", StableId.hex("synthetic"));
    values.put("raw_ref", "synthetic");
    values.put("content_sha256", StableId.hex("synthetic"));
    values.put("licence", "CC0-1.0");
    values.put("redistribute", "yes");
    return values;
  }

  private void dataset(
      String side,
      String experiment,
      String beams,
      double low,
      double high,
      int year,
      Map<String, Object> more) {
    Map<String, Object> values = provenance();
    values.put("record_id", "1" + String.format(Locale.ROOT, "%05d", datasets.size()));
    values.put("side", side);
    values.put("title", "synthetic");
    values.put("experiment", experiment);
    values.put("experiments", List.of(experiment));
    values.put("conditions_experiment", experiment);
    values.put("conditions_collision_type", beams);
    values.put("conditions_energy_gev_low", low);
    values.put("conditions_energy_gev_high", high);
    values.put("conditions_years", List.of(year));
    values.putAll(more);
    datasets.add(datasetCodec.row(values));
  }

  private static void write(SparkSession spark, Path directory, String table, List<Row> rows) {
    spark
        .createDataFrame(rows, Table.named(table).schema())
        .coalesce(2)
        .write()
        .parquet(directory.resolve(table).toString());
  }

  private static void link(SparkSession spark, Path directory) throws IOException {
    // Lists without an end, as the peer has none.
    RuleSettings conditions = HepSamples.with(HepSamples.conditions(), "list-length", 100_000L);
    time("stated", () -> run(spark, directory, new HepStatedRule(HepSamples.stated())));
    time("conditions", () -> run(spark, directory, new HepConditionsRule(conditions)));
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM")) {
        System.out.println("memory " + line.replaceAll("\\D", ""));
      }
    }
  }

  private interface Work {
    void run();
  }

  private static void time(String name, Work work) {
    long start = System.nanoTime();
    double cpu = cpuSeconds();
    work.run();
    System.out.printf(Locale.ROOT, "%s %.2f%n", name, (System.nanoTime() - start) * 1e-9);
    System.out.printf(Locale.ROOT, "%s-cpu %.2f%n", name, cpuSeconds() - cpu);
  }

  /** CPU time of this process so far, of all its threads. */
  static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
  }

  private static void run(SparkSession spark, Path directory, LinkRule rule) {
    Linker linker = new Linker(spark, table -> read(spark, directory, table));
    try (LinkedTables linked = linker.link(List.of(rule))) {
      linked.links().write().parquet(directory.resolve("links-" + rule.id()).toString());
      linked.unmatched().write().parquet(directory.resolve("unmatched-" + rule.id()).toString());
      LinkReport.OfRule report = linked.report().rules().get(0);
      System.out.printf(
          "%s-links %d%n%s-unmatched %d%n",
          rule.id(), report.accepted() + report.candidates(), rule.id(), report.unmatched());
      LinkReport.BlockSize block = report.largestBlocks().get(0);
      System.out.printf(
          "%s-block %s: %d x %d = %d%n",
          rule.id(), block.block(), block.left(), block.right(), block.pairs());
    }
  }

  private static Dataset<Row> read(SparkSession spark, Path directory, String table) {
    return spark
        .read()
        .schema(Table.named(table).schema())
        .parquet(directory.resolve(table).toString());
  }
}
