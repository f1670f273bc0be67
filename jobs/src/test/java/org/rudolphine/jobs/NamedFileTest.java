package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a user names on the command line. */
class NamedFileTest {
  @TempDir Path folder;

  @Test
  void pathsAndTheirUrisAreTheSameFile() throws IOException {
    Path file = folder.resolve("a folder").resolve("out.csv");
    try (OutputStream out = named(file.toString()).create()) {
      out.write("a,b".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    assertThat(file).hasContent("a,b");
    assertThat(named(file.toUri().toString()).read()).asString().isEqualTo("a,b");
    assertThat(named(file.toString()).uri()).isEqualTo(file.toUri().toString());
    assertThat(named(file.toUri().toString()).shown()).isEqualTo(file.toString());
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(() -> named(folder.resolve("none").toString()).read())
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("There is no file " + folder.resolve("none"));
  }

  @Test
  void aStoreIsAskedWithTheSettingsOfTheLake() {
    NamedFile stored = NamedFile.of("nowhere://bucket/a/out.csv", Map.of("fs.nowhere.impl", "No"));

    assertThat(stored.uri()).isEqualTo("nowhere://bucket/a/out.csv");
    assertThat(stored.shown()).isEqualTo("nowhere://bucket/a/out.csv");
    assertThatThrownBy(stored::read).hasMessageContaining("Class No not found");
  }

  private static NamedFile named(String name) {
    return NamedFile.of(name, Map.of());
  }
}
