package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A further source is three new files, and no existing file knows of them: {@code FooSource},
 * {@code FooNormalizer} and {@code conf/sources/foo.yaml}, which stand on the class path of the
 * tests only.
 */
class FurtherSourceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private final AtomicReference<String> document = new AtomicReference<>();
  private HttpServer provider;
  private Cli cli;

  @BeforeAll
  static void spark() throws IOException {
    SharedSpark.start();
  }

  @BeforeEach
  void provide() throws IOException {
    document.set("id,mass_ratio,chi_eff\n1,0.5,-0.1\n2,3.0,unknown\n3,1.5\n");
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/catalog/runs.csv",
        exchange -> {
          byte[] body = document.get().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/csv");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    provider.start();
    cli =
        Cli.on(folder)
            .set(
                "sources.foo.base-url=http://127.0.0.1:"
                    + provider.getAddress().getPort()
                    + "/catalog")
            .set("sources.foo.min-interval=PT0S");
  }

  @AfterEach
  void stop() {
    provider.stop(0);
  }

  @Test
  void goesTheWholeWayFromTheCommandLine() throws IOException {
    assertThat(source(cli.run("sources", "--json"), "foo").get("status").asText())
        .isEqualTo("harvested");

    assertThat(cli.run("harvest", "foo").exit()).isZero();
    JsonNode first = normalized();
    assertThat(first.get("read").asInt()).isEqualTo(3);
    assertThat(first.get("written").asInt()).isEqualTo(2);
    assertThat(first.get("rejected").asInt()).isEqualTo(1);
    assertThat(rows("select simulation_id, mass_ratio, chi_eff from nr_simulations order by 1"))
        .containsExactly(
            "{\"simulation_id\":\"FOO:1\",\"mass_ratio\":2.0,\"chi_eff\":-0.1}",
            "{\"simulation_id\":\"FOO:2\",\"mass_ratio\":3.0,\"chi_eff\":null}");
    assertThat(rows("select native_id, reason from rejects"))
        .containsExactly("{\"native_id\":\"3\",\"reason\":\"a run has three cells\"}");
    assertThat(cli.run("status").out()).contains("foo");

    document.set("id,mass_ratio,chi_eff\n1,0.25,-0.1\n");
    assertThat(cli.run("harvest", "foo").exit()).isZero();
    cli.set("sources.foo.max-vanish-fraction=1.0");
    assertThat(normalized().get("tombstoned").asInt()).isEqualTo(1);
    assertThat(
            rows("select simulation_id, mass_ratio from nr_simulations where deleted_at is null"))
        .containsExactly("{\"simulation_id\":\"FOO:1\",\"mass_ratio\":4.0}");
  }

  /** What contributors read is what runs here. */
  @ParameterizedTest
  @CsvSource({"ingest/source/FooSource", "transform/normalize/FooNormalizer"})
  void isTheExampleOfTheGuide(String file) throws IOException {
    Path root = Path.of(System.getProperty("rudolphine.root"));
    String code =
        Files.readString(root.resolve("jobs/src/test/java/org/rudolphine/" + file + ".java"));
    String example = code.substring(code.indexOf("/**"));

    assertThat(Files.readString(root.resolve("CONTRIBUTING.md"))).contains(example.strip());
  }

  private JsonNode normalized() throws IOException {
    Cli.Result result = cli.run("normalize", "foo", "--json");
    assertThat(result.exit()).as(result.err()).isZero();
    return source(result, "/accounting", "foo");
  }

  private static JsonNode source(Cli.Result result, String id) throws IOException {
    return source(result, "", id);
  }

  private static JsonNode source(Cli.Result result, String pointer, String id) throws IOException {
    for (JsonNode source : JSON.readTree(result.out()).at(pointer)) {
      if (source.get("source").asText().equals(id)) {
        return source;
      }
    }
    throw new AssertionError(id + " is not in " + result.out());
  }

  private List<String> rows(String sql) throws IOException {
    Path output = folder.resolve("rows.jsonl");
    Cli.Result query = cli.run("query", sql, "--format", "json", "--output", output.toString());
    assertThat(query.exit()).as(query.err()).isZero();
    return Files.readAllLines(output, StandardCharsets.UTF_8);
  }
}
