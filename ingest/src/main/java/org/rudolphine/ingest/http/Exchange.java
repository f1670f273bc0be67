package org.rudolphine.ingest.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.rudolphine.ingest.HarvestLog;

/**
 * One GET, bounded in time and size. The JDK's request timeout ends with the head, so the waiting
 * thread itself watches the body:
 *
 * <ul>
 *   <li>the head must be whole within the read timeout,
 *   <li>no two bytes of the body may be further apart than the read timeout,
 *   <li>the body may take ten read timeouts, and longer only while it has kept up 16 KiB/s.
 * </ul>
 */
final class Exchange implements HttpResponse.BodyHandler<BlockBuffer> {
  private static final HarvestLog LOG = HarvestLog.of(Exchange.class);
  private static final int READ_TIMEOUTS_PER_BODY = 10;
  private static final long SLOWEST_BYTES_PER_SECOND = 16 * 1024;
  // Enough of an error page or a redirect's text to quote it.
  private static final long UNWANTED_BODY_BYTES = 64 * 1024;

  private final URI uri;
  private final Duration readTimeout;
  private final BodyLimit limit;
  private final BodyFile file;
  private final long startedNanos = System.nanoTime();

  private volatile boolean headArrived;
  private volatile long headNanos;
  private volatile long lastByteNanos;
  private volatile long received;
  private volatile boolean storing;
  private volatile Flow.Subscription body;
  private volatile Collector collector;

  /**
   * Prepares an exchange.
   *
   * @param file where a wanted body goes, or null to hold it in memory
   */
  Exchange(URI uri, Duration readTimeout, BodyLimit limit, BodyFile file) {
    this.uri = uri;
    this.readTimeout = readTimeout;
    this.limit = limit;
    this.file = file;
  }

  /**
   * Sends the request and waits for the whole answer.
   *
   * @throws TransientFailure when no connection came about, the answer stalled or broke off
   * @throws HttpFailure when the body is too large
   * @throws IOException also when the body cannot be written where it should go
   */
  Answer run(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<BlockBuffer>> coming = http.sendAsync(request, this);
    boolean whole = false;
    try {
      HttpResponse<BlockBuffer> response = await(coming);
      whole = true;
      return new Answer(uri, response.statusCode(), response.headers(), response.body());
    } catch (ExecutionException e) {
      throw explained(e.getCause());
    } finally {
      coming.cancel(true);
      if (body != null) {
        body.cancel();
      }
      if (!whole && collector != null) {
        collector.abandon();
      }
    }
  }

