package org.rudolphine.transform.mention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Identifiers that were read off real papers by hand and with other tools. */
@Tag("corpus")
@EnabledIfEnvironmentVariable(named = "RUDOLPHINE_CORPUS", matches = ".+")
class MentionCorpusTest {

  /** Each of the 203 canonical ids, as it would stand in a text, is read as itself and its kind. */
  @Test
  void everyExpectedIdentifierIsReadAsItself() throws IOException {
    Path file =
        Path.of(System.getenv("RUDOLPHINE_CORPUS"), "arxiv", "pdf", "expected_mentions.csv");
    List<String> lines = Files.readAllLines(file);
    MentionGrammar grammar = new MentionGrammar(Set.of());
    for (String line : lines.subList(1, lines.size())) {
      String kind = line.split(",")[1];
      String id = line.split(",")[2];
      String before =
          switch (kind) {
            case "arxiv_id" -> "see arXiv:";
            case "opendata_recid" -> "see http://opendata.cern.ch/record/";
            case "maya_id" -> "the numerical-relativity run ";
            default -> "see ";
          };
      assertThat(grammar.find(before + id + ", and more."))
          .as(line)
          .singleElement()
          .satisfies(
              mention -> {
                assertThat(mention.kind().text()).isEqualTo(kind);
                assertThat(mention.canonicalId()).isEqualTo(id);
              });
    }
    assertThat(lines).hasSizeGreaterThan(200);
  }
}
