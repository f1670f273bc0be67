package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.BatchManifest;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.jobs.demo.SampleServer;

/** Papers from arXiv's protocol, and from a bulk file, to the table. */
class ArxivRoadTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATES =
      "SELECT count(*) AS n, count_if(title LIKE 'Old%') AS old, count_if(deleted) AS deleted"
          + " FROM papers";

  @TempDir Path folder;

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  private Cli cli(SampleServer server) {
    return Cli.on(folder.resolve("lake"))
        .set("sources.arxiv.base-url=" + server.arxivUrl())
        .set("sources.arxiv.min-interval=PT0S")
        .set("sources.arxiv.window=P100Y");
  }

  private static void done(Cli.Result result) {
    assertThat(result.exit()).as(result.err()).isZero();
  }

  private static JsonNode states(Cli cli) throws IOException {
    Cli.Result result = cli.run("query", STATES, "--format", "json");
    done(result);
    return JSON.readTree(result.out());
  }

  /** A state of a sample paper of the day before its datestamp there, as the bulk file has it. */
  private Path snapshot(String id, String title, String day) throws IOException {
    Path file = folder.resolve(day + ".json");
    Files.writeString(
        file,
        ("{'id':'" + id + "','submitter':'A','authors':'A. Author','title':'" + title)
            .concat("','categories':'hep-th','abstract':'Text','versions':[{'version':'v1',")
            .concat("'created':'Thu, 27 Nov 1997 00:00:00 GMT'}],'update_date':'" + day)
            .concat("','authors_parsed':[['Author','A.','']]}\n")
            .replace('\'', '"'));
    return file;
  }

  private String newestUnit() throws IOException {
    List<BatchManifest> batches = Lake.at(folder.resolve("lake")).batches("arxiv");
    return batches.get(batches.size() - 1).unit();
  }

  @Test
  void bulkFirstThenNightsThenAnOldSnapshot() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      Cli cli = cli(server);
      List<String> papers = new ArrayList<>();
      server.edit(
          sample ->
              sample.arxiv().ids().stream()
                  .filter(id -> !sample.arxiv().paper(id).has("deleted"))
                  .forEach(papers::add));
      String first = papers.get(0);
      done(cli.run("import", "arxiv", snapshot(first, "Old", "2009-11-01").toString()));
      done(cli.run("harvest", "arxiv"));
      assertThat(newestUnit()).isEqualTo("oai-from-2009-10-31");

      LocalDate today = LocalDate.now(ZoneOffset.UTC);
      server.edit(sample -> sample.arxiv().withdraw(papers.get(1), today));
      server.edit(sample -> sample.arxiv().delete(papers.get(2), today));
      done(cli.run("harvest", "arxiv"));
      assertThat(newestUnit()).isEqualTo("oai-from-" + today.minusDays(1));
      done(cli.run("import", "arxiv", snapshot(first, "Older", "2008-11-01").toString()));
      done(cli.run("normalize", "arxiv"));

      JsonNode states = states(cli);
      assertThat(states.get("n").asInt()).isEqualTo(papers.size());
      assertThat(states.get("old").asInt()).isZero();
      assertThat(states.get("deleted").asInt()).isEqualTo(1);
      Cli.Result withdrawn =
          cli.run(
              "query",
              "SELECT withdrawn FROM papers WHERE paper_id = '" + papers.get(1) + "'",
              "--format",
              "json");
      assertThat(JSON.readTree(withdrawn.out()).get("withdrawn").asBoolean()).isTrue();
    }
  }
}
