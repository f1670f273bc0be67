package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.lake.Lake;
import org.rudolphine.jobs.demo.SampleServer;

/** Tables of flows, from the repository's protocol and from files, to the tables. */
class TmrRoadTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CURVE = "Backstep_validation/backstep_cfl3d_vel_sa.dat";
  private static final String DECK = "Backstep_validation/backstep_cfl3d_typical_sa.inp";

  @TempDir Path folder;

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  private Cli cli(SampleServer server) {
    return Cli.on(folder.resolve("lake"))
        .set("sources.tmr.base-url=" + server.tmrUrl())
        .set("sources.tmr.min-interval=PT0S");
  }

  private static JsonNode done(Cli.Result result) throws IOException {
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out().isBlank() ? null : JSON.readTree(result.out());
  }

  private static JsonNode row(Cli cli, String sql) throws IOException {
    return done(cli.run("query", sql, "--format", "json"));
  }

  private Map<String, String> versions() throws IOException {
    Map<String, String> versions =
        new TreeMap<>(Lake.at(folder.resolve("lake")).snapshot().tables());
    versions.remove("runs");
    return versions;
  }

  private static void night(Cli cli) throws IOException {
    done(cli.run("harvest", "tmr", "--json"));
    done(cli.run("normalize", "tmr", "--json"));
  }

  @Test
  void nightsOfARepository() throws IOException {
    try (SampleServer server = SampleServer.start()) {
      Cli cli = cli(server);
      night(cli);
      JsonNode scalar =
          row(
              cli,
              "SELECT value[0] AS place, method, conditions['reynolds'] AS re, file_version"
                  + " FROM series WHERE quantity = 'reattachment_x_over_h' AND side = 'experiment'");
      // between 5.882 (-0.22e-3) and 7.090 (0.45e-3): EXPECTED.json of the real table says 6.2787
      assertThat(scalar.get("place").asDouble()).isBetween(6.2786, 6.2788);
      assertThat(scalar.get("re").asDouble()).isEqualTo(36000);
      assertThat(scalar.get("file_version").asText()).matches("[0-9a-f]{40}");
      assertThat(
              row(
                      cli,
                      "SELECT conditions['temperature_k'] AS t FROM conditions WHERE file_name = '"
                          + DECK
                          + "'")
                  .get("t")
                  .asDouble())
          .isCloseTo(298.333333, org.assertj.core.api.Assertions.within(1e-6));

      Map<String, String> first = versions();
      int asked = server.requests().size();
      night(cli);
      assertThat(versions()).as("a second night of the same commit").isEqualTo(first);
      assertThat(server.requests().subList(asked, server.requests().size())).hasSize(1);

      server.edit(
          sample -> {
            String text = sample.tmr().text(CURVE).orElseThrow();
            sample.tmr().put(CURVE, text.substring(0, text.lastIndexOf("ZONE")));
            sample
                .tmr()
                .put(DECK, sample.tmr().text(DECK).orElseThrow().replace("0.1280", "0.1300"));
            sample.tmr().remove("FlatPlate_validation/sa-cf_cfl3d.dat");
          });
      night(cli);
      JsonNode gone =
          row(
              cli,
              "SELECT count_if(file_name LIKE 'FlatPlate%sa-cf%' AND deleted_at IS NOT NULL) AS files,"
                  + " count_if(file_name = '"
                  + CURVE
                  + "' AND deleted_at IS NOT NULL) AS zones,"
                  + " count_if(file_name = '"
                  + CURVE
                  + "' AND deleted_at IS NULL) AS kept,"
                  + " max(CASE WHEN provider = 'cfl3d_sa' AND case_id = '2DBFS'"
                  + " THEN conditions['mach'] END) AS mach FROM series");
      assertThat(gone.get("files").asInt()).isEqualTo(1);
      assertThat(gone.get("zones").asInt()).isEqualTo(1);
      assertThat(gone.get("kept").asInt()).isEqualTo(1);
      assertThat(gone.get("mach").asDouble()).isEqualTo(0.13);
    }
  }

  @Test
  void theSameTableInTwoFoldersIsTwoTables() throws IOException {
    String table = "variables=\"x\",\"cf\"\n1 2\n";
    Path clone = folder.resolve("clone");
    for (String path :
        List.of("A_validation/exp.dat", "B_validation/exp.dat", "A_validation/p.jpg")) {
      Files.createDirectories(clone.resolve(path).getParent());
      Files.writeString(clone.resolve(path), table);
    }
    Cli cli = Cli.on(folder.resolve("lake"));
    assertThat(done(cli.run("import", "tmr", clone.toString(), "--json")).get("landed").asInt())
        .isEqualTo(2);
    JsonNode again = done(cli.run("import", "tmr", clone.toString(), "--json"));
    assertThat(again.get("landed").asInt()).isZero();
    assertThat(again.get("alreadyThere").asInt()).isEqualTo(2);
    done(cli.run("normalize", "tmr", "--json"));
    assertThat(row(cli, "SELECT count(DISTINCT case_id) AS n FROM series").get("n").asInt())
        .isEqualTo(2);
  }
}
