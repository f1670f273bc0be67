package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One line out of what Linux, Spark and Hadoop say; the texts are theirs. */
class FailureTest {
  private static final String ABORTED =
      "Job aborted due to stage failure: Task 0 in stage 3.0 failed 1 times, most recent failure:"
          + " Lost task 0.0 in stage 3.0 (TID 5) (10.0.0.7 executor 1): ";

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new SparkException(
                "Job aborted due to stage failure: Task 0 in stage 3.0",
                new SparkException(
                    "[TASK_WRITE_FAILED] Task failed while writing rows to file:/lake/tables/t.",
                    new IOException("No space left on device"))),
            "No space left on device (/lake/tables/t): free space or inodes there"),
        Arguments.of(
            new SparkException(
                ABORTED
                    + "org.apache.hadoop.fs.FSError: java.io.IOException: Disk quota exceeded"
                    + "\n\tat org.apache.hadoop.fs.RawLocalFileSystem"),
            "Disk quota exceeded: raise the quota"),
        Arguments.of(
            new IOException(
                "org.apache.hadoop.hdfs.protocol.DSQuotaExceededException: The DiskSpace quota of"
                    + " /lake is exceeded: quota = 1048576 B = 1 MB but diskspace consumed = 2 MB"),
            "DiskSpace quota of /lake is exceeded"),
        Arguments.of(
            new AccessDeniedException("/lake/tables/papers"),
            "Permission denied (/lake/tables/papers): let user "),
        Arguments.of(
            new IOException(
                "Mkdirs failed to create file:/lake/tables/runs/_staging/1/part-00000.parquet"
                    + " (exists=false, cwd=file:/home)"),
            "A folder could not be made (/lake/tables/runs/_staging/1/part-00000.parquet): see"),
        Arguments.of(
            new FileSystemException("/lake/runs/.tmp-1", null, "Read-only file system"),
            "Read-only file system (/lake/runs/.tmp-1): look why"),
        Arguments.of(new OutOfMemoryError("Java heap space"), "Java heap space: give it more"),
        Arguments.of(
            new SparkException(
                ABORTED + "java.lang.IllegalStateException: Table t would hold a key\n\tat x"),
            "java.lang.IllegalStateException: Table t would hold a key"),
        Arguments.of(
            new SparkException("Job aborted", new IllegalStateException("Rows differ\nand more")),
            "IllegalStateException: Rows differ"),
        Arguments.of(new IOException("The lake x cannot be read"), "The lake x cannot be read"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isOneLine(Throwable thrown, String start) {
    assertThat(Failure.line(thrown)).startsWith(start).doesNotContain("\n").doesNotContain("Lost");
  }

  @Test
  void spillsAreInTheFolderOfSpark() {
    IOException full = new IOException("No space left on device");
    full.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("java.io.FileOutputStream", "writeBytes", null, -2),
          new StackTraceElement("org.apache.spark.storage.DiskBlockObjectWriter", "w", null, 1),
          new StackTraceElement("org.apache.parquet.hadoop.ParquetWriter", "w", null, 1)
        });
    assertThat(Failure.line(new SparkException("Job aborted", full))).contains("spark.local.dir");
  }

  @Test
  void providersDenyPermissionToo() {
    String refused = "unit x: GET https://example.org/list answered 403: Permission denied";
    assertThat(Failure.ofLake(refused, "file:///lake")).isEmpty();
    String denied = "unit x: AccessDeniedException: /lake/raw";
    assertThat(Failure.ofLake(denied, "file:///lake").orElseThrow().inWords(denied))
        .isEqualTo("unit x: Permission denied: /lake/raw");
    assertThat(Failure.ofLake("unit x: No space left on device", "file:///lake")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "answered 500: <h1>/lake/x: No space left on device</h1>",
        "answered 503 with Retry-After PT5S: Java heap space",
        "answered 500:\nRead-only file system",
        "is answered by badArgument: Disk quota exceeded"
      })
  void theTroubleOfAProviderIsNotOurs(String answer) {
    String line = "Source s: https://example.org/list " + answer;
    assertThat(Failure.ofLake("unit x: " + line, "file:///lake")).isEmpty();
    assertThat(Failure.ofMachine(new IOException("harvest failed", new IOException(line))))
        .isFalse();
    assertThat(Failure.line(new IOException(line))).startsWith(line.lines().findFirst().get());
  }
}
