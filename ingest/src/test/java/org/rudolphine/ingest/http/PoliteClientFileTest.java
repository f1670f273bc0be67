package org.rudolphine.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rudolphine.ingest.SourceSettings;

/** Bodies that are written as they come. */
class PoliteClientFileTest {
  private final FakeProvider provider = FakeProvider.start();
  private final Files files = new Files();

  /** Keeps in memory what each attempt brought, and whether it was closed. */
  private static final class Files implements BodyFile {
    private final List<One> opened = new ArrayList<>();

    private static final class One extends ByteArrayOutputStream {
      private boolean closed;

      @Override
      public void close() {
        closed = true;
      }
    }

    @Override
    public OutputStream open() {
      One one = new One();
      opened.add(one);
      return one;
    }

    private String content(int attempt) {
      return opened.get(attempt).toString(UTF_8);
    }
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private Reply fetch(Request request, BodyFile file, Map<String, ? extends Serializable> more)
      throws IOException {
    SourceSettings settings = provider.settings("gwosc", more);
    try (PoliteClient client = PoliteClient.open(settings, new Pace(Duration.ZERO))) {
      return client.fetch(request, file);
    }
  }

  private Reply fetch(String path) throws IOException {
    return fetch(Request.of(provider.uri(path)), files, Map.of());
  }

  @Test
  void aFileIsWrittenAndNotHeld() throws IOException {
    byte[] large = new byte[3_000_000]; // more than max-body-bytes, which is for documents
    provider.script("/f", Step.reply(200, "x/y", large).with("ETag", "\"1\""));

    Reply reply = fetch("/f");

    assertThat(reply.body()).isEmpty();
    assertThat(reply.etag()).isEqualTo("\"1\"");
    assertThat(files.opened).hasSize(1);
    assertThat(files.opened.get(0).toByteArray()).isEqualTo(large);
    assertThat(files.opened.get(0).closed).as("whoever asked closes it").isFalse();
    assertThat(provider.requests().get(0).header("Accept-Encoding")).isEqualTo("identity");
  }

  @Test
  void anEmptyFileIsAFile() throws IOException {
    provider.reply("/f", 200, "x/y", "");
    fetch("/f");
    assertThat(files.opened).hasSize(1);
    assertThat(files.content(0)).isEmpty();
  }

  @Test
  void eachAttemptBeginsANewFileAndOneThatFailedIsClosed() throws IOException {
    provider.script(
        "/f",
        Step.truncated("x/y", "0123456789", 4),
        Step.reply(503, "text/plain", "later"),
        Step.redirect(302, "/g"));
    provider.reply("/g", 200, "x/y", "0123456789");

    Reply reply = fetch("/f");

    assertThat(reply.uri()).isEqualTo(provider.uri("/g"));
    assertThat(files.opened).as("none for an error page or a redirect").hasSize(2);
    assertThat(files.opened.get(0).closed).isTrue();
    assertThat(files.content(1)).isEqualTo("0123456789");
    assertThat(files.opened.get(1).closed).isFalse();
  }

  @Test
  void aFileThatIsTooLargeIsBrokenOff() {
    provider.script("/f", Step.unannounced(100_000));
    provider.script("/announced", Step.reply(200, "x/y", new byte[100_000]));
    Map<String, Long> small = Map.of("max-asset-bytes", 50_000L);
    for (String path : List.of("/f", "/announced")) {
      assertThatThrownBy(() -> fetch(Request.of(provider.uri(path)), files, small))
          .isInstanceOf(HttpFailure.class)
          .hasMessageContaining("sources.gwosc.max-asset-bytes = 50000");
    }
    assertThat(files.opened).as("one that announces it is not even begun").hasSize(1);
    assertThat(files.opened.get(0).closed).isTrue();
    assertThat(files.opened.get(0).size()).isLessThanOrEqualTo(50_000);
    assertThat(provider.targets()).containsExactly("/f", "/announced");
  }

  /** The same request again would meet the same disk. */
  @Test
  void whatCannotBeWrittenIsToldAsItIsAndNotTriedAgain() {
    provider.reply("/f", 200, "x/y", "0123456789");
    FileSystemException full = new FileSystemException("/lake/x", null, "No space left on device");
    BodyFile unopened =
        () -> {
          throw full;
        };
    BodyFile unwritten =
        () ->
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw full;
              }
            };
    for (BodyFile file : List.of(unopened, unwritten)) {
      assertThatThrownBy(() -> fetch(Request.of(provider.uri("/f")), file, Map.of()))
          .isSameAs(full);
    }
    assertThat(provider.targets()).hasSize(2);
  }

  @Test
  void whatIsUnchangedIsNotSentAgain() throws IOException {
    provider.script("/f", Step.tagged("\"1\"", "x/y", "content"));
    Request request = Request.of(provider.uri("/f")).unlessMatches("\"1\"", null);
    assertThat(fetch(request, files, Map.of()).notModified()).isTrue();
    assertThat(files.opened).isEmpty();
  }

  @Test
  void aFileIsTakenOnlyAsItIs() {
    provider.script("/f", Step.gzipped("x/y", "content".getBytes(UTF_8)));
    assertThatThrownBy(() -> fetch("/f"))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("Content-Encoding 'gzip'; the file was asked for as it is");
    provider.reply("/missing", 404, "text/plain", "no such file");
    assertThatThrownBy(() -> fetch("/missing")).hasMessageContaining("404: no such file");
    provider.script("/elsewhere", Step.redirect(301, "https://files.example.org/x"));
    assertThatThrownBy(() -> fetch("/elsewhere")).isInstanceOf(RefusedAddress.class);
  }
}