  private HttpResponse<BlockBuffer> await(CompletableFuture<HttpResponse<BlockBuffer>> coming)
      throws InterruptedException, ExecutionException, TransientFailure {
    while (true) {
      long left = nanosLeft();
      if (left <= 0) {
        throw TransientFailure.broken(uri, overdue(), null);
      }
      try {
        return coming.get(left, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        // Bytes may have come meanwhile: the deadline is read again.
      }
    }
  }

  private long nanosLeft() {
    long now = System.nanoTime();
    if (!headArrived) {
      return startedNanos + readTimeout.toNanos() - now;
    }
    if (storing) {
      return readTimeout.toNanos(); // the provider does not wait for us, but we for our disk
    }
    long toNextByte = lastByteNanos + readTimeout.toNanos() - now;
    return Math.min(toNextByte, headNanos + wholeBodyNanos() - now);
  }

  private long wholeBodyNanos() {
    long always = readTimeout.multipliedBy(READ_TIMEOUTS_PER_BODY).toNanos();
    long earned = TimeUnit.SECONDS.toNanos(received / SLOWEST_BYTES_PER_SECOND);
    return Math.max(always, earned);
  }

  private String overdue() {
    if (!headArrived) {
      return "no answer within the read-timeout of " + readTimeout;
    }
    boolean stalled = System.nanoTime() - lastByteNanos >= readTimeout.toNanos();
    return stalled
        ? "the body stalled for the read-timeout of %s after %d bytes"
            .formatted(readTimeout, received)
        : "the body trickles: %d bytes in %s"
            .formatted(received, Duration.ofNanos(System.nanoTime() - headNanos));
  }

  private IOException explained(Throwable cause) {
    if (cause instanceof HttpFailure failure) {
      return failure;
    }
    if (cause instanceof NotStored failure) {
      return failure.trouble;
    }
    if (cause instanceof SSLException && causedByCertificate(cause)) {
      return new IOException(
          "%s: the server's certificate is not trusted: %s"
              .formatted(Shown.uri(uri), cause.getMessage()),
          cause);
    }
    if (cause instanceof IOException) {
      return TransientFailure.broken(uri, described(cause), cause);
    }
    return new IOException(Shown.uri(uri) + " could not be asked: " + cause, cause);
  }

  private static boolean causedByCertificate(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  /** Class and message, with the root's where it says more: the JDK often gives no message. */
  private static String described(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.equals(failure) ? failure.toString() : failure + " (" + root + ")";
  }

  /** The body could not be written where it should go, which is not the provider's fault. */
  private static final class NotStored extends IOException {
    private static final long serialVersionUID = 1L;
    private final IOException trouble;

    NotStored(IOException trouble) {
      super(trouble);
      this.trouble = trouble;
    }
  }

  @Override
  public HttpResponse.BodySubscriber<BlockBuffer> apply(HttpResponse.ResponseInfo head) {
    headNanos = System.nanoTime();
    lastByteNanos = headNanos;
    headArrived = true;
    boolean wanted = head.statusCode() >= 200 && head.statusCode() < 300;
    long announced = head.headers().firstValueAsLong("Content-Length").orElse(0);
    if (!wanted) {
      collector = new Unwanted();
    } else if (file == null) {
      collector = new Wanted(head.statusCode(), announced);
    } else {
      collector = new Stored(head.statusCode(), announced);
    }
    return collector;
  }

  /** Collects the body piece by piece, asking for the next when the last is kept. */
  private abstract class Collector implements HttpResponse.BodySubscriber<BlockBuffer> {
    final CompletableFuture<BlockBuffer> whole = new CompletableFuture<>();
    final BlockBuffer bytes = new BlockBuffer();
    final long most;

    Collector(long most) {
      this.most = most;
    }

    abstract void onLimitExceeded();

    void keep(ByteBuffer piece) throws IOException {
      bytes.append(piece);
    }

    /** Nobody waits for the body any more. */
    synchronized void abandon() {
      whole.cancel(false);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      body = subscription;
      subscription.request(1);
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> pieces) {
      if (whole.isDone()) {
        return;
      }
      for (ByteBuffer piece : pieces) {
        int length = piece.remaining();
        if (received + length > most) {
          onLimitExceeded();
          body.cancel();
          return;
        }
        try {
          keep(piece);
        } catch (IOException e) {
          whole.completeExceptionally(new NotStored(e));
          body.cancel();
          return;
        }
        received += length;
      }
      lastByteNanos = System.nanoTime();
      body.request(1);
    }

    @Override
    public void onError(Throwable failure) {
      whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      whole.complete(bytes);
    }

    @Override
    public CompletionStage<BlockBuffer> getBody() {
      return whole;
    }
  }

  /** The document asked for: whole or not at all. */
  private class Wanted extends Collector {
    private final int status;
    private final long announced;

    Wanted(int status, long announced) {
      super(limit.bytes());
      this.status = status;
      this.announced = announced;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      if (announced > most) {
        body = subscription;
        onLimitExceeded();
        subscription.cancel();
      } else {
        super.onSubscribe(subscription);
      }
    }

    @Override
    void onLimitExceeded() {
      whole.completeExceptionally(new HttpFailure(uri, status, limit.tooLarge()));
    }
  }

  /** The file asked for, written as it comes; one that does not come whole is closed. */
  private final class Stored extends Wanted {
    private OutputStream out;

    Stored(int status, long announced) {
      super(status, announced);
    }

    @Override
    void keep(ByteBuffer piece) throws IOException {
      byte[] part = new byte[piece.remaining()];
      piece.get(part);
      storing = true;
      try {
        begin();
        out.write(part);
      } finally {
        lastByteNanos = System.nanoTime();
        storing = false;
      }
    }

    private void begin() throws IOException {
      if (out == null) {
        out = file.open();
      }
    }

    /** A file may be empty. */
    @Override
    public synchronized void onComplete() {
      try {
        if (!whole.isDone()) {
          begin();
        }
        super.onComplete();
      } catch (IOException e) {
        whole.completeExceptionally(new NotStored(e));
      }
    }

    @Override
    synchronized void abandon() {
      super.abandon();
      if (out != null) {
        try {
          out.close();
        } catch (IOException e) {
          LOG.debug("{} did not come whole, and its beginning stays", Shown.uri(uri), e);
        }
      }
    }
  }

  /** An error page or a redirect's text: its beginning is enough. */
  private final class Unwanted extends Collector {
    Unwanted() {
      super(UNWANTED_BODY_BYTES);
    }

    @Override
    void onLimitExceeded() {
      whole.complete(bytes);
    }
  }
}
