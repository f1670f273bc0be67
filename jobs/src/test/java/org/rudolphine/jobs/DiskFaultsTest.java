package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.jobs.demo.SampleServer;

/** Disks that fail at many moments of a night. */
@Tag("endurance")
class DiskFaultsTest {
  private static final String MOUNT = "mkdir -p $DISK; mount -t tmpfs -o %s tmpfs $DISK";

  @TempDir static Path folder;
  private static SampleServer server;
  private static FaultyDisk disk;

  @BeforeAll
  static void server() throws IOException, InterruptedException {
    FaultyDisk.assumeMounts();
    server = SampleServer.start();
    disk = new FaultyDisk(folder, ArchivedJvm.in(folder)::command, server);
  }

  @AfterAll
  static void noServer() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 16, 64, 128, 256, 512, 768, 896, 1024, 1152})
  void diskIsFull(int kilobytes) throws IOException, InterruptedException {
    FaultyDisk.Nights nights =
        disk.run(MOUNT.formatted("size=" + kilobytes + "k"), ":", "mount -o remount,size=1g $DISK");
    endsClearly(nights, "No space left on device", "free space");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 16, 48, 80, 120, 160})
  void inodesAreUsedUp(int inodes) throws IOException, InterruptedException {
    FaultyDisk.Nights nights =
        disk.run(
            MOUNT.formatted("nr_inodes=" + inodes), ":", "mount -o remount,nr_inodes=100000 $DISK");
    endsClearly(nights, "No space left on device", "df -i");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "leases/nightly.json",
        "raw/gwosc/_units",
        "raw/gwosc/batch=*/_manifest.json",
        "tables/gw_events/_staging",
        "tables/gw_events/v=*/_manifest.json",
        "snapshots/1.json",
        "tables/pairs/_staging",
        "releases/_staging",
        "releases/latest.json"
      })
  void diskBecomesReadOnly(String when) throws IOException, InterruptedException {
    String remount =
        "while [ -z \"$(ls -d $LAKE/"
            + when
            + " 2> /dev/null)\" ]; do sleep 0.01; done;"
            + " while ! mount -o remount,ro $DISK 2> /dev/null; do :; done";
    FaultyDisk.Nights nights =
        disk.run(MOUNT.formatted("size=1g"), remount, "mount -o remount,rw $DISK");
    endsClearly(nights, "Read-only file system", "mount it writable");
  }

  @ParameterizedTest
  @CsvSource({
    "leases,-",
    "raw,-",
    "raw/gwosc,raw/gwosc",
    "tables,tables",
    "snapshots,snapshots",
    "tables/pairs,tables/pairs",
    "releases,releases",
    "runs,-"
  })
  void permissionIsTaken(String of, String when) throws IOException, InterruptedException {
    String take =
        when.equals("-")
            ? ":"
            : "while ! chmod 500 $LAKE/" + when + " 2> /dev/null; do sleep 0.01; done";
    String prepare =
        MOUNT.formatted("size=1g")
            + "; mkdir -p $LAKE"
            + (when.equals("-") ? "; mkdir -p $LAKE/" + of + "; chmod 500 $LAKE/" + of : "")
            + "\nAS='setpriv --bounding-set=-dac_override,-dac_read_search,-fowner'";
    FaultyDisk.Nights nights = disk.run(prepare, take, "chmod 755 $LAKE/" + of);
    endsClearly(nights, "Permission denied", "read and write there");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 64, 256, 1024, 4096})
  void foldersOfSparkAreFull(int kilobytes) throws IOException, InterruptedException {
    String prepare =
        "mkdir -p $OUT/spark; mount -t tmpfs -o size=" + kilobytes + "k tmpfs $OUT/spark";
    FaultyDisk.Nights nights = disk.run(prepare, ":", "mount -o remount,size=1g $OUT/spark");
    endsClearly(nights, "No space left on device", "spark.local.dir");
  }

  /**
   * Either the fault came too late for this night, or it ended as it should: told by what the
   * system says of it, or as a folder that could not be made, for which Hadoop is told no reason on
   * a local disk, so that the remedy names all of them.
   */
  private static void endsClearly(FaultyDisk.Nights nights, String what, String remedy) {
    List<String> errors = nights.said().lines().filter(line -> line.startsWith("error: ")).toList();
    System.out.println(nights.failed() + " " + errors);
    if (nights.failed() != ExitCode.DONE) {
      assertThat(nights.failed()).as(nights.said()).isEqualTo(ExitCode.FAILED);
      assertThat(errors).as(nights.said()).hasSize(1);
      if (errors.get(0).contains("A folder could not be made")) {
        assertThat(errors.get(0)).contains("read and write there", "mounted writable", "df -i");
      } else {
        assertThat(errors.get(0)).contains(what).contains(remedy);
      }
      assertThat(nights.said()).doesNotContain("\tat ");
    }
    assertThat(nights.mended()).as(nights.saidThen()).isZero();
  }
}
