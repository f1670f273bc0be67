package org.rudolphine.ingest.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.rudolphine.ingest.SourceSettings;

/**
 * A provider on loopback that speaks HTTP and misbehaves on demand.
 *
 * <pre>{@code
 * try (FakeProvider provider = FakeProvider.start()) {
 *   provider.reply("/events?page=1", 200, "application/json", "{}");
 *   provider.script("/flaky", Step.retryAfterSeconds(503, 1), Step.reply(200, "text/plain", "ok"));
 *   SourceSettings settings = provider.settings("gwosc", Map.of("read-timeout", "PT2S"));
 *   ...
 *   assertThat(provider.requests()).hasSize(3);
 * }
 * }</pre>
 *
 * <p>A route is a path, or a path with its query as sent; the longer match wins. A script's last
 * step answers all further requests. Whatever has no route gets 404 with a JSON body.
 */
public final class FakeProvider implements AutoCloseable {
  private static final Step NO_ROUTE =
      Step.reply(404, "application/json", "{\"detail\": \"No Event matches the given query.\"}");

  static {
    // Read once, before the first server: without it every small answer waits 40 ms for an
    // acknowledgement of its head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch shutdown = new CountDownLatch(1);
  private final Map<String, Deque<Step>> routes = new ConcurrentHashMap<>();
  private final List<Seen> requests = new ArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();

  /**
   * A request as it came in.
   *
   * @param target path and query, as sent
   * @param path the path alone
   * @param query the query as sent, or null
   * @param headers by lower-case name; several values joined by a comma
   * @param nanos {@link System#nanoTime()} when its head had arrived
   */
  public record Seen(
      String target, String path, String query, Map<String, String> headers, long nanos) {

    /** A header's value, or null. */
    public String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  private FakeProvider(HttpServer server) {
    this.server = server;
  }

  /** A provider on a free port of the loopback interface. */
  public static FakeProvider start() {
    try {
      InetAddress loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
      FakeProvider provider =
          new FakeProvider(HttpServer.create(new InetSocketAddress(loopback, 0), 0));
      provider.server.createContext("/", provider::handle);
      provider.server.setExecutor(provider.threads);
      provider.server.start();
      return provider;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code http://127.0.0.1:<port>}, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** The address of a path of this provider. */
  public URI uri(String path) {
    return URI.create(url() + path);
  }

  /** Always answers a route like this. */
  public FakeProvider reply(String route, int status, String mediaType, String body) {
    return script(route, Step.reply(status, mediaType, body));
  }

  /** Always answers a route like this. */
  public FakeProvider reply(String route, int status, String mediaType, byte[] body) {
    return script(route, Step.reply(status, mediaType, body));
  }

  /** Answers a route step by step; the last step stays. Replaces what the route did before. */
  public FakeProvider script(String route, Step... steps) {
    routes.put(route, new ArrayDeque<>(List.of(steps)));
    return this;
  }

  /** All requests so far, in order of arrival. */
  public List<Seen> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Path and query of all requests so far, in order of arrival. */
  public List<String> targets() {
    return requests().stream().map(Seen::target).toList();
  }

  /**
   * The largest number of requests that were answered at the same time. A step that the client gave
   * up on counts until the provider notices, so ask this only about steps that end by themselves.
   */
  public int mostAtOnce() {
    return mostUnderWay.get();
  }

  /** Settings of a source whose base-url is this provider: quick, and as strict as the defaults. */
  public SourceSettings settings(String id, Map<String, ? extends Serializable> overrides) {
    Map<String, Serializable> values = new HashMap<>();
    values.put("base-url", url());
    values.put("lane", id);
    values.put("min-interval", "PT0S");
    values.put("allowed-hosts", new ArrayList<String>());
    values.put("read-timeout", "PT5S");
    values.put("max-attempts", 5L);
    values.put("retry-base", "PT0.01S");
    values.put("window", "P1M");
    values.put("overlap", "P1D");
    values.put("user-agent-contact", "");
    values.put("max-body-bytes", 1_048_576L);
    values.put("max-asset-bytes", 16_777_216L);
    values.put("reject-threshold", 0.05);
    values.put("max-vanish-fraction", 0.2);
    values.put("licence", "CC0-1.0");
    values.put("redistribute", "yes");
    values.putAll(overrides);
    return new SourceSettings(id, values);
  }

  public SourceSettings settings(String id) {
    return settings(id, Map.of());
  }

  @Override
  public void close() {
    shutdown.countDown();
    server.stop(0);
    threads.shutdownNow();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    boolean answered = false;
    try {
      Seen seen = record(exchange);
      step(seen).answer(exchange, shutdown);
      answered = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      // Counted down first: once the client has the last byte it may ask again at once.
      underWay.decrementAndGet();
      if (answered) {
        exchange.getResponseBody().close();
      }
      exchange.close();
    }
  }

  private Seen record(HttpExchange exchange) {
    URI uri = exchange.getRequestURI();
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((k, v) -> headers.put(k.toLowerCase(Locale.ROOT), String.join(",", v)));
    Seen seen =
        new Seen(uri.toString(), uri.getRawPath(), uri.getRawQuery(), headers, System.nanoTime());
    synchronized (requests) {
      requests.add(seen);
    }
    return seen;
  }

  private Step step(Seen seen) {
    Deque<Step> script = routes.getOrDefault(seen.target(), routes.get(seen.path()));
    if (script == null) {
      return NO_ROUTE;
    }
    synchronized (script) {
      return script.size() > 1 ? script.poll() : script.peek();
    }
  }
}
