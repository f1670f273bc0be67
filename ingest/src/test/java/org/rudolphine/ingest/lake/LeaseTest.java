package org.rudolphine.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rudolphine.ingest.lake.Lease.Holder;

class LeaseTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final Instant ASKED = Instant.parse("2026-01-02T11:59:59.5Z");
  private static final Duration SHORT_WATCH = Duration.ofMillis(20);

  @TempDir Path folder;

  private Path file(String name) {
    return folder.resolve("leases/" + name + ".json");
  }

  /** Rewrites a lease as another process would have written it. */
  private void rewrite(String name, String field, String value) throws IOException {
    String text = Files.readString(file(name));
    String changed =
        text.replaceFirst("\"" + field + "\" : [^,\n]*", "\"" + field + "\" : " + value);
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(file(name), changed);
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedWhileItsHolderLives(Store store) throws IOException {
    Lake lake = store.lake(folder);
    Lease lease = lake.lease("lane-gwosc");
    assertThat(lease.holder()).isEmpty();
    assertThat(lease.take("a", NOON)).isEmpty();
    assertThat(lease.predecessor()).isEmpty();
    Instant nearTheEnd = NOON.plus(Lease.LIFE).minusSeconds(1);
    assertThat(lake.lease("lane-gwosc").take("b", nearTheEnd)).map(Holder::owner).contains("a");
    assertThat(lease.take("a", NOON)).as("a second time").isPresent();
    assertThat(lake.leases()).containsExactly("lane-gwosc");
    Holder holder = lease.holder().orElseThrow();
    assertThat(holder.process()).isEqualTo(ProcessHandle.current().pid());
    assertThat(holder.here()).isTrue();
    assertThat(holder.takenAt()).isBetween(NOON, NOON.plusSeconds(60));
    assertThat(holder.expiresAt()).isEqualTo(holder.takenAt().plus(Lease.LIFE));
    assertThat(holder.shown())
        .startsWith("run a on ")
        .contains("(process " + holder.process() + ")", "alive at 2026-01-02T12:", "until 2026");
  }

  @ParameterizedTest
  @EnumSource
  void isTakenOverOnceItExpiredAndStaysSilent(Store store) throws IOException {
    Lake lake = store.lake(folder);
    Lease a = lake.lease("nightly");
    a.take("a", NOON);
    assertThat(a.renew("a", NOON.plusSeconds(100), ASKED, null)).isTrue();
    Instant renewedUntil = NOON.plusSeconds(100).plus(Lease.LIFE);
    assertThat(lake.lease("nightly").take("b", renewedUntil.minusSeconds(1)))
        .map(Holder::owner)
        .contains("a");
    Lease b = lake.lease("nightly", SHORT_WATCH);
    List<String> waiting = new ArrayList<>();
    assertThat(b.take("b", renewedUntil, waiting::add)).isEmpty();
    assertThat(waiting).singleElement().asString().contains("nightly", "run a on");
    assertThat(b.predecessor()).map(Holder::owner).contains("a");

    assertThat(a.renew("a", renewedUntil.plusSeconds(1), NOON, null)).isFalse();
    a.release("a", renewedUntil.plusSeconds(2), NOON);
    Holder holder = a.holder().orElseThrow();
    assertThat(holder.owner()).isEqualTo("b");
    assertThat(holder.alive(renewedUntil.plusSeconds(3))).as("the loser took nothing").isTrue();
    assertThat(holder.lastRequestAt()).as("what the dead one asked last").isEqualTo(ASKED);
    assertThat(lake.leases()).containsExactly("nightly");
  }

  @ParameterizedTest
  @EnumSource
  void belongsToOneOfTwoClaimantsOfTheSameRun(Store store) throws IOException {
    Lease first = store.lake(folder).lease("lane-gwosc");
    Lease second = store.lake(folder).lease("lane-gwosc");
    assertThat(first.take("run", NOON)).isEmpty();
    assertThat(second.take("run", NOON)).map(Holder::owner).contains("run");
    assertThat(second.renew("run", NOON.plusSeconds(20), null, null)).isFalse();
    second.release("run", NOON.plusSeconds(20), null);
    assertThat(first.renew("run", NOON.plusSeconds(20), null, null)).isTrue();
    first.release("run", NOON.plusSeconds(21), null);
    assertThat(second.take("run", NOON)).as("on a clock that is behind").isEmpty();
    assertThat(first.renew("run", NOON.plusSeconds(40), null, null)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void isNotTakenFromAHolderWithAnotherClockThatBeats(Store store) throws IOException {
    Lease holder = store.lake(folder).lease("nightly");
    for (Instant theirs : List.of(NOON.minusSeconds(3600), NOON.plusSeconds(3600))) {
      assertThat(holder.take("a", theirs)).isEmpty();
      Lease taker = store.lake(folder).lease("nightly", Duration.ofMinutes(5));
      List<String> waiting = new ArrayList<>();
      Optional<Holder> refusedBy =
          taker.take(
              "b",
              NOON,
              line -> {
                waiting.add(line);
                beat(holder, theirs.plusSeconds(20));
              });
      assertThat(waiting).hasSize(1);
      assertThat(refusedBy).map(Holder::heartbeatAt).contains(theirs.plusSeconds(20));
      Files.delete(file("nightly"));
    }
  }

  private static void beat(Lease lease, Instant now) {
    try {
      assertThat(lease.renew("a", now, null, null)).isTrue();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isTakenFromASilentHolderWhoseClockWasAhead(Store store) throws IOException {
    Lake lake = store.lake(folder);
    lake.lease("nightly").take("a", NOON.plus(Duration.ofDays(400)));
    assertThat(lake.lease("nightly", SHORT_WATCH).take("b", NOON)).isEmpty();
    assertThat(lake.lease("nightly").holder().orElseThrow().takenAt())
        .isBetween(NOON, NOON.plusSeconds(60));
  }

  @ParameterizedTest
  @EnumSource
  void isTakenOnceItWasSeenNotToChangeForLongEnough(Store store) throws Exception {
    Lake lake = store.lake(folder);
    lake.lease("nightly").take("a", NOON);
    Lease taker = lake.lease("nightly", SHORT_WATCH);
    assertThat(taker.take("b", NOON)).as("credible, and not watched yet").isPresent();
    Optional<Holder> other = taker.take("b", NOON);
    for (int look = 0; look < 1000 && other.isPresent(); look++) {
      Thread.sleep(5);
      other = taker.take("b", NOON); // whatever this machine's clock says
    }
    assertThat(other).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void keepsWhenTheLaneAskedLast(Store store) throws IOException {
    Lake lake = store.lake(folder);
    Lease a = lake.lease("lane-gwosc");
    a.take("a", NOON);
    a.release("a", NOON, ASKED);
    assertThat(a.holder()).map(Holder::lastRequestAt).contains(ASKED);
    assertThat(a.holder()).map(Holder::released).contains(true);
    assertThat(a.holder().orElseThrow().alive(NOON.minusSeconds(60))).isFalse();

    Lease b = lake.lease("lane-gwosc");
    assertThat(b.take("b", NOON)).isEmpty();
    assertThat(b.predecessor()).map(Holder::owner).contains("a");
    b.renew("b", NOON, null, null);
    b.release("b", NOON, null);
    assertThat(b.holder()).as("b asked nothing").map(Holder::lastRequestAt).contains(ASKED);
  }

  @ParameterizedTest
  @EnumSource
  void isTakenAtOnceFromAProcessThatEnded(Store store) throws Exception {
    Lake lake = store.lake(folder);
    lake.lease("nightly").take("a", NOON);
    Process process = new ProcessBuilder("sleep", "60").start();
    rewrite("nightly", "process", Long.toString(process.pid()));
    rewrite("nightly", "processStart", "\"" + ProcessMark.of(process.pid()).start() + "\"");
    assertThat(lake.lease("nightly").take("b", NOON)).map(Holder::owner).contains("a");
    process.destroyForcibly().waitFor();
    assertThat(lake.lease("nightly").take("b", NOON)).isEmpty();
    assertThat(lake.lease("nightly").holder()).map(Holder::owner).contains("b");
  }

  @ParameterizedTest
  @EnumSource
  void isTakenAtOnceWhenItsProcessIdBelongsToAnotherNow(Store store) throws Exception {
    Lake lake = store.lake(folder);
    lake.lease("nightly").take("a", NOON);
    rewrite("nightly", "processStart", "\"ticks 1\"");
    assertThat(lake.lease("nightly").take("b", NOON)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void doesNotJudgeProcessesOfOtherPlaces(Store store) throws Exception {
    Lake lake = store.lake(folder);
    lake.lease("nightly").take("a", NOON);
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    rewrite("nightly", "process", Long.toString(ended.pid()));
    rewrite("nightly", "place", "\"boot 1 pid:[2] user 3\"");
    assertThat(lake.lease("nightly").take("b", NOON.plusSeconds(1)))
        .map(Holder::here)
        .contains(false);
    rewrite("nightly", "place", "null"); // written by an older version
    assertThat(lake.lease("nightly").take("b", NOON.plusSeconds(1))).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void goesToOneOfManyThatFindItFreeOrDead(Store store) throws Exception {
    int takers = 6;
    ExecutorService threads = Executors.newFixedThreadPool(takers);
    CyclicBarrier start = new CyclicBarrier(takers);
    try {
      for (int round = 0; round < 15; round++) {
        Instant now = NOON.plus(Duration.ofHours(round)); // the winner of the last round is dead
        List<Future<Optional<Holder>>> attempts = new ArrayList<>();
        for (int taker = 0; taker < takers; taker++) {
          Lease lease = store.lake(folder).lease("lane-gwosc", SHORT_WATCH);
          String owner = "run-" + taker + "-of-" + round;
          attempts.add(
              threads.submit(
                  () -> {
                    start.await();
                    return lease.take(owner, now);
                  }));
        }
        List<String> winners = new ArrayList<>();
        List<String> refusedBy = new ArrayList<>();
        for (int taker = 0; taker < takers; taker++) {
          Optional<Holder> other = attempts.get(taker).get();
          if (other.isEmpty()) {
            winners.add("run-" + taker + "-of-" + round);
          } else {
            refusedBy.add(other.get().owner());
          }
        }
        assertThat(winners).as("winners of round " + round).hasSize(1);
        assertThat(refusedBy).hasSize(takers - 1).containsOnly(winners.get(0));
        assertThat(store.lake(folder).lease("lane-gwosc").holder())
            .map(Holder::owner)
            .contains(winners.get(0));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void survivesATakeoverThatWasKilled(Store store) throws IOException {
    Lake lake = store.lake(folder);
    lake.lease("nightly").take("a", NOON);
    Path takeover = folder.resolve("leases/nightly.json.takeover");
    Files.copy(file("nightly"), takeover);
    assertThat(lake.lease("nightly", SHORT_WATCH).take("b", NOON.plusSeconds(3600))).isEmpty();
    assertThat(takeover).doesNotExist();
  }

  /** What a claimant does to a file, seen by a test that stops it there. */
  private interface Step {
    void at(String method, String file) throws Exception;
  }

  /** A store on which a test can step in before and after what a claimant does. */
  private Storage watched(Store store, Step before, Step after) {
    Lake lake = store.lake(folder);
    Storage storage = Storage.of(lake.uri(), lake.hadoopSettings());
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, args) -> {
              before.at(method.getName(), String.valueOf(args[0]));
              Object result;
              try {
                result = method.invoke(storage, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              after.at(method.getName() + " " + result, String.valueOf(args[0]));
              return result;
            });
  }

  private Lease nightly(Store store, Step before, Step after) {
    String uri = store.lake(folder).uri() + "/leases/nightly.json";
    return new Lease(watched(store, before, after), uri, "nightly", SHORT_WATCH);
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Both find the killed takeover; one acts on that when the other is about to succeed. */
  @ParameterizedTest
  @EnumSource
  void goesToOneOfTwoThatFindATakeoverThatWasKilled(Store store) throws Exception {
    store.lake(folder).lease("nightly").take("a", NOON);
    Files.copy(file("nightly"), folder.resolve("leases/nightly.json.takeover"));
    assertThat(store.lake(folder).leases()).containsExactly("nightly");
    CountDownLatch late = new CountDownLatch(1);
    CountDownLatch succeeding = new CountDownLatch(1);
    CountDownLatch decided = new CountDownLatch(1);
    Lease b =
        nightly(
            store,
            (method, file) -> {
              if (file.contains("takeover") && !method.equals("open") && late.getCount() > 0) {
                late.countDown();
                await(succeeding);
              }
            },
            (call, file) -> {
              if (call.equals("createExclusively false") || call.startsWith("replace")) {
                decided.countDown();
              }
            });
    Lease c =
        nightly(
            store,
            (method, file) -> {
              if (method.equals("replace")) {
                succeeding.countDown();
                await(decided);
              }
            },
            (call, file) -> {});
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Instant later = NOON.plusSeconds(3600);
      Future<Optional<Holder>> other = thread.submit(() -> b.take("b", later));
      await(late);
      assertThat(c.take("c", later)).isEmpty();
      assertThat(other.get()).map(Holder::owner).contains("c");
    } finally {
      thread.shutdownNow();
    }
    assertThat(folder.resolve("leases"))
        .isDirectoryNotContaining(path -> path.getFileName().toString().contains("takeover"));
  }

  @ParameterizedTest
  @EnumSource
  void succeedsWhatTheHolderSaidLast(Store store) throws IOException {
    Lease a = store.lake(folder).lease("nightly");
    a.take("a", NOON);
    Lease b =
        nightly(
            store,
            (method, file) -> {
              if (method.equals("createExclusively")) {
                a.release("a", NOON.plusSeconds(3599), ASKED);
              }
            },
            (call, file) -> {});
    assertThat(b.take("b", NOON.plusSeconds(3600))).isEmpty();
    assertThat(b.predecessor()).map(Holder::lastRequestAt).contains(ASKED);
    assertThat(b.holder()).map(Holder::lastRequestAt).contains(ASKED);
  }

  @ParameterizedTest
  @EnumSource
  void saysWhichLeaseIsDamaged(Store store) throws IOException {
    Lease lease = store.lake(folder).lease("nightly");
    lease.take("a", NOON);
    for (String damage : List.of("", "{", "{}", "null")) {
      Path file = Files.writeString(file("nightly"), damage);
      assertThatThrownBy(() -> lease.take("b", NOON))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.toString())
          .hasMessageEndingWith("remove it when nothing is running");
    }
  }
}
