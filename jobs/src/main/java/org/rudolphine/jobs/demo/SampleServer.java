package org.rudolphine.jobs.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Offers the bundled sample on loopback, in the protocols that the providers really speak.
 *
 * <p>Each provider lives below a path of its own, so that its source needs nothing but another
 * {@code base-url}: {@link #gwoscUrl()} stands for {@code https://gwosc.org}, {@link #sxsUrl()} for
 * GitHub's API and raw hosts as {@link #tmrUrl()} does, {@link #arxivUrl()} for {@code
 * https://oaipmh.arxiv.org/oai}, {@link #cernOpenDataUrl()} for {@code https://opendata.cern.ch}
 * and {@link #hepDataUrl()} for {@code https://www.hepdata.net}. Documents carry an ETag and honour
 * If-None-Match; methods other than GET give 405. Paging links name this server; every other link
 * in a document is the published one, so that a document does not change with the port.
 *
 * <p>{@link #edit} changes what is served from the next request on, as a provider would overnight;
 * {@link #behave} makes the server slow, broken or wrong.
 */
public final class SampleServer implements AutoCloseable {
  private static final String GWOSC = "/gwosc";
  private static final String SXS = "/sxs";
  private static final String ARXIV = "/arxiv";
  private static final String CERN = "/cernopendata";
  private static final String TMR = "/tmr";
  private static final String HEPDATA = "/hepdata";

  private final SampleData data;
  private final HttpServer http;
  private final ExecutorService workers = Executors.newCachedThreadPool(SampleServer::worker);
  private final Map<String, Site> sites;
  private final List<Served> log = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour = Behaviour.REGULAR;

  private SampleServer(SampleData data, HttpServer http) {
    this.data = data;
    this.http = http;
    this.sites =
        Map.of(
            GWOSC, new GwoscSite(data, gwoscUrl()),
            SXS, new SxsSite(data, sxsUrl()),
            ARXIV, new ArxivSite(data.arxiv()),
            CERN, new CernSite(data.cernOpenData(), cernOpenDataUrl()),
            TMR, new TmrSite(data.tmr()),
            HEPDATA, new HepDataSite(data.hepData()));
  }

  /**
   * Starts a server with a fresh copy of the bundled sample on a free port of 127.0.0.1.
   *
   * @throws UncheckedIOException when no port can be had
   */
  public static SampleServer start() {
    return start(new InetSocketAddress("127.0.0.1", 0).getAddress());
  }

  /**
   * The same on another address of this machine, for clients on others.
   *
   * @throws UncheckedIOException when no port can be had there
   */
  public static SampleServer start(InetAddress address) {
    try {
      HttpServer http = HttpServer.create(new InetSocketAddress(address, 0), 0);
      SampleServer server = new SampleServer(SampleData.bundled(), http);
      http.setExecutor(server.workers);
      http.createContext("/", server::serve);
      http.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("The sample server cannot listen on " + address, e);
    }
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "sample-server");
    thread.setDaemon(true);
    return thread;
  }

  /** Scheme, host and port, without a slash at the end. */
  public URI url() {
    InetSocketAddress address = http.getAddress();
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  /** What stands in for {@code https://gwosc.org}. */
  public URI gwoscUrl() {
    return URI.create(url() + GWOSC);
  }

  /** What stands in for both hosts of GitHub. */
  public URI sxsUrl() {
    return URI.create(url() + SXS);
  }

  /** What stands in for {@code https://oaipmh.arxiv.org/oai}. */
  public URI arxivUrl() {
    return URI.create(url() + ARXIV + "/oai");
  }

  /** What stands in for {@code https://opendata.cern.ch}. */
  public URI cernOpenDataUrl() {
    return URI.create(url() + CERN);
  }

  /** What stands in for both hosts of GitHub, for the turbulence resource. */
  public URI tmrUrl() {
    return URI.create(url() + TMR);
  }

  /** What stands in for {@code https://www.hepdata.net}. */
  public URI hepDataUrl() {
    return URI.create(url() + HEPDATA);
  }

  /** Changes the data as one step: no reply shows half of it. */
  public void edit(Consumer<SampleData> change) {
    synchronized (data) {
      change.accept(data);
    }
  }

  /** Replaces the behaviour for all requests that follow. */
  public void behave(Behaviour newBehaviour) {
    behaviour = Objects.requireNonNull(newBehaviour, "newBehaviour");
  }

  /** All requests answered so far, in the order of their answers. */
  public List<Served> requests() {
    return List.copyOf(log);
  }

  @Override
  public void close() {
    workers.shutdownNow();
    http.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    Asked asked = Asked.of(exchange);
    try (exchange) {
      Answer answer = conditional(asked, decide(asked));
      Thread.sleep(answer.delivery().delay().toMillis());
      log.add(new Served(asked, answer.status()));
      send(exchange, answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The server was closed while it answered " + asked.path());
    }
  }

  private Answer decide(Asked asked) throws IOException, InterruptedException {
    try {
      return behaviour.answer(asked, regular(asked));
    } catch (RuntimeException e) {
      return Answer.of(500, Answer.TEXT, "Cannot answer " + asked.target() + ": " + e);
    }
  }

  private Answer regular(Asked asked) {
    if (!asked.method().equals("GET")) {
      return Answer.json(405, SampleData.detail("Method \"" + asked.method() + "\" not allowed."))
          .withHeader("Allow", "GET");
    }
    int end = asked.path().indexOf('/', 1);
    Site site = end < 0 ? null : sites.get(asked.path().substring(0, end));
    if (site != null) {
      synchronized (data) {
        return site.answer(asked.path().substring(end), Query.parse(asked.query()));
      }
    }
    return Answer.of(404, Answer.TEXT, "No provider of the sample lives at " + asked.path());
  }

  private static Answer conditional(Asked asked, Answer answer) {
    if (answer.status() != 200) {
      return answer;
    }
    String tag = "\"" + sha256(answer.body()).substring(0, 32) + "\"";
    boolean known = asked.header("If-None-Match").map(given -> matches(given, tag)).orElse(false);
    return answer.withStatus(known ? 304 : 200).withHeader("ETag", tag);
  }

  private static boolean matches(String given, String tag) {
    return Arrays.stream(given.split(","))
        .map(String::strip)
        .map(known -> known.startsWith("W/") ? known.substring(2) : known)
        .anyMatch(known -> known.equals("*") || known.equals(tag));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static void send(HttpExchange exchange, Answer answer)
      throws IOException, InterruptedException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    if (answer.status() != 304) {
      exchange.getResponseHeaders().set("Content-Type", answer.mediaType());
    }
    byte[] body = answer.body();
    boolean bare = exchange.getRequestMethod().equals("HEAD") || answer.status() == 304;
    exchange.sendResponseHeaders(answer.status(), bare || body.length == 0 ? -1 : body.length);
    if (!bare && body.length > 0) {
      sendBody(exchange.getResponseBody(), body, answer.delivery());
    }
  }

  // Leaving before the announced length is reached makes the JDK's server drop the connection.
  private static void sendBody(OutputStream out, byte[] body, Answer.Delivery delivery)
      throws IOException, InterruptedException {
    int end = Math.min(body.length, delivery.cutAfter());
    int stop = Math.min(end, delivery.stallAfter());
    out.write(body, 0, stop);
    out.flush();
    if (stop < end) {
      Thread.sleep(delivery.stall().toMillis());
      out.write(body, stop, end - stop);
      out.flush();
    }
  }
}
