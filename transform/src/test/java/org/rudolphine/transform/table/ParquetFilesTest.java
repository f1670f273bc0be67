package org.rudolphine.transform.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.ingest.parquet.ParquetRows;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.table.ParquetFiles.Options;

class ParquetFilesTest {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "id string, value double, list array<double>, m map<string,double>, at timestamp");
  private static final SparkSession SPARK = SparkSessions.shared();

  @TempDir Path folder;

  private static List<Row> rows(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, Double> map = new LinkedHashMap<>();
      map.put("z", 1.0 * i);
      map.put("a", 2.0);
      rows.add(
          RowFactory.create(
              "id-%06d".formatted(i),
              i / 7.0,
              new Double[] {1.0 * i, 2.0},
              map,
              Instant.ofEpochSecond(i)));
    }
    return rows;
  }

  /** The same rows in another order and another number of partitions. */
  private static Dataset<Row> dataset(List<Row> rows, int partitions, long seed) {
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(seed));
    return SPARK.createDataFrame(shuffled, SCHEMA).repartition(partitions);
  }

  private Folder folder(String name) throws IOException {
    return Folder.open(Files.createDirectories(folder.resolve(name)).toString());
  }

  @Test
  void bytesDependOnTheRowsAlone() throws IOException {
    Options options = new Options("data/part-%05d-of-%05d.parquet", 9, 1_000, List.of("id"));
    SPARK.conf().set(ParquetFiles.ONE_TASK, "true");
    List<LakeFile> one;
    List<LakeFile> seven;
    try {
      one = ParquetFiles.write(dataset(rows(2_500), 1, 1), List.of("id"), folder("one"), options);
      SPARK.conf().set(ParquetFiles.ONE_TASK, "false");
      SPARK.conf().set("spark.sql.shuffle.partitions", "5");
      seven =
          ParquetFiles.write(
              dataset(rows(2_500), 7, 2), List.of("id"), folder("a folder, spaced"), options);
    } finally {
      SPARK.conf().unset(ParquetFiles.ONE_TASK);
      SPARK.conf().set("spark.sql.shuffle.partitions", "2");
    }

    // The first was sorted by one task, the second ranked and placed by many.
    assertThat(seven).isEqualTo(one);
    assertThat(one).extracting(LakeFile::rows).containsExactly(1_000L, 1_000L, 500L);
    assertThat(one)
        .extracting(LakeFile::path)
        .containsExactly(
            "data/part-00000-of-00003.parquet",
            "data/part-00001-of-00003.parquet",
            "data/part-00002-of-00003.parquet");
  }

  /** Parquet-java looks at sizes after a hundred rows; by then these would have half a gigabyte. */
  @Test
  void rowGroupsOfWideRowsEndInTime() throws IOException {
    Dataset<Row> wide =
        SPARK
            .range(0, 9, 1, 3)
            .selectExpr(
                "concat('id-', id) AS id",
                "transform(sequence(1, 600000), i -> if(i = 7, null, hash(id, i) / 3D)) AS list");
    List<LakeFile> files =
        ParquetFiles.write(wide, List.of("id"), folder("wide"), Options.nightly().wide());

    assertThat(files).extracting(LakeFile::rows).containsExactly(9L);
    List<Long> groups = new ArrayList<>();
    try (ParquetFileReader reader =
        ParquetFileReader.open(folder("wide").parquet("part-00000.parquet"))) {
      reader.getRowGroups().forEach(group -> groups.add(group.getRowCount()));
      assertThat(reader.getRowGroups())
          .allSatisfy(
              group ->
                  assertThat(group.getTotalByteSize())
                      .isLessThan(2 * ParquetFiles.ROW_GROUP_BYTES));
    }
    assertThat(groups).hasSizeGreaterThan(1);
    List<Integer> places = new ArrayList<>();
    ParquetRows.forEach(
        folder("wide").parquet("part-00000.parquet"),
        row -> {
          List<?> list = (List<?>) row.get("list");
          assertThat(list).hasSize(600_000);
          places.add(list.indexOf(null));
        });
    assertThat(places).hasSize(9).containsOnly(6);
    List<LakeFile> again =
        ParquetFiles.write(
            SPARK.read().parquet(folder("wide").uri()).repartition(4),
            List.of("id"),
            folder("again"),
            Options.nightly().wide());
    assertThat(again).isEqualTo(files);
  }

  /** A constant is never null, and Spark would note that in the file. */
  @Test
  void bytesDoNotDependOnWhatSparkKnowsOfMissingValues() throws IOException {
    Dataset<Row> constant =
        SPARK.range(3).selectExpr("'a' AS id", "array(1.0D) AS list", "map('k', 2.0D) AS m");
    List<LakeFile> computed =
        ParquetFiles.write(constant, List.of("id"), folder("computed"), Options.nightly());
    Dataset<Row> stored = SPARK.read().parquet(folder("computed").uri());
    List<LakeFile> readBack =
        ParquetFiles.write(stored, List.of("id"), folder("read-back"), Options.nightly());

    assertThat(readBack).isEqualTo(computed);
    assertThat(constant.schema().apply("id").nullable()).isFalse();
  }

  @Test
  void bloomFiltersOfFewRowsAreSmall() throws IOException {
    Dataset<Row> few = dataset(rows(50), 1, 1);
    LakeFile without =
        ParquetFiles.write(few, List.of("id"), folder("without"), Options.nightly()).get(0);
    Options filtered = new Options("part-%05d.parquet", 3, 100, List.of("id"));
    LakeFile with = ParquetFiles.write(few, List.of("id"), folder("with"), filtered).get(0);

    assertThat(with.bytes() - without.bytes()).isLessThan(2_000);
  }

  @Test
  void rowsAreInOrderAcrossFilesAndNothingElseIsLeftBehind() throws IOException {
    Options options = new Options("part-%05d.parquet", 3, 40, List.of());
    Folder target = folder("ordered");
    List<LakeFile> files =
        ParquetFiles.write(dataset(rows(100), 4, 3), List.of("id"), target, options);

    List<Object> ids = new ArrayList<>();
    for (LakeFile file : files) {
      ParquetRows.forEach(target.parquet(file.path()), row -> ids.add(row.get("id")));
    }
    assertThat(ids).isEqualTo(rows(100).stream().map(row -> row.get(0)).toList());
    assertThat(target.files())
        .containsExactly("part-00000.parquet", "part-00001.parquet", "part-00002.parquet");
    assertThat(folder.resolve("ordered")).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void noRowsMakeOneFileWithTheSchema() throws IOException {
    Folder target = folder("empty");
    List<LakeFile> files =
        ParquetFiles.write(dataset(rows(0), 1, 1), List.of("id"), target, Options.nightly());
    assertThat(files).singleElement().satisfies(file -> assertThat(file.rows()).isZero());
    assertThat(ParquetRows.schema(target.parquet("part-00000.parquet")).getColumns()).hasSize(6);
  }

  @Test
  void footerHoldsMicrosecondsBloomFiltersAndNoClock() throws IOException {
    Folder target = folder("footer");
    ParquetFiles.write(
        dataset(rows(50), 2, 1),
        List.of("id"),
        target,
        new Options("t-%05d.parquet", 9, 100, List.of("id")));
    try (ParquetFileReader reader = ParquetFileReader.open(target.parquet("t-00000.parquet"))) {
      assertThat(reader.getFileMetaData().getKeyValueMetaData())
          .containsOnlyKeys(
              "org.apache.spark.version", "org.apache.spark.sql.parquet.row.metadata");
      TimestampLogicalTypeAnnotation at =
          (TimestampLogicalTypeAnnotation)
              reader.getFileMetaData().getSchema().getType("at").getLogicalTypeAnnotation();
      assertThat(at.getUnit()).isEqualTo(TimeUnit.MICROS);
      for (ColumnChunkMetaData chunk : reader.getFooter().getBlocks().get(0).getColumns()) {
        String path = chunk.getPath().toDotString();
        assertThat(chunk.getBloomFilterOffset() > 0).as(path).isEqualTo(path.equals("id"));
        assertThat(chunk.getColumnIndexReference()).as(path).isNotNull();
        assertThat(chunk.hasDictionaryPage()).as(path).isEqualTo(path.equals("m.key_value.key"));
      }
    }
  }

  @Test
  void mapsAreWrittenWithSortedKeys() throws IOException {
    Folder target = folder("maps");
    ParquetFiles.write(dataset(rows(1), 1, 1), List.of("id"), target, Options.nightly());
    Row row = SPARK.read().parquet(target.uri()).first();
    assertThat(row.getJavaMap(3).keySet()).map(Object::toString).containsExactly("a", "z");
  }

  /** Acceptance of the dataset: a look-up by id reads less than a twentieth of the file. */
  @Test
  void lookUpByAnIdThatRowsAreSortedByReadsLittle() throws IOException {
    Dataset<Row> rows =
        SPARK
            .range(200_000)
            .selectExpr(
                "sha2(cast(id as string), 256) AS pair_id",
                "concat('event-', id div 200) AS experiment_id",
                "rand(7) AS value");
    Folder target = folder("look-up");
    ParquetFiles.write(
        rows,
        List.of("experiment_id", "pair_id"),
        target,
        new Options("p-%05d.parquet", 9, 1_000_000, List.of("pair_id", "experiment_id")));
    CountingInputFile file = new CountingInputFile(target.parquet("p-00000.parquet"));

    assertThat(ParquetRows.where(file, "experiment_id", "event-321")).hasSize(200);
    assertThat(file.bytesRead()).isLessThan(file.getLength() / 20);
  }

  @Test
  void refusesOptionsThatCannotWork() {
    assertThatThrownBy(() -> new Options("part.parquet", 3, 10, List.of()))
        .hasMessageContaining("part.parquet");
    assertThatThrownBy(() -> new Options("part-%05d.csv", 3, 10, List.of()))
        .hasMessageContaining("part-%05d.csv");
    assertThatThrownBy(() -> new Options("part-%05d.parquet", 23, 10, List.of()))
        .hasMessageContaining("23");
    assertThatThrownBy(() -> new Options("part-%05d.parquet", 3, 0, List.of()))
        .hasMessageContaining("0");
  }
}
