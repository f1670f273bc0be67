package org.rudolphine.transform.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Folder;
import org.rudolphine.ingest.lake.LakeFile;
import org.rudolphine.transform.SparkSessions;
import org.rudolphine.transform.table.ParquetFiles.Options;

class ParquetFooterTest {
  @TempDir Path directory;

  /** Another process has other identity hashes, so its hash sets list encodings otherwise. */
  @Test
  void encodingsOfAnotherProcessGiveTheSameBytes() throws IOException {
    Path file = written();
    byte[] bytes = Files.readAllBytes(file);
    byte[] reversed = withEncodingsReversed(bytes);
    assertThat(reversed).isNotEqualTo(bytes).hasSameSizeAs(bytes);
    Files.write(directory.resolve("reversed.parquet"), reversed);

    Folder folder = Folder.open(directory.toString());
    LakeFile copied = ParquetFooter.copyInOrder(folder, "reversed.parquet", "copied.parquet");

    assertThat(directory.resolve("copied.parquet")).hasBinaryContent(bytes);
    assertThat(copied).isEqualTo(folder.describe("copied.parquet", 100L));
  }

  @Test
  void refusesWhatIsNoParquetFile() throws IOException {
    byte[] bytes = Files.readAllBytes(written());
    Files.write(directory.resolve("cut.parquet"), Arrays.copyOf(bytes, bytes.length - 3));
    Files.write(directory.resolve("short.parquet"), new byte[5]);

    Folder folder = Folder.open(directory.toString());
    assertThatThrownBy(() -> ParquetFooter.copyInOrder(folder, "cut.parquet", "a.parquet"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut.parquet");
    assertThatThrownBy(() -> ParquetFooter.copyInOrder(folder, "short.parquet", "a.parquet"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("5 bytes");
    assertThat(directory.resolve("a.parquet")).doesNotExist();
  }

  private Path written() throws IOException {
    Dataset<Row> rows =
        SparkSessions.shared().range(100).selectExpr("concat('id-', id) AS id", "id / 7D AS x");
    ParquetFiles.write(rows, List.of("id"), Folder.open(directory.toString()), Options.nightly());
    return directory.resolve("part-00000.parquet");
  }

  private static byte[] withEncodingsReversed(byte[] file) throws IOException {
    int size = ByteBuffer.wrap(file, file.length - 8, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    int start = file.length - 8 - size;
    FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(file, start, size));
    for (ColumnChunk chunk : metadata.getRow_groups().get(0).getColumns()) {
      Collections.reverse(chunk.getMeta_data().getEncodings());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, start);
    Util.writeFileMetaData(metadata, out);
    out.write(file, file.length - 8, 8);
    return out.toByteArray();
  }
}
