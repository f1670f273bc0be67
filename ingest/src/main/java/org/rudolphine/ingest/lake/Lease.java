package org.rudolphine.ingest.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A claim on a name, with an owner, a heartbeat and an end. It saves work and keeps providers from
 * being asked twice at once; correctness of the lake never depends on it.
 */
public final class Lease {
  /** How long a lease lives without a heartbeat. */
  public static final Duration LIFE = Duration.ofMinutes(10);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final int MOST_LOOKS = 50;

  private final Storage storage;
  private final String uri;
  private final String name;

  Lease(Storage storage, String uri, String name) {
    this.storage = storage;
    this.uri = uri;
    this.name = name;
  }

  /**
   * Who holds a lease.
   *
   * @param owner run id of the holder
   * @param host machine of the holder
   * @param process process id of the holder
   * @param takenAt when it was taken
   * @param heartbeatAt last sign of life
   * @param expiresAt when it may be taken over
   * @param lastRequestAt when the lane last asked its provider, or null
   * @param progress how far the lane has come, or null for what is no lane
   */
  public record Holder(
      String owner,
      String host,
      long process,
      Instant takenAt,
      Instant heartbeatAt,
      Instant expiresAt,
      Instant lastRequestAt,
      LaneProgress progress) {

    public Holder {
      Objects.requireNonNull(owner, "owner");
      Objects.requireNonNull(host, "host");
      Objects.requireNonNull(expiresAt, "expiresAt");
    }

    /** Whether the holder still counts as alive at a time. */
    public boolean alive(Instant now) {
      return now.isBefore(expiresAt);
    }
  }

  public String name() {
    return name;
  }

  /**
   * The holder written last, alive or not.
   *
   * @throws IOException naming the file, when it is damaged
   */
  public Optional<Holder> holder() throws IOException {
    return holder(uri);
  }

  private Optional<Holder> holder(String file) throws IOException {
    try (InputStream in = storage.open(file)) {
      return Optional.of(Lake.Json.read(in.readAllBytes(), Holder.class, file));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (UncheckedIOException e) {
      throw new IOException(
          "Damaged lease " + file + ": remove it when nothing is running", e.getCause());
    }
  }

  /**
   * Takes the lease if it is free or its holder is dead: expired, or a process of this very host
   * that no longer runs. When the last request of the lane was is kept from holder to holder.
   *
   * @return the holder that refused it, or empty when it is ours now
   */
  public Optional<Holder> take(String owner, Instant now) throws IOException {
    Optional<Holder> previous = holder();
    if (previous.isPresent() && !dead(previous.get(), now)) {
      return previous;
    }
    Instant lastRequestAt = previous.map(Holder::lastRequestAt).orElse(null);
    Holder mine = new Holder(owner, host(), pid(), now, now, now.plus(LIFE), lastRequestAt, null);
    boolean taken =
        previous.isPresent()
            ? succeed(mine, now)
            : storage.createExclusively(uri, Lake.Json.bytes(mine));
    return taken ? Optional.empty() : winner(now);
  }

  /**
   * Takes the place of a dead holder. Of several that find it dead only the one that creates the
   * takeover file does, after it has looked again.
   */
  private boolean succeed(Holder mine, Instant now) throws IOException {
    String takeover = uri + ".takeover";
    if (holder(takeover).filter(other -> dead(other, now)).isPresent()) {
      storage.delete(takeover); // killed in the middle of it
    }
    if (!storage.createExclusively(takeover, Lake.Json.bytes(mine))) {
      return false;
    }
    try {
      if (holder().filter(other -> !dead(other, now)).isPresent()) {
        return false;
      }
      storage.replace(uri, Lake.Json.bytes(mine));
      return true;
    } finally {
      storage.delete(takeover);
    }
  }

  /** The one that was first; it may need a moment to write itself down. */
  private Optional<Holder> winner(Instant now) throws IOException {
    Optional<Holder> holder = holder();
    for (int look = 0; look < MOST_LOOKS; look++) {
      if (holder.isPresent() && !dead(holder.get(), now)) {
        return holder;
      }
      try {
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      holder = holder();
    }
    return holder;
  }

  /**
   * Sign of life; does nothing when the lease was lost.
   *
   * @param lastRequestAt when the lane last asked, or null when not since the lease was taken
   */
  public void heartbeat(String owner, Instant now, Instant lastRequestAt) throws IOException {
    rewrite(owner, now, now.plus(LIFE), lastRequestAt);
  }

  /**
   * Gives the lease back, if it is still ours. What remains says when the lane asked last, so that
   * the next holder keeps the pause.
   *
   * @param lastRequestAt when the lane last asked, or null when not since the lease was taken
   */
  public void release(String owner, Instant now, Instant lastRequestAt) throws IOException {
    rewrite(owner, now, now, lastRequestAt);
  }

  private void rewrite(String owner, Instant now, Instant expiresAt, Instant lastRequestAt)
      throws IOException {
    Optional<Holder> current = holder().filter(held -> held.owner().equals(owner));
    if (current.isEmpty()) {
      return;
    }
    Holder held = current.get();
    Instant asked = lastRequestAt == null ? held.lastRequestAt() : lastRequestAt;
    storage.replace(
        uri,
        Lake.Json.bytes(
            new Holder(
                owner,
                held.host(),
                held.process(),
                held.takenAt(),
                now,
                expiresAt,
                asked,
                held.progress())));
  }

  private static boolean dead(Holder holder, Instant now) {
    if (!holder.alive(now)) {
      return true;
    }
    boolean here = holder.host().equals(host());
    return here && holder.process() != pid() && ProcessHandle.of(holder.process()).isEmpty();
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static String host() {
    String name = System.getenv("HOSTNAME");
    if (name != null && !name.isBlank()) {
      return name;
    }
    try {
      return java.net.InetAddress.getLocalHost().getHostName();
    } catch (java.net.UnknownHostException e) {
      return "unknown";
    }
  }
}
