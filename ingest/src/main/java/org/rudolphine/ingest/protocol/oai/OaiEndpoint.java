package org.rudolphine.ingest.protocol.oai;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.StringJoiner;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.HttpFailure;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Reply;
import org.rudolphine.ingest.protocol.CatalogTimes;

/**
 * A repository at its address. What comes back is a whole page or a failure: a body that is no page
 * is asked for again, as often and as patiently as the source's settings say.
 */
public final class OaiEndpoint {
  private static final HarvestLog LOG = HarvestLog.of(OaiEndpoint.class);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);
  private static final double JITTER = 0.25;

  private final SourceSettings settings;
  private final PoliteClient client;
  private final URI address;
  private final RetryPolicy<Answer> retries;

  /**
   * The repository at {@code address}, without a query.
   *
   * @param settings for {@code max-attempts} and {@code retry-base}, and the name in messages
   */
  public OaiEndpoint(SourceSettings settings, PoliteClient client, URI address) {
    this.settings = settings;
    this.client = client;
    this.address = address;
    this.retries = retryPolicy(settings);
  }

  /** A page, with where it was asked for and when it was complete. */
  record Answer(URI asked, Instant completedAt, OaiPage page) {}

  /**
   * Asks the repository what it is.
   *
   * @throws MalformedPage also when it does not tell its earliest datestamp or its time
   */
  public Identify identify() throws IOException {
    Answer answer = ask(Map.of("verb", "Identify"));
    Map<String, String> values = answer.page().values();
    Instant earliest =
        CatalogTimes.instant(values.get("earliestDatestamp"))
            .orElseThrow(() -> lacks(answer, "usable earliestDatestamp"));
    return new Identify(
        values.getOrDefault("repositoryName", ""),
        earliest.atZone(ZoneOffset.UTC).toLocalDate(),
        values.getOrDefault("deletedRecord", "no"),
        values.getOrDefault("granularity", "YYYY-MM-DD"),
        responseDate(answer));
  }

  /** A list of this repository; nothing is asked yet. */
  public OaiList list(OaiQuery query) {
    return new OaiList(this, query);
  }

  /**
   * Asks for one page.
   *
   * @throws OaiRefusal when it holds protocol errors, whatever the HTTP status
   * @throws MalformedPage when no whole page came in any attempt
   */
  Answer ask(Map<String, String> arguments) throws IOException {
    URI uri = URI.create(address + "?" + query(arguments));
    String verb = arguments.get("verb");
    try {
      return Failsafe.with(retries).get(() -> once(uri, verb));
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException(
            "Source " + settings.id() + ": interrupted before the next attempt at " + uri);
      }
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** The repository's clock at a page; every list needs it as the next one's start. */
  Instant responseDate(Answer answer) throws MalformedPage {
    if (answer.page().responseDate() == null) {
      throw lacks(answer, "responseDate");
    }
    return answer.page().responseDate();
  }

  private MalformedPage lacks(Answer answer, String what) {
    return new MalformedPage(
        "Source " + settings.id() + ": the answer of " + answer.asked() + " has no " + what);
  }

  private Answer once(URI uri, String verb) throws IOException {
    long start = System.nanoTime();
    Reply reply;
    try {
      reply = client.get(uri);
    } catch (HttpFailure e) {
      throw explained(uri, e);
    }
    OaiPage page;
    try {
      page = OaiPage.read(reply.body());
    } catch (MalformedPage e) {
      throw malformed(uri, e.getMessage(), e);
    }
    LOG.info(
        "GET {} status={} bytes={} ms={} items={}",
        uri,
        reply.status(),
        reply.body().length,
        (System.nanoTime() - start) / 1_000_000,
        page.items().size());
    if (!page.errors().isEmpty()) {
      throw new OaiRefusal(settings.id(), uri, page);
    }
    if (!verb.equals(page.verb())) {
      throw malformed(uri, "it is an answer to " + page.verb(), null);
    }
    return new Answer(uri, reply.completedAt(), page);
  }

  /** Some repositories send their protocol errors with status 422 or 400. */
  private IOException explained(URI uri, HttpFailure failure) {
    boolean mayExplain = failure.status() == 400 || failure.status() == 422;
    if (mayExplain) {
      try {
        OaiPage page = OaiPage.read(failure.body());
        if (!page.errors().isEmpty()) {
          return new OaiRefusal(settings.id(), uri, page);
        }
      } catch (MalformedPage notExplained) {
        failure.addSuppressed(notExplained);
      }
    }
    return failure;
  }

  private MalformedPage malformed(URI uri, String why, MalformedPage cause) {
    return new MalformedPage(
        "Source " + settings.id() + ": the answer of " + uri + " is no OAI-PMH page: " + why,
        cause);
  }

  private static RetryPolicy<Answer> retryPolicy(SourceSettings settings) {
    RetryPolicyBuilder<Answer> policy =
        RetryPolicy.<Answer>builder()
            .handle(MalformedPage.class)
            .withMaxAttempts(settings.maxAttempts())
            .onRetryScheduled(
                event ->
                    LOG.info(
                        "attempt {} of {}: {}; next in {}",
                        event.getAttemptCount(),
                        settings.maxAttempts(),
                        event.getLastException().getMessage(),
                        event.getDelay()));
    Duration base = settings.retryBase();
    if (!base.isZero()) {
      Duration cap = LONGEST_BACKOFF.compareTo(base) > 0 ? LONGEST_BACKOFF : base.multipliedBy(2);
      policy.withBackoff(base, cap).withJitter(JITTER);
    }
    return policy.build();
  }

  private static String query(Map<String, String> arguments) {
    StringJoiner query = new StringJoiner("&");
    arguments.forEach(
        (name, value) -> query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return query.toString();
  }
}
