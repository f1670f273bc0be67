package org.rudolphine.ingest.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.rudolphine.ingest.SourceSettings;

/** How {@link PoliteClient} says what went wrong: source, address, what, and what to do. */
final class Failures {
  private final String source;
  private final int maxAttempts;
  private final BodyLimit ofDocument;

  Failures(SourceSettings settings, BodyLimit ofDocument) {
    this.source = settings.id();
    this.maxAttempts = settings.maxAttempts();
    this.ofDocument = ofDocument;
  }

  IOException postponed(Answer answer) {
    Duration wanted = retryAfter(answer);
    if (wanted != null && wanted.compareTo(PoliteClient.LONGEST_RETRY_AFTER) > 0) {
      return failure(
          answer,
          "answered %d and asks to be left alone until %s; harvest again after that"
              .formatted(
                  answer.status(), Instant.now().plus(wanted).truncatedTo(ChronoUnit.SECONDS)));
    }
    String pause = wanted == null ? "" : " with Retry-After " + wanted;
    return TransientFailure.refused(
        answer.uri(),
        answer.status(),
        wanted,
        "answered " + answer.status() + pause + excerpt(answer));
  }

  static Duration retryAfter(Answer answer) {
    Instant ours = Instant.now();
    Instant theirs = RetryAfter.httpDate(answer.header("Date"), ours);
    return RetryAfter.read(answer.header("Retry-After"), theirs == null ? ours : theirs);
  }

  IOException givenUp(TransientFailure last) {
    String message =
        "Source %s: %s %s; given up after %d attempts (sources.%s.max-attempts), harvest again later"
            .formatted(source, Shown.uri(last.uri()), last.getMessage(), maxAttempts, source);
    return last.status() == TransientFailure.NO_STATUS
        ? new IOException(message, last)
        : new HttpFailure(last.uri(), last.status(), message);
  }

  HttpFailure failure(Answer answer, String what) {
    return new HttpFailure(
        answer.uri(),
        answer.status(),
        "Source %s: %s %s".formatted(source, Shown.uri(answer.uri()), what));
  }

  /** Some protocols explain themselves in the body of a refusal, so it goes along. */
  HttpFailure refusal(Answer answer) {
    byte[] body;
    try {
      body = ContentCoding.undone(answer, ofDocument);
    } catch (IOException unreadable) {
      body = new byte[0];
    }
    HttpFailure failure = failure(answer, "answered " + answer.status() + excerpt(answer));
    return new HttpFailure(failure.uri(), failure.status(), failure.getMessage(), body);
  }

  InterruptedIOException interrupted(String where) {
    return new InterruptedIOException("Source %s: interrupted at %s".formatted(source, where));
  }

  private String excerpt(Answer answer) {
    try {
      byte[] body = ContentCoding.undone(answer, ofDocument);
      String text = Shown.excerpt(new String(body, StandardCharsets.UTF_8));
      return text.isEmpty() ? "" : ": " + text;
    } catch (IOException unreadable) {
      return " (its body could not be read: " + Shown.excerpt(unreadable.getMessage()) + ")";
    }
  }
}
