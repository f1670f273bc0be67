package org.rudolphine.ingest.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A claim on a name, with an owner, a heartbeat and an end. It saves work and keeps providers from
 * being asked twice at once; correctness of the lake never depends on it.
 *
 * <p>Each object of this class is a claimant of its own: of two that claim for the same run, say
 * two attempts at one task, only the one that took the lease renews and releases it.
 *
 * <p>No two clocks have to agree. Expiry by the clock only says whom to doubt; the place of a
 * holder is taken when it gave the lease back, when its process has ended for certain, or when the
 * lease was seen not to change for {@link #LIFE} of the taker's monotonic time. A holder counts the
 * same way and stops sooner, see {@link Heartbeat}.
 */
public final class Lease {
  /**
   * How long a lease lives without a heartbeat. Short enough that a night loses minutes only when a
   * machine dies, long enough to outlast the restart of a name node.
   */
  public static final Duration LIFE = Duration.ofMinutes(3);

  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
  private static final String TAKEOVER = ".takeover";
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final int MOST_LOOKS = 50;
  private static final int LOOKS_PER_WATCH = 100;

  private final Storage storage;
  private final String uri;
  private final String name;
  private final Duration watch;
  private final String token = UUID.randomUUID().toString();
  private final Map<String, Sighting> sightings = new HashMap<>();
  private Holder predecessor;
  private long claimedNanos = System.nanoTime();
  private boolean released;

  /**
   * A claimant.
   *
   * @param watch for how long a lease must be seen not to change before its holder counts as dead
   */
  Lease(Storage storage, String uri, String name, Duration watch) {
    this.storage = storage;
    this.uri = uri;
    this.name = name;
    this.watch = watch;
  }

  /**
   * Who holds a lease.
   *
   * @param owner run id of the holder
   * @param token tells claimants of one run apart
   * @param host machine of the holder, for people
   * @param place where the process id means something
   * @param process process id of the holder
   * @param processStart when that process started, as the place tells it; or null
   * @param takenAt when it was taken
   * @param heartbeatAt last sign of life
   * @param expiresAt when its holder may be doubted; not after the heartbeat when it was released
   * @param lastRequestAt when the lane last asked its provider, or null
   * @param progress how far the lane has come, or null for what is no lane
   */
  public record Holder(
      String owner,
      String token,
      String host,
      String place,
      long process,
      String processStart,
      Instant takenAt,
      Instant heartbeatAt,
      Instant expiresAt,
      Instant lastRequestAt,
      LaneProgress progress) {

    public Holder {
      Objects.requireNonNull(owner, "owner");
      Objects.requireNonNull(host, "host");
      Objects.requireNonNull(heartbeatAt, "heartbeatAt");
      Objects.requireNonNull(expiresAt, "expiresAt");
    }

    /** Whether the holder still counts as alive at a time. */
    public boolean alive(Instant now) {
      return !released() && now.isBefore(expiresAt);
    }

    /** Whether the lease was given back. */
    public boolean released() {
      return !expiresAt.isAfter(heartbeatAt);
    }

    /** Whether the holder shares this process's machine, and so its clock. */
    public boolean here() {
      return ProcessMark.current().place().equals(place);
    }

    /** Owner, host, process, last sign of life and end, for messages. */
    public String shown() {
      return "run "
          + owner
          + " on "
          + host
          + " (process "
          + process
          + "), alive at "
          + heartbeatAt
          + ", until "
          + expiresAt;
    }

    /** Whether the process has ended for certain. */
    boolean gone() {
      return new ProcessMark(place, process, processStart).gone();
    }

    /**
     * Whether the holder says that it is alive, in a way that this clock can believe: clocks may
     * differ a little, but none writes an end far away.
     */
    private boolean credible(Instant now) {
      return alive(now) && !expiresAt.isAfter(now.plus(LIFE).plus(LIFE));
    }
  }

  /** What a lease said, and since when it has said just that. */
  private record Sighting(Holder holder, long sinceNanos) {}

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

  /** Whose place was taken, if there was anyone before. */
  public Optional<Holder> predecessor() {
    return Optional.ofNullable(predecessor);
  }

  /** Monotonic time just before the lease was written as ours. */
  long claimedNanos() {
    return claimedNanos;
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

  /** Takes the lease as {@link #take(String, Instant, Consumer)} does; waiting is logged. */
  public Optional<Holder> take(String owner, Instant now) throws IOException {
    return take(owner, now, LOG::info);
  }

  /**
   * Takes the lease if it is free or its holder is dead. Where that cannot be told from the file it
   * is watched for up to {@link #LIFE}; a holder that is plainly alive refuses at once. When the
   * last request of the lane was is kept from holder to holder.
   *
   * @param waiting told, in one line, when the lease must be watched
   * @return the holder that refused it, or empty when it is ours now
   */
  public Optional<Holder> take(String owner, Instant now, Consumer<String> waiting)
      throws IOException {
    long start = System.nanoTime();
    Supplier<Instant> clock = () -> now.plusNanos(System.nanoTime() - start);
    Optional<Holder> previous = holder();
    if (previous.isPresent() && !free(uri, previous.get(), now, waiting)) {
      return holder().or(() -> previous);
    }
    boolean first =
        previous.isPresent()
            ? succeed(owner, previous.get(), clock, waiting)
            : begin(owner, clock.get());
    return first ? Optional.empty() : winner(previous);
  }

  /** Takes a lease that was never taken. */
  private boolean begin(String owner, Instant now) throws IOException {
    claimedNanos = System.nanoTime();
    predecessor = null;
    return storage.createExclusively(uri, Lake.Json.bytes(claim(owner, now, null)));
  }

  private Holder claim(String owner, Instant now, Instant lastRequestAt) {
    ProcessMark process = ProcessMark.current();
    return new Holder(
        owner,
        token,
        host(),
        process.place(),
        process.process(),
        process.start(),
        now,
        now,
        now.plus(LIFE),
        lastRequestAt,
        null);
  }

  /** Whether the place of a holder may be taken. */
  private boolean free(String file, Holder holder, Instant now, Consumer<String> waiting)
      throws IOException {
    if (holder.released() || holder.gone()) {
      return true;
    }
    boolean silent = silence(file, holder).compareTo(watch) >= 0;
    if (silent || holder.credible(now)) {
      return silent;
    }
    waiting.accept(
        "lease " + name + ": watching whether its holder is still there: " + holder.shown());
    return staysSilent(file, holder);
  }

  /** For how long this claimant has seen the file say the same. */
  private Duration silence(String file, Holder holder) {
    Sighting earlier = sightings.get(file);
    if (earlier == null || !earlier.holder().equals(holder)) {
      sightings.put(file, new Sighting(holder, System.nanoTime()));
      return Duration.ZERO;
    }
    return Duration.ofNanos(System.nanoTime() - earlier.sinceNanos());
  }

  private boolean staysSilent(String file, Holder holder) throws IOException {
    Duration between = watch.dividedBy(LOOKS_PER_WATCH);
    while (pause(between)) {
      Optional<Holder> seen = holder(file);
      if (!seen.equals(Optional.of(holder))) {
        return seen.isEmpty() || seen.get().released();
      }
      if (silence(file, holder).compareTo(watch) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Pauses; false when it was interrupted. */
  private static boolean pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Takes the place of a dead holder. Of several that find it dead only the one that creates the
   * takeover file does, after it has looked again. Whoever is killed in the middle of that leaves
   * the file behind. It is not removed to make room, for two who do so would remove each other's:
   * they contend for a file that is named after it.
   */
  private boolean succeed(
      String owner, Holder dead, Supplier<Instant> clock, Consumer<String> waiting)
      throws IOException {
    List<String> killed = new ArrayList<>();
    Optional<String> takeover = takeover(clock, waiting, killed);
    claimedNanos = System.nanoTime();
    Instant now = clock.get();
    if (takeover.isEmpty()
        || !storage.createExclusively(
            takeover.get(), Lake.Json.bytes(claim(owner, now, dead.lastRequestAt())))) {
      return false;
    }
    Optional<Holder> seen = Optional.empty();
    try {
      seen = holder().filter(held -> isStillDead(dead, held) && isUndoubted());
      if (seen.isPresent()) {
        storage.replace(uri, Lake.Json.bytes(claim(owner, now, seen.get().lastRequestAt())));
        predecessor = seen.get();
      }
      return seen.isPresent();
    } finally {
      cleanUp(takeover.get(), seen.isPresent() ? killed : List.of());
    }
  }

  /**
   * The file to contend for, or empty when another claimant is at it.
   *
   * @param killed receives the takeovers that were killed and left behind, oldest first
   */
  private Optional<String> takeover(
      Supplier<Instant> clock, Consumer<String> waiting, List<String> killed) throws IOException {
    String file = uri + TAKEOVER;
    Optional<Holder> other = holder(file);
    while (other.isPresent()) {
      boolean dead = !killed.contains(file) && free(file, other.get(), clock.get(), waiting);
      if (!dead || !holder(file).equals(other)) {
        return Optional.empty();
      }
      killed.add(file);
      file = uri + TAKEOVER + "-" + inName(other.get().token());
      other = holder(file);
    }
    return Optional.of(file);
  }

  private static String inName(String token) {
    return String.valueOf(token).replaceAll("[^0-9A-Za-z-]", "_");
  }

  /** Whether nobody has come after the dead one; it may have given the lease back meanwhile. */
  private static boolean isStillDead(Holder dead, Holder held) {
    return held.equals(dead)
        || (held.released()
            && Objects.equals(held.token(), dead.token())
            && Objects.equals(held.takenAt(), dead.takenAt()));
  }

  /** Whether nobody can have watched our takeover for so long that it counts as killed. */
  private boolean isUndoubted() {
    return System.nanoTime() - claimedNanos < LIFE.toNanos() / 2;
  }

  /**
   * The oldest goes last, so that the others are found as long as they are there. Of one that took
   * too long others may have taken the place: it leaves the files to them.
   */
  private void cleanUp(String takeover, List<String> killed) throws IOException {
    List<String> files = new ArrayList<>(killed);
    files.add(takeover);
    for (int i = files.size() - 1; i >= 0 && isUndoubted(); i--) {
      storage.delete(files.get(i));
    }
  }

  /** The one that was first; it may need a moment to write itself down. */
  private Optional<Holder> winner(Optional<Holder> dead) throws IOException {
    Optional<Holder> holder = holder();
    for (int look = 0; look < MOST_LOOKS && !succeeded(dead, holder); look++) {
      if (!pause(BETWEEN_LOOKS)) {
        break;
      }
      holder = holder();
    }
    return holder.or(() -> dead);
  }

  private static boolean succeeded(Optional<Holder> dead, Optional<Holder> holder) {
    return holder.isPresent() && !holder.equals(dead) && !holder.get().released();
  }

  /**
   * Sign of life; does nothing when the lease was lost.
   *
   * @param lastRequestAt when the lane last asked, or null when not since the lease was taken
   * @param progress how far the lane has come, or null when nothing is new
   * @return whether the lease is still ours
   */
  synchronized boolean renew(
      String owner, Instant now, Instant lastRequestAt, LaneProgress progress) throws IOException {
    return !released && rewrite(owner, now, now.plus(LIFE), lastRequestAt, progress);
  }

  /**
   * Gives the lease back, if it is still ours. What remains says when the lane asked last, so that
   * the next holder keeps the pause.
   *
   * @param lastRequestAt when the lane last asked, or null when not since the lease was taken
   */
  public synchronized void release(String owner, Instant now, Instant lastRequestAt)
      throws IOException {
    released = true; // a heartbeat that is under way must not bring it back
    rewrite(owner, now, now, lastRequestAt, null);
  }

  private boolean rewrite(
      String owner, Instant now, Instant expiresAt, Instant lastRequestAt, LaneProgress progress)
      throws IOException {
    Optional<Holder> current = holder().filter(held -> isMine(owner, held));
    if (current.isEmpty()) {
      return false;
    }
    Holder held = current.get();
    storage.replace(
        uri,
        Lake.Json.bytes(
            new Holder(
                owner,
                token,
                held.host(),
                held.place(),
                held.process(),
                held.processStart(),
                held.takenAt(),
                now,
                expiresAt,
                lastRequestAt == null ? held.lastRequestAt() : lastRequestAt,
                progress == null ? held.progress() : progress)));
    return true;
  }

  private boolean isMine(String owner, Holder held) {
    return held.owner().equals(owner) && token.equals(held.token());
  }

  /** Name of this machine. */
  public static String host() {
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
