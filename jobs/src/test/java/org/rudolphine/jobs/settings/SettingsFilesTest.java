package org.rudolphine.jobs.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a settings file is found, on a machine and when spark-submit has shipped it. */
class SettingsFilesTest {
  @TempDir Path folder;
  private final Properties submitted = new Properties();
  private Path work;

  @BeforeEach
  void workingDirectory() throws IOException {
    work = Files.createDirectories(folder.resolve("work"));
  }

  @Test
  void pathWins() throws IOException {
    file("work/site.yaml", "in the working directory");
    file("work/conf/site.yaml", "at its path");
    Path absolute = file("etc/site.yaml", "somewhere");

    assertThat(read("conf/site.yaml")).isEqualTo("at its path");
    assertThat(read(absolute.toString())).isEqualTo("somewhere");
    assertThat(read(absolute.toUri().toString())).isEqualTo("somewhere");
  }

  @Test
  void shippedFilesLieInTheWorkingDirectory() throws IOException {
    file("work/site.yaml", "shipped");
    assertThatThrownBy(() -> read("/home/somebody/site.yaml"))
        .as("nothing was shipped without spark-submit")
        .isInstanceOf(SettingsException.class);
    submitted.setProperty("spark.submit.deployMode", "client");
    submitted.setProperty("spark.files", folder.resolve("elsewhere/site.yaml").toUri().toString());

    assertThat(read("conf/site.yaml")).isEqualTo("shipped");
    assertThat(read("/home/somebody/site.yaml")).isEqualTo("shipped");
  }

  @Test
  void standaloneDriversReadWhereTheFileCameFrom() throws IOException {
    Path from = file("far away/site.yaml", "from there");
    submitted.setProperty("spark.files", "hdfs://nowhere/other.yaml," + from.toUri());

    assertThat(read("site.yaml")).isEqualTo("from there");
    assertThat(read("my/site.yaml")).isEqualTo("from there");
  }

  @Test
  void anAliasIsTheName() throws IOException {
    Path from = file("site-2026.yaml", "by its alias");
    submitted.setProperty("spark.yarn.dist.files", from.toUri() + "#site.yaml");

    assertThat(read("site.yaml")).isEqualTo("by its alias");
    assertThatThrownBy(() -> read("site-2026.yaml")).isInstanceOf(SettingsException.class);
  }

  @Test
  void jarHasTheLastWord() throws IOException {
    assertThat(read("rudolphine.yaml")).contains("compile-above-rows");

    file("work/rudolphine.yaml", "mine");
    assertThat(read("rudolphine.yaml")).isEqualTo("mine");
  }

  @Test
  void aPathIsNeverTakenForAFileOfTheJar() {
    assertThatThrownBy(() -> read("/etc/rudolphine.yaml"))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("Settings file /etc/rudolphine.yaml does not exist");
  }

  @Test
  void sayWhereTheyLooked() {
    String gone = folder.resolve("gone/site.yaml").toUri().toString();
    submitted.setProperty("spark.files", gone + "," + folder.resolve("other.yaml").toUri());

    assertThatThrownBy(() -> read("site.yaml"))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "Settings file site.yaml does not exist; looked for "
                + work.resolve("site.yaml")
                + ", "
                + gone
                + ", conf/site.yaml in the jar");
  }

  private String read(String name) {
    return new String(new SettingsFiles(work, submitted).read(name), StandardCharsets.UTF_8);
  }

  private Path file(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
