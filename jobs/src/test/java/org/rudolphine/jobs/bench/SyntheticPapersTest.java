package org.rudolphine.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark's file: what the method in docs/performance.md says of it. */
class SyntheticPapersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private Path file(String name, long seed) throws IOException {
    Path file = folder.resolve(name);
    SyntheticPapers.write(file, 20_000, seed);
    return file;
  }

  @Test
  void hasTheSharesThatTheMethodNames() throws IOException {
    Path file = file("a.json", 1);
    List<String> lines = Files.readAllLines(file);
    Set<String> ids = new HashSet<>();
    int bad = 0;
    int again = 0;
    for (String line : lines) {
      String id = id(line);
      if (id == null || id.equals("no such scheme")) {
        bad++;
      } else if (!ids.add(id)) {
        again++;
      }
    }
    assertThat(lines).hasSize(20_000);
    assertThat(bad).as("0.1 %").isBetween(5, 45);
    assertThat(again).as("2 %").isBetween(300, 500);
    assertThat(Files.size(file) / 20_000).as("bytes a line").isBetween(1_500L, 1_700L);
  }

  private static String id(String line) {
    try {
      JsonNode record = JSON.readTree(line);
      return record.path("id").textValue();
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  @Test
  void dependsOnItsSeedAlone() throws IOException {
    assertThat(file("a.json", 1)).hasSameBinaryContentAs(file("b.json", 1));
    assertThat(Files.mismatch(file("c.json", 2), folder.resolve("a.json"))).isNotNegative();
  }

  @Test
  void hasTheKeysOfTheRealFile() throws IOException {
    Path file = file("a.json", 1);
    Iterator<String> names = JSON.readTree(Files.readAllLines(file).get(0)).fieldNames();
    assertThat(names)
        .toIterable()
        .containsExactly(
            "id",
            "submitter",
            "authors",
            "title",
            "comments",
            "journal-ref",
            "doi",
            "report-no",
            "categories",
            "license",
            "abstract",
            "versions",
            "update_date",
            "authors_parsed");
  }
}
