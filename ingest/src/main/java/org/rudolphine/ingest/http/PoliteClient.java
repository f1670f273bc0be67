package org.rudolphine.ingest.http;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import dev.failsafe.event.ExecutionScheduledEvent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.SourceSettings;

/**
 * The only class that speaks HTTP. It asks one thing at a time in its lane's rhythm, says who asks,
 * goes only where the source's settings let it, bounds every wait and every size, and asks again
 * only what may succeed later.
 *
 * <p>Failures are {@link HttpFailure} when the provider answered and will not give the document,
 * {@link RefusedAddress} when we would not ask, {@link InterruptedIOException} when the thread was
 * interrupted (its flag stays set), and any other {@link IOException} when no whole answer came.
 */
public final class PoliteClient implements AutoCloseable {
  private static final HarvestLog LOG = HarvestLog.of(PoliteClient.class);
  private static final int MOST_REDIRECTS = 5;
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(30);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);
  static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);
  private static final double JITTER = 0.25;

  static {
    // The JDK repeats a GET by itself when a kept connection turns out closed: a request that took
    // no turn in the lane. These are its only switches, and are read when its client is first used.
    forbidUnpacedRetry("jdk.httpclient.redirects.retrylimit", "1");
    forbidUnpacedRetry("jdk.httpclient.disableRetryConnect", "true");
  }

  private final SourceSettings settings;
  private final Pace pace;
  private final AddressRule addresses;
  private final String userAgent;
  private final BodyLimit ofDocument;
  private final Failures failures;
  private final RetryPolicy<Reply> retries;
  private final HttpClient http;
  private volatile boolean closed;

  private PoliteClient(SourceSettings settings, Pace pace, AddressRule addresses) {
    this.settings = settings;
    this.pace = pace;
    this.addresses = addresses;
    this.userAgent = OpeningChecks.userAgent(settings);
    this.ofDocument = BodyLimit.ofDocument(settings);
    this.failures = new Failures(settings, ofDocument);
    this.retries = retryPolicy();
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(shorter(LONGEST_CONNECT, settings.readTimeout()))
            .build();
  }

  /**
   * A client for one source in its lane.
   *
   * @throws IllegalArgumentException naming the setting, when the base-url is no address, a real
   *     host is to be asked without {@code user-agent-contact} or faster than {@code
   *     min-interval-floor}, or a limit makes no sense
   */
  public static PoliteClient open(SourceSettings settings, Pace pace) {
    AddressRule addresses = AddressRule.of(settings);
    OpeningChecks.check(settings, addresses);
    return new PoliteClient(settings, pace, addresses);
  }

  /** Fetches one document whole; see {@link #get(Request)}. */
  public Reply get(URI uri) throws IOException {
    return get(Request.of(uri));
  }

  /**
   * Fetches one document whole, following redirects and asking again where that may help.
   *
   * @return 2xx, or 304 with an empty body when the request was conditional
   * @throws IOException as described at the class
   */
  public Reply get(Request request) throws IOException {
    return ask(new Fetch(request, ofDocument, null));
  }

  /**
   * Fetches one file whole as {@link #get(Request)} does a document, and writes it as it comes, up
   * to {@code max-asset-bytes}. It is asked for as it is, not compressed for the way.
   *
   * @param file where the body of each attempt goes
   * @return as {@link #get(Request)}, without the body
   * @throws IOException as described at the class, and when the body cannot be written
   */
  public Reply fetch(Request request, BodyFile file) throws IOException {
    return ask(new Fetch(request, BodyLimit.ofFile(settings), file));
  }

  /** What is asked for; {@code file} is null for a document. */
  private record Fetch(Request request, BodyLimit limit, BodyFile file) {
    Fetch asking(Request other) {
      return new Fetch(other, limit, file);
    }

    String codings() {
      return file == null ? ContentCoding.ACCEPTED : ContentCoding.NONE;
    }
  }

  private Reply ask(Fetch fetch) throws IOException {
    if (closed) {
      throw new IllegalStateException("The client of source " + settings.id() + " is closed");
    }
    URI start = addresses.admit(fetch.request().uri());
    try {
      return Failsafe.with(retries).get(() -> follow(fetch, start));
    } catch (FailsafeException e) {
      throw unwrapped(e);
    }
  }

  @Override
  public void close() {
    closed = true; // the JDK's client ends its threads by itself once nobody refers to it
  }

  /** One attempt: from the address asked for through its redirects to the document. */
  private Reply follow(Fetch fetch, URI start) throws IOException {
    Set<URI> seen = new HashSet<>(Set.of(start));
    Fetch asked = fetch;
    Answer answer = exchange(asked, start);
    while (answer.redirects()) {
      URI next = target(answer);
      if (!seen.add(next)) {
        throw failures.failure(answer, "redirects in a circle, back to " + Shown.uri(next));
      }
      if (seen.size() > MOST_REDIRECTS + 1) {
        throw failures.failure(answer, "redirects more than " + MOST_REDIRECTS + " times");
      }
      if (!AddressRule.sameHost(answer.uri(), next)) {
        asked =
            asked.asking(
                asked
                    .request()
                    .unlessMatches(null, null)); // another host's tags mean nothing to this one
      }
      answer = exchange(asked, next);
    }
    return reply(answer, asked);
  }

  private URI target(Answer answer) throws IOException {
    String location = answer.header("Location");
    if (location == null || location.isBlank()) {
      throw failures.failure(answer, "redirects without saying where to (no Location)");
    }
    return addresses.admitRedirect(answer.uri(), location);
  }

  private Answer exchange(Fetch asked, URI at) throws IOException {
    HttpRequest request = message(asked, at);
    try (Pace.Turn turn = pace.occupy()) {
      long start = System.nanoTime();
      Answer answer =
          new Exchange(at, settings.readTimeout(), asked.limit(), asked.file()).run(http, request);
      LOG.debug(
          "Source {}: GET {} -> {}, {} bytes held, {} ms",
          settings.id(),
          Shown.uri(at),
          answer.status(),
          answer.body().size(),
          (System.nanoTime() - start) / 1_000_000);
      holdLane(answer);
      return answer;
    } catch (IOException e) {
      LOG.debug("Source {}: GET {} failed: {}", settings.id(), Shown.uri(at), e.getMessage());
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.interrupted(Shown.uri(at));
    }
  }

  private HttpRequest message(Fetch fetch, URI at) throws IOException {
    Request asked = fetch.request();
    try {
      HttpRequest.Builder message =
          HttpRequest.newBuilder(at)
              .GET()
              .header("User-Agent", userAgent)
              .header("Accept", asked.accept())
              .header("Accept-Encoding", fetch.codings());
      if (asked.ifNoneMatch() != null) {
        message.header("If-None-Match", asked.ifNoneMatch());
      }
      if (asked.ifModifiedSince() != null) {
        message.header("If-Modified-Since", asked.ifModifiedSince());
      }
      return message.build();
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "Source %s: %s cannot be asked: %s"
              .formatted(settings.id(), Shown.uri(at), Shown.excerpt(String.valueOf(e))),
          e);
    }
  }

  /** A provider that names a time is left alone until then by the whole lane. */
  private void holdLane(Answer answer) {
    Duration wanted = Failures.retryAfter(answer);
    if (answer.worthAskingAgain() && wanted != null) {
      pace.holdFor(shorter(wanted, LONGEST_RETRY_AFTER));
    }
  }

  private Reply reply(Answer answer, Fetch fetch) throws IOException {
    int status = answer.status();
    if (status == 304 && fetch.request().conditional()) {
      return reply(answer, new byte[0]);
    }
    if (answer.worthAskingAgain()) {
      throw failures.postponed(answer);
    }
    if (status < 200 || status >= 300 || status == 206) {
      throw failures.refusal(answer);
    }
    if (fetch.file() != null) {
      ContentCoding.requireNone(answer);
    }
    return reply(answer, ContentCoding.undone(answer, ofDocument));
  }

  private static Reply reply(Answer answer, byte[] body) {
    return new Reply(
        answer.uri(),
        answer.status(),
        answer.mediaType(),
        answer.header("ETag"),
        answer.header("Last-Modified"),
        Instant.now().truncatedTo(ChronoUnit.MICROS),
        body);
  }

  private RetryPolicy<Reply> retryPolicy() {
    RetryPolicyBuilder<Reply> policy =
        RetryPolicy.<Reply>builder()
            .handle(TransientFailure.class)
            .withMaxAttempts(settings.maxAttempts())
            .onRetryScheduled(this::beforeRetry);
    Duration base = settings.retryBase();
    if (!base.isZero()) {
      Duration cap = LONGEST_BACKOFF.compareTo(base) > 0 ? LONGEST_BACKOFF : base.multipliedBy(2);
      policy.withBackoff(base, cap).withJitter(JITTER);
    }
    return policy.build();
  }

  /** The lane waits with us: whatever shares the provider must not take our place meanwhile. */
  private void beforeRetry(ExecutionScheduledEvent<Reply> event) {
    TransientFailure failure = (TransientFailure) event.getLastException();
    Duration asked = failure.retryAfter();
    Duration pause =
        asked != null && asked.compareTo(event.getDelay()) > 0 ? asked : event.getDelay();
    pace.holdFor(pause);
    LOG.info( // it may yet succeed: what fails for good is thrown, and reported once
        "Source {}: attempt {} of {} for {} failed: {}; next in {}",
        settings.id(),
        event.getAttemptCount(),
        settings.maxAttempts(),
        Shown.uri(failure.uri()),
        failure.getMessage(),
        pause);
  }

  private IOException unwrapped(FailsafeException wrapper) {
    Throwable cause = wrapper.getCause();
    if (cause instanceof TransientFailure failure) {
      return failures.givenUp(failure);
    }
    if (cause instanceof IOException failure) {
      return failure;
    }
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return failures.interrupted("the next attempt");
    }
    return new IOException("Source " + settings.id() + ": " + cause, cause);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static void forbidUnpacedRetry(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
