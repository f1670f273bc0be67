package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.rudolphine.jobs.demo.SampleServer;

/**
 * A night on a disk that fails, and the next one after it was mended: a small file system in memory
 * in a mount namespace of its own, with the product in processes of their own.
 */
final class FaultyDisk {
  private final Path folder;
  private final UnaryOperator<List<String>> jvm;
  private final SampleServer server;
  private int nights;

  /**
   * @param jvm makes the words of a command that starts the product out of its arguments
   */
  FaultyDisk(Path folder, UnaryOperator<List<String>> jvm, SampleServer server) {
    this.folder = folder;
    this.jvm = jvm;
    this.server = server;
  }

  /** Skips a test where mounts are not to be had. */
  static void assumeMounts() throws IOException, InterruptedException {
    Process probe =
        new ProcessBuilder("sh", "-c", "unshare -rm sh -c 'mount -t tmpfs none /tmp'").start();
    assumeTrue(probe.waitFor() == 0, "skipped: unshare -rm and mount are not allowed here");
  }

  /** What became of a failed night and of the one after it. */
  record Nights(int failed, String said, int mended, String saidThen) {}

  /**
   * Runs two nights.
   *
   * @param prepare shell commands before the first; {@code $DISK} is where the file system is to
   *     be, {@code $LAKE} the lake
   * @param meanwhile shell commands beside the first
   * @param mend shell commands before the second
   */
  Nights run(String prepare, String meanwhile, String mend)
      throws IOException, InterruptedException {
    Path place = Files.createDirectories(folder.resolve("fault-" + ++nights));
    Path disk = Files.createDirectory(place.resolve("disk"));
    Path lake = disk.resolve("lake");
    String night = quoted(jvm.apply(nightly(lake)));
    String script =
        String.join(
            "\n",
            "DISK=" + disk + " LAKE=" + lake + " OUT=" + place,
            prepare,
            "export SPARK_LOCAL_DIRS=$OUT/spark; mkdir -p $SPARK_LOCAL_DIRS",
            "( " + meanwhile + " ) & beside=$!",
            "$AS " + night + " > $OUT/first.log 2>&1; echo $? > $OUT/first.exit",
            "kill $beside 2> /dev/null",
            "mkdir $OUT/first $OUT/second; cp -a $LAKE/. $OUT/first",
            mend,
            night + " > $OUT/second.log 2>&1; echo $? > $OUT/second.exit",
            "cp -a $LAKE/. $OUT/second");
    Path file = Files.writeString(place.resolve("script.sh"), script);
    Process process =
        new ProcessBuilder("unshare", "-rm", "sh", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(place.resolve("script.log").toFile())
            .start();
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(place.resolve("second.exit")).exists();
    new LakeInvariants(place.resolve("first")).check();
    new LakeInvariants(place.resolve("second")).check();
    return new Nights(
        exit(place, "first"), said(place, "first"), exit(place, "second"), said(place, "second"));
  }

  private static int exit(Path place, String night) throws IOException {
    return Integer.parseInt(Files.readString(place.resolve(night + ".exit")).trim());
  }

  private static String said(Path place, String night) throws IOException {
    return Files.readString(place.resolve(night + ".log"), StandardCharsets.UTF_8);
  }

  private static String quoted(List<String> words) {
    return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
  }

  private List<String> nightly(Path lake) {
    List<String> args = new ArrayList<>(List.of("--lake", lake.toString()));
    args.addAll(List.of("--set", "spark.master=local[2]"));
    Cli.sampled(server).forEach(setting -> args.addAll(List.of("--set", setting)));
    for (String source : List.of("arxiv", "cernopendata")) {
      args.addAll(List.of("--set", "sources." + source + ".base-url="));
    }
    args.add("nightly");
    return args;
  }
}
