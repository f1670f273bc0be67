package org.rudolphine.ingest.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A claim on a name, with an owner, a heartbeat and an end. It saves work and keeps providers from
 * being asked twice at once; correctness of the lake never depends on it.
 */
public final class Lease {
  /** How long a lease lives without a heartbeat. */
  public static final Duration LIFE = Duration.ofMinutes(10);

  private static final Duration SETTLE = Duration.ofMillis(20);

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
   */
  public record Holder(
      String owner,
      String host,
      long process,
      Instant takenAt,
      Instant heartbeatAt,
      Instant expiresAt,
      Instant lastRequestAt) {

    /** Whether the holder still counts as alive at a time. */
    public boolean alive(Instant now) {
      return now.isBefore(expiresAt);
    }
  }

  public String name() {
    return name;
  }

  /** The holder written last, alive or not. */
  public Optional<Holder> holder() throws IOException {
    try (InputStream in = storage.open(uri)) {
      return Optional.of(Lake.Json.read(in.readAllBytes(), Holder.class, uri));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Takes the lease if it is free or its holder is dead: expired, or a process of this very host
   * that no longer runs.
   *
   * @return the live holder that refused it, or empty when it is ours now
   */
  public Optional<Holder> take(String owner, Instant now) throws IOException {
    Optional<Holder> previous = holder();
    if (previous.isPresent() && !dead(previous.get(), now)) {
      return previous;
    }
    previous.ifPresent(this::remove);
    Holder mine = new Holder(owner, host(), pid(), now, now, now.plus(LIFE), null);
    if (storage.createExclusively(uri, Lake.Json.bytes(mine)) && stillHeldBy(owner)) {
      return Optional.empty();
    }
    return holder();
  }

  /** Two that bury the same dead holder may both think they won: only the last one did. */
  private boolean stillHeldBy(String owner) throws IOException {
    try {
      Thread.sleep(SETTLE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return holder().map(held -> held.owner().equals(owner)).orElse(false);
  }

  /** Sign of life; does nothing when the lease was lost. */
  public void heartbeat(String owner, Instant now, Instant lastRequestAt) throws IOException {
    Optional<Holder> current = holder();
    if (current.isPresent() && current.get().owner().equals(owner)) {
      Holder held = current.get();
      storage.replace(
          uri,
          Lake.Json.bytes(
              new Holder(
                  owner, held.host(), held.process(), held.takenAt(), now, now.plus(LIFE),
                  lastRequestAt)));
    }
  }

  /**
   * Gives the lease back, if it is still ours. What remains says when the lane asked last, so that
   * the next holder keeps the pause.
   */
  public void release(String owner, Instant now, Instant lastRequestAt) throws IOException {
    Optional<Holder> current = holder();
    if (current.isPresent() && current.get().owner().equals(owner)) {
      Holder held = current.get();
      storage.replace(
          uri,
          Lake.Json.bytes(
              new Holder(
                  owner, held.host(), held.process(), held.takenAt(), now, now, lastRequestAt)));
    }
  }

  private static boolean dead(Holder holder, Instant now) {
    if (!holder.alive(now)) {
      return true;
    }
    boolean here = holder.host().equals(host());
    return here && holder.process() != pid() && ProcessHandle.of(holder.process()).isEmpty();
  }

  private void remove(Holder holder) {
    try {
      storage.delete(uri);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("Cannot take over the lease of " + holder.owner(), e);
    }
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
