package org.rudolphine.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/rudolphine} makes of options for spark-submit and of its environment. */
class LauncherIT {
  private static final Path ROOT = Path.of(System.getProperty("rudolphine.root"));

  @TempDir Path folder;

  record Result(int exit, String out, String err) {}

  @Test
  void sparkSubmitOfADistributionGetsItsOptions() throws IOException, InterruptedException {
    Path submit = folder.resolve("bin").resolve("spark-submit");
    Files.createDirectories(submit.getParent());
    Files.writeString(submit, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));

    Result result =
        launch(
            Map.of("SPARK_HOME", folder.toString(), "RUDOLPHINE_HEAP", "2g"),
            "--lake hdfs:///lake --master yarn --deploy-mode=cluster --conf a=b --files x.yaml"
                + " --queue night --settings x.yaml nightly");

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(String.join(" ", result.out().lines().toList()))
        .isEqualTo(
            "--master yarn --driver-memory 2g --deploy-mode=cluster --conf a=b --files x.yaml"
                + " --queue night --class org.rudolphine.jobs.Rudolphine "
                + SparkHome.productJar()
                + " --lake hdfs:///lake --settings x.yaml nightly");
  }

  @Test
  void withoutADistributionTheResolvedSparkSubmits() throws IOException, InterruptedException {
    Result result =
        launch(
            Map.of(),
            "--master local[1] --driver-memory 300m --name night --lake "
                + folder.resolve("none")
                + " status");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("error: There is no lake at " + folder.resolve("none"));
  }

  @Test
  void optionsOfSparkSubmitNeedAMaster() throws IOException, InterruptedException {
    Result result = launch(Map.of(), "--conf spark.executor.memory=4g nightly");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo("error: --conf is an option of spark-submit: give --master URL too\n");
  }

  @Test
  void siteFilesAreOnTheClassPath() throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("core-site.xml"),
        "<configuration><property><name>fs.defaultFS</name><value>file:///</value></property>"
            + "<property><name>fs.sitefs.impl</name><value>org.nowhere.SiteFs</value></property>"
            + "</configuration>");

    Result result =
        launch(Map.of("HADOOP_CONF_DIR", folder.toString()), "--lake sitefs://host/lake status");

    assertThat(result.err()).contains("org.nowhere.SiteFs");
  }

  private Result launch(Map<String, String> environment, String arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("bin").resolve("rudolphine").toString());
    command.addAll(List.of(arguments.split(" ")));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("SPARK_HOME|HADOOP.*|RUDOLPHINE.*"));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("RUDOLPHINE_NO_ARCHIVE", "1");
    builder.environment().putAll(environment);
    Process process = builder.redirectError(folder.resolve("err").toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    return new Result(exit, out, Files.readString(folder.resolve("err")));
  }
}
