package org.rudolphine.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rudolphine.ingest.lake.Lease.Holder;

class LeaseTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final Instant ASKED = Instant.parse("2026-01-02T11:59:59.5Z");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void isRefusedWhileItsHolderLives(Store store) throws IOException {
    Lake lake = store.lake(folder);
    Lease lease = lake.lease("lane-gwosc");
    assertThat(lease.holder()).isEmpty();
    assertThat(lease.take("a", NOON)).isEmpty();
    assertThat(lease.take("b", NOON.plusSeconds(599))).map(Holder::owner).contains("a");
    assertThat(lease.take("a", NOON)).as("a second time").isPresent();
    assertThat(lake.leases()).containsExactly("lane-gwosc");
    Holder holder = lease.holder().orElseThrow();
    assertThat(holder.process()).isEqualTo(ProcessHandle.current().pid());
    assertThat(holder.takenAt()).isEqualTo(NOON);
    assertThat(holder.expiresAt()).isEqualTo(NOON.plus(Lease.LIFE));
  }

  @ParameterizedTest
  @EnumSource
  void isTakenOverOnceItExpired(Store store) throws IOException {
    Lake lake = store.lake(folder);
    Lease lease = lake.lease("nightly");
    lease.take("a", NOON);
    lease.heartbeat("a", NOON.plusSeconds(300), ASKED);
    assertThat(lease.take("b", NOON.plusSeconds(899))).map(Holder::owner).contains("a");
    assertThat(lease.take("b", NOON.plusSeconds(900))).isEmpty();
    lease.heartbeat("a", NOON.plusSeconds(901), NOON);
    lease.release("a", NOON.plusSeconds(902), NOON);
    Holder holder = lease.holder().orElseThrow();
    assertThat(holder.owner()).isEqualTo("b");
    assertThat(holder.alive(NOON.plusSeconds(1400))).as("the loser took nothing").isTrue();
    assertThat(holder.lastRequestAt()).as("what the dead one asked last").isEqualTo(ASKED);
    assertThat(lake.leases()).containsExactly("nightly");
  }

  @ParameterizedTest
  @EnumSource
  void keepsWhenTheLaneAskedLast(Store store) throws IOException {
    Lease lease = store.lake(folder).lease("lane-gwosc");
    lease.take("a", NOON);
    lease.release("a", NOON, ASKED);
    assertThat(lease.holder()).map(Holder::lastRequestAt).contains(ASKED);
    assertThat(lease.holder().orElseThrow().alive(NOON)).isFalse();

    assertThat(lease.take("b", NOON)).isEmpty();
    lease.heartbeat("b", NOON, null);
    lease.release("b", NOON, null);
    assertThat(lease.holder()).as("b asked nothing").map(Holder::lastRequestAt).contains(ASKED);
  }

  @ParameterizedTest
  @EnumSource
  void isTakenFromAProcessOfThisHostThatEnded(Store store) throws Exception {
    Lease lease = store.lake(folder).lease("nightly");
    lease.take("a", NOON);
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Path file = folder.resolve("leases/nightly.json");
    String mine = "\"process\" : " + ProcessHandle.current().pid();
    String text = Files.readString(file);
    assertThat(text).contains(mine);
    Files.writeString(file, text.replace(mine, "\"process\" : " + ended.pid()));
    assertThat(lease.take("b", NOON.plusSeconds(1))).isEmpty();
    assertThat(lease.holder()).map(Holder::owner).contains("b");
  }

  @ParameterizedTest
  @EnumSource
  void doesNotJudgeProcessesOfOtherHosts(Store store) throws Exception {
    Lease lease = store.lake(folder).lease("nightly");
    lease.take("a", NOON);
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Path file = folder.resolve("leases/nightly.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst("\"process\" : [0-9]+", "\"process\" : " + ended.pid())
            .replaceFirst("\"host\" : \"[^\"]*\"", "\"host\" : \"elsewhere\""));
    assertThat(lease.take("b", NOON.plusSeconds(1))).map(Holder::host).contains("elsewhere");
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
          Lease lease = store.lake(folder).lease("lane-gwosc");
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
    Lease lease = lake.lease("nightly");
    lease.take("a", NOON);
    Files.copy(
        folder.resolve("leases/nightly.json"), folder.resolve("leases/nightly.json.takeover"));
    assertThat(lease.take("b", NOON.plusSeconds(3600))).isEmpty();
    assertThat(folder.resolve("leases/nightly.json.takeover")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void saysWhichLeaseIsDamaged(Store store) throws IOException {
    Lease lease = store.lake(folder).lease("nightly");
    lease.take("a", NOON);
    for (String damage : List.of("", "{", "{}", "null")) {
      Path file = Files.writeString(folder.resolve("leases/nightly.json"), damage);
      assertThatThrownBy(() -> lease.take("b", NOON))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.toString())
          .hasMessageEndingWith("remove it when nothing is running");
    }
  }
}
