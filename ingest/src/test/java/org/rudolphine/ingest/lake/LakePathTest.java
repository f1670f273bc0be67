package org.rudolphine.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LakePathTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "/no/such/lake, file:///no/such/lake",
    "/no/such/lake///, file:///no/such/lake",
    "/no/such/../lake, file:///no/lake",
    "/no/such lake, file:///no/such%20lake",
    "file:/no/such/lake, file:///no/such/lake",
    "file:///no/such/lake/, file:///no/such/lake",
    "file:///no/such%20lake, file:///no/such%20lake",
    "file:/no/such lake, file:///no/such%20lake",
    "file:/no/100%, file:///no/100%25",
    "hdfs://name:8020/lake//, hdfs://name:8020/lake",
    "s3a://bucket/, s3a://bucket",
    "s3a://bucket/my lake, s3a://bucket/my lake",
  })
  void understandsPathsAndUris(String given, String uri) {
    assertThat(Lake.absolute(given)).isEqualTo(uri);
    assertThat(Lake.absolute(uri)).as("of its own result").isEqualTo(uri);
  }

  @Test
  void takesAPathFromTheWorkingFolder() {
    assertThat(Lake.absolute("./lake")).isEqualTo(Path.of("lake").toUri().toString());
    assertThat(Lake.absolute("./lake/../lake/")).isEqualTo(Lake.absolute("lake"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void needsAPath(String nothing) {
    assertThatThrownBy(() -> Lake.absolute(nothing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A lake or folder needs a path or URI");
    assertThatThrownBy(() -> Lake.absolute(null)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAFileUriThatHidesAWorkingFolder() {
    assertThatThrownBy(() -> Lake.absolute("file:lake"))
        .hasMessageContaining("absolute path")
        .hasMessageEndingWith("file:lake");
  }

  @Test
  void refusesAPasswordInAUriWithoutShowingIt() {
    assertThatThrownBy(() -> Lake.absolute("s3a://AKIA:hunter2@bucket/lake"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("credential")
        .message()
        .doesNotContain("hunter2");
    assertThat(Lake.absolute("abfs://container@account/lake"))
        .isEqualTo("abfs://container@account/lake");
  }

  @Test
  void givesTheSameUriBeforeAndAfterTheFolderIsMade() throws IOException {
    Path lake = folder.resolve("my lake");
    String before = Lake.at(lake).uri();
    Files.createDirectories(lake);
    assertThat(Lake.at(lake).uri()).isEqualTo(before).endsWith("/my%20lake");
    Lake.at(lake).releaseFolder("1.0").write("a", new byte[1]);
    assertThat(Folder.open(before + "/releases/1.0").files()).containsExactly("a");
    assertThat(Folder.open(lake + "/releases/1.0/").files()).containsExactly("a");
  }

  @Test
  void saysWhichFolderIsMissing() {
    assertThatThrownBy(() -> Folder.open(folder + "/none"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("No folder " + folder + "/none");
  }

  @Test
  void writesStateOnAnInterruptedThread() throws IOException {
    Lake lake = Lake.at(folder);
    Thread.currentThread().interrupt();
    try {
      lake.writeRun("r1", new byte[] {'{', '}'});
      assertThat(lake.readRun("r1")).hasSize(2);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
