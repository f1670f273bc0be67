package org.rudolphine.jobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rudolphine.ingest.source.SignedSource;

/** A secret reaches the source or store that needs it, and nothing that anybody reads. */
class SecretsKeptTest {
  private static final String HUSH = "hush-0815";
  private static final String S3_SECRET = "spark.hadoop.fs.s3a.secret.key";

  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.getProperties()
        .stringPropertyNames()
        .forEach(
            name -> {
              if (name.startsWith("spark.hadoop.")) {
                System.clearProperty(name);
              }
            });
  }

  @Test
  void reachTheTaskThatAsksTheProvider() throws IOException {
    SharedSpark.start();
    AtomicReference<String> query = new AtomicReference<>();
    HttpServer provider =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/all",
        exchange -> {
          query.set(exchange.getRequestURI().getQuery());
          exchange.getResponseHeaders().set("Content-Type", "text/plain");
          exchange.sendResponseHeaders(200, 1);
          exchange.getResponseBody().write('x');
          exchange.close();
        });
    provider.start();
    try {
      Path lake = folder.resolve("lake");
      Cli cli = Cli.on(lake);
      String[] harvest = {
        "harvest", "signed", "--debug", "--settings", site(provider.getAddress().getPort())
      };

      Cli.Result without = cli.run(harvest);
      assertThat(without.exit()).isEqualTo(ExitCode.USAGE);
      assertThat(without.err()).contains("set the environment variable RUDOLPHINE_SIGNED_API_KEY");
      assertThat(query.get()).as("nobody was asked").isNull();

      System.setProperty(
          "spark.hadoop." + CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, provided());
      Cli.Result with = cli.run(harvest);
      assertThat(with.exit()).as(with.err()).isZero();
      assertThat(query.get()).isEqualTo("signature=" + SignedSource.signature(HUSH));
      assertThat(without.err() + with.err() + with.out()).doesNotContain(HUSH, "WARN  ");
      assertNothingTells(lake);
    } finally {
      provider.stop(0);
    }
  }

  private String site(int port) throws IOException {
    return Files.writeString(
            folder.resolve("site.yaml"),
            """
            sources:
              signed:
                source-class: org.rudolphine.ingest.source.SignedSource
                secrets: [api-key]
                base-url: http://127.0.0.1:%d
                min-interval: PT0S
            """
                .formatted(port))
        .toString();
  }

  private String provided() throws IOException {
    String path = "localjceks://file" + folder.resolve("secrets.jceks");
    Configuration configuration = new Configuration();
    configuration.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, path);
    CredentialProvider provider = CredentialProviderFactory.getProviders(configuration).get(0);
    provider.createCredentialEntry("rudolphine.signed.api-key", HUSH.toCharArray());
    provider.flush();
    return path;
  }

  @Test
  void ofAStoreAreWarnedOfOnceWithoutBeingRepeated() throws IOException {
    System.setProperty(S3_SECRET, HUSH);
    Cli.Result result = Cli.on(folder).run("retain", "--dry-run", "--debug");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err().lines().filter(line -> line.contains("WARN  ")))
        .singleElement()
        .asString()
        .contains(S3_SECRET, "AWS_SECRET_ACCESS_KEY", "Hadoop credential provider");
    assertThat(result.err() + result.out()).doesNotContain(HUSH);
    assertNothingTells(folder);
  }

  @Test
  void ofAStoreDoNotStandInTheTraceOfItsFailure() {
    Map.of(
            "fs.s3a.access.key", "somebody",
            "fs.s3a.secret.key", HUSH,
            "fs.s3a.endpoint", "http://127.0.0.1:1",
            "fs.s3a.endpoint.region", "us-east-1",
            "fs.s3a.path.style.access", "true",
            "fs.s3a.attempts.maximum", "0",
            "fs.s3a.retry.limit", "0")
        .forEach((name, value) -> System.setProperty("spark.hadoop." + name, value));
    Cli.Result result = Cli.call("retain", "--dry-run", "--debug", "--lake", "s3a://lake/x");
    assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("error: ", "\tat org.rudolphine.").doesNotContain(HUSH);
  }

  private static void assertNothingTells(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> written = files.filter(Files::isRegularFile).toList();
      assertThat(written).isNotEmpty();
      for (Path file : written) {
        assertThat(Files.readString(file, ISO_8859_1)).as("%s", file).doesNotContain(HUSH);
      }
    }
  }
}
