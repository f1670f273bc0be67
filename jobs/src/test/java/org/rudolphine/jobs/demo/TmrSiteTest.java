package org.rudolphine.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TmrSiteTest {
  private static final String REPOSITORY = "/TMBWG/turbmodels/";

  private final SampleServer server = SampleServer.start();
  private final SampleClient client = new SampleClient();
  private final String api = server.tmrUrl() + "/repos" + REPOSITORY;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theNewestCommitItsTreeAndItsFiles() throws Exception {
    String commit = client.get(api + "commits/HEAD").body();
    assertThat(commit).matches("[0-9a-f]{40}");
    assertThat(client.get(api + "commits/" + commit).body()).isEqualTo(commit);

    JsonNode tree = client.json(api + "git/trees/" + commit + "?recursive=1");
    assertThat(tree.get("truncated").booleanValue()).isFalse();
    assertThat(tree.get("tree")).hasSizeGreaterThan(10);
    for (JsonNode entry : tree.get("tree")) {
      String file =
          client
              .get(server.tmrUrl() + REPOSITORY + commit + "/" + entry.get("path").textValue())
              .body();
      assertThat(file.getBytes(java.nio.charset.StandardCharsets.UTF_8))
          .hasSize(entry.get("size").intValue());
    }
  }

  @Test
  void blobsHaveTheIdsOfGit() {
    // printf 'mach\n' | git hash-object --stdin
    assertThat(TmrData.blob("mach\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo("fc6ac35d8393373ce24cc5f404e0077e94f67fbc");
  }

  @Test
  void aChangeMakesAnotherCommit() throws Exception {
    String before = client.get(api + "commits/HEAD").body();
    server.edit(
        sample -> sample.tmr().put("New_validation/exp.dat", "variables=\"x\",\"cf\"\n1 2\n"));
    String after = client.get(api + "commits/HEAD").body();

    assertThat(after).isNotEqualTo(before);
    assertThat(client.get(server.tmrUrl() + REPOSITORY + after + "/New_validation/exp.dat").body())
        .startsWith("variables");
    assertThat(client.get(api + "git/trees/" + before + "?recursive=1").statusCode())
        .isEqualTo(404);
    server.edit(sample -> sample.tmr().remove("New_validation/exp.dat"));
    assertThat(client.get(api + "commits/HEAD").body()).isEqualTo(before);
  }
}
