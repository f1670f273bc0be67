package org.rudolphine.jobs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A store of the S3 protocol in a process of its own, and a gate before it on loopback: the gate
 * counts requests and can refuse some, as a store that is set up badly would.
 */
final class S3Server implements AutoCloseable {
  static final String BUCKET = "road";
  private static final Set<String> NOT_FORWARDED =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private final Process store;
  private final int port;
  private final HttpServer gate;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ConcurrentSkipListMap<String, LongAdder> counts = new ConcurrentSkipListMap<>();
  private final ReentrantLock conditionalPuts = new ReentrantLock();
  private volatile Gate rule = (kind, key) -> Verdict.PASS;

  /** What the gate does with a request. */
  enum Verdict {
    /** Lets it through. */
    PASS,
    /** Answers as S3 does when a policy forbids it. */
    DENY,
    /** Answers as S3 does when it does not know the access key. */
    UNKNOWN_KEY,
    /** Lets it through without its condition, as a store does that knows none. */
    IGNORE_CONDITION
  }

  /** Decides about a request. */
  @FunctionalInterface
  interface Gate {
    /**
     * @param kind {@code GET}, {@code HEAD}, {@code LIST}, {@code PUT}, {@code COPY}, {@code
     *     DELETE} or {@code POST}
     * @param key path below the bucket
     */
    Verdict decide(String kind, String key);
  }

  private S3Server(Path folder) throws IOException {
    this.port = freePort();
    this.store =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of(System.getProperty("rudolphine.root"), "jobs/target/it/s3mock.jar")
                    .toString(),
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--http.port=" + port,
                "--com.adobe.testing.s3mock.store.initial-buckets=" + BUCKET,
                "--com.adobe.testing.s3mock.store.root=" + folder.resolve("s3"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3.log").toFile())
            .start();
    this.gate = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gate.setExecutor(threads);
    gate.createContext("/", this::pass);
    gate.start();
  }

  /** Starts it, with its files and log below a folder. */
  static S3Server start(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    S3Server server = new S3Server(folder);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!server.answers()) {
      if (System.nanoTime() > end || !server.store.isAlive()) {
        server.close();
        throw new IOException(
            "The S3 server did not start:\n" + Files.readString(folder.resolve("s3.log")));
      }
      Thread.sleep(100);
    }
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() {
    try {
      URI root = URI.create("http://127.0.0.1:" + port + "/");
      HttpURLConnection connection = (HttpURLConnection) root.toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(20_000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Settings of the s3a client for this server. */
  Map<String, String> settings() {
    return new TreeMap<>(
        Map.of(
            "fs.s3a.endpoint", "http://127.0.0.1:" + gate.getAddress().getPort(),
            "fs.s3a.endpoint.region", "us-east-1",
            "fs.s3a.path.style.access", "true",
            "fs.s3a.connection.ssl.enabled", "false",
            "fs.s3a.access.key", "an-access-key",
            "fs.s3a.secret.key", "a-secret-key"));
  }

  /** Which requests pass from now on. */
  void gate(Gate decides) {
    rule = decides;
  }

  /** Requests by kind since the last call. */
  Map<String, Long> counted() {
    Map<String, Long> counted = new TreeMap<>();
    counts.forEach((kind, count) -> counted.put(kind, count.sumThenReset()));
    counted.values().removeIf(count -> count == 0);
    return counted;
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      String kind = kind(exchange);
      counts.computeIfAbsent(kind, name -> new LongAdder()).increment();
      String path = exchange.getRequestURI().getPath();
      String key = path.startsWith("/" + BUCKET + "/") ? path.substring(BUCKET.length() + 2) : "";
      byte[] body = exchange.getRequestBody().readAllBytes();
      Verdict verdict = rule.decide(kind, key);
      switch (verdict) {
        case DENY -> refuse(exchange, "AccessDenied", "Access Denied");
        case UNKNOWN_KEY ->
            refuse(
                exchange,
                "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records.");
        default -> forward(exchange, body, verdict == Verdict.IGNORE_CONDITION);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      throw new IOException(e);
    }
  }

  private static String kind(HttpExchange exchange) {
    String query = String.valueOf(exchange.getRequestURI().getRawQuery());
    return switch (exchange.getRequestMethod()) {
      case "GET" -> query.contains("list-type=") ? "LIST" : "GET";
      case "PUT" -> exchange.getRequestHeaders().containsKey("x-amz-copy-source") ? "COPY" : "PUT";
      case "POST" -> query.startsWith("delete") ? "DELETE" : "POST";
      default -> exchange.getRequestMethod();
    };
  }

  private static void refuse(HttpExchange exchange, String code, String message)
      throws IOException {
    byte[] xml =
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
                + code
                + "</Code><Message>"
                + message
                + "</Message></Error>")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    boolean bare = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(403, bare ? -1 : xml.length);
    if (!bare) {
      exchange.getResponseBody().write(xml);
    }
  }

  private void forward(HttpExchange exchange, byte[] body, boolean unconditionally)
      throws IOException, InterruptedException {
    URI asked = exchange.getRequestURI();
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + asked.getRawPath() + query))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(60))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              boolean dropped =
                  NOT_FORWARDED.contains(lower)
                      || (unconditionally && lower.equals("if-none-match"));
              if (!dropped) {
                values.forEach(value -> request.header(name, value));
              }
            });
    boolean conditional =
        !unconditionally && exchange.getRequestHeaders().containsKey("If-None-Match");
    HttpResponse<byte[]> answer =
        conditional
            ? oneAtATime(request.build())
            : client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    answer(exchange, answer, answer.body());
  }

  /**
   * S3 decides conditional puts one after the other; the store behind the gate looks first and
   * writes then, so that two at once could both succeed.
   */
  private HttpResponse<byte[]> oneAtATime(HttpRequest request)
      throws IOException, InterruptedException {
    conditionalPuts.lock();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } finally {
      conditionalPuts.unlock();
    }
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer, byte[] content)
      throws IOException {
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              boolean head = exchange.getRequestMethod().equals("HEAD");
              String lower = name.toLowerCase(Locale.ROOT);
              boolean length = lower.equals("content-length");
              if (!lower.equals("transfer-encoding")
                  && !lower.equals("connection")
                  && !lower.equals("date")
                  && (!length || head)) {
                exchange.getResponseHeaders().put(name, List.copyOf(values));
              }
            });
    exchange.sendResponseHeaders(answer.statusCode(), content.length == 0 ? -1 : content.length);
    if (content.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(content);
      }
    }
  }

  @Override
  public void close() {
    gate.stop(0);
    threads.shutdownNow();
    store.destroyForcibly();
    try {
      store.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
