package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands say and how they end when something is missing or wrong. */
class CommandsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "harvest gwsoc                               | 2 | did you mean gwosc",
        "harvest gaia                                | 2 | nothing to run yet",
        "harvest gwosc                               | 2 | user-agent-contact",
        "harvest rit                                 | 2 | import rit PATH",
        "harvest gwosc --from 2020-01-02 --until 2020-01-01 | 2 | lies after",
        "harvest gwosc --from yesterday              | 2 | yesterday",
        "import gwosc /no/such/file                  | 1 | /no/such/file",
        "link gw-parameter                           | 2 | did you mean gw-parameters",
        "release --profile ful                       | 2 | ful",
        "rebuild /no/such/MANIFEST.json              | 1 | /no/such/MANIFEST.json",
        "verify /no/such/release                     | 1 | /no/such/release",
        "report /no/such/release                     | 1 | /no/such/release",
        "path links                                  | 1 | no tables yet",
        "explain xyz                                 | 2 | xyz",
        "query SELECT                                | 1 | no tables yet",
        "retain --keep 0                             | 2 | --keep",
        "retain --set retain.grace=1day              | 2 | ISO-8601 duration such as PT24H",
        "retain --set retain.grace=-PT1H             | 2 | must not be negative",
        "compact --set compact.min-batches=1         | 2 | At least 2 batches",
        "compact gwsoc                               | 2 | did you mean gwosc",
        "frobnicate                                  | 2 | frobnicate",
        "status --frobnicate                         | 2 | --frobnicate",
        "status --settings /no/such/settings.yaml    | 2 | /no/such/settings.yaml",
        "status --set lakes=here                     | 2 | did you mean lake",
        "status --set sources.sxs.max-attempts=many  | 2 | whole number",
        "status --set sources.gwosc.reject-threshold=1.5 | 2 | fraction",
        "status --set sources.gwosc.redistribute=perhaps | 2 | attribution",
      })
  void saysInOneLineWhatIsWrong(String command, int exit, String said) {
    Cli.Result result = Cli.on(folder).run(command.trim().split(" "));
    assertThat(result.exit()).as(result.err()).isEqualTo(exit);
    assertThat(result.err()).contains(said).startsWith("error: ");
    assertThat(result.err()).doesNotContain("\tat ");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void unreachableLakeStopsAtOnce() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    Cli.Result result = Cli.on(file.resolve("lake")).run("normalize");
    assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains(file.toString()).contains("cannot be written");
  }

  @Test
  void debugShowsWhere() {
    Cli.Result result = Cli.on(folder).run("verify", "/no/such/release", "--debug");
    assertThat(result.err()).contains("\tat org.rudolphine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo", "sources", "harvest", "import", "normalize", "link", "release", "rebuild",
        "nightly", "query", "path", "explain", "verify", "report", "status", "retain",
        "compact"
      })
  void everyCommandOfTheDesignHasHelp(String command) {
    Cli.Result result = Cli.call(command, "--help");
    assertThat(result.exit()).isZero();
    assertThat(result.out()).startsWith("Usage: rudolphine " + command).contains("--lake");
  }

  @Test
  void lookingCommandsDoNotStartSpark() throws IOException {
    SharedSpark.stop();
    List<String> outputs = new ArrayList<>();
    for (String command :
        List.of("sources", "status", "path gw_events", "--help", "retain", "compact")) {
      outputs.add(Cli.on(folder).run(command.split(" ")).out());
    }
    assertThat(outputs).hasSize(6);
    assertThat(SparkSession.getDefaultSession().isEmpty()).isTrue();
  }

  @Test
  void sourcesListsEveryDatasetWithStatusAndReason() throws IOException {
    Cli.Result result = Cli.on(folder).run("sources", "--json");
    assertThat(result.exit()).isZero();
    JsonNode sources = new ObjectMapper().readTree(result.out());
    List<String> ids = new ArrayList<>();
    for (JsonNode source : sources) {
      ids.add(source.get("source").asText());
      assertThat(source.get("status").asText())
          .isIn("harvested", "planned", "metadata_only", "not_obtainable");
      assertThat(source.get("reason").asText()).as(source.toString()).isNotBlank();
      assertThat(source.get("licence").asText()).as(source.toString()).isNotBlank();
    }
    // Ids that design section 6 names.
    assertThat(ids)
        .contains(
            "arxiv",
            "papers",
            "crossref",
            "aps",
            "gwosc",
            "sxs",
            "rit",
            "maya",
            "cernopendata",
            "hepdata",
            "tmr",
            "feynman",
            "kreuzer-skarke",
            "ildg",
            "physlean");
  }

  @Test
  void optionsStandBeforeOrAfterTheCommand() {
    Cli.Result before =
        Cli.call("--lake", folder.resolve("a").toString(), "--set", "lake=x", "status");
    Cli.Result after = Cli.call("status", "--lake", folder.resolve("a").toString());
    assertThat(before.err()).contains(folder.resolve("a").toString());
    assertThat(after.err()).contains(folder.resolve("a").toString());
    Cli.Result both =
        Cli.call("--set", "lakes=1", "status", "--set", "lake=" + folder.resolve("b"));
    assertThat(both.exit()).as("a setting before the command counts too").isEqualTo(ExitCode.USAGE);
  }
}
