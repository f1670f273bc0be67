package org.rudolphine.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessMarkTest {
  private static final ProcessMark HERE = ProcessMark.current();

  private static ProcessMark marks(long process, String start) {
    return new ProcessMark(HERE.place(), process, start);
  }

  @Test
  void thisProcessIsThere() {
    assertThat(HERE.gone()).isFalse();
    assertThat(HERE.start()).isNotBlank();
    assertThat(ProcessMark.of(HERE.process())).isEqualTo(HERE);
  }

  @Test
  void oneThatEndedIsGone() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    ProcessMark mark = ProcessMark.of(process.pid());
    assertThat(mark.gone()).isFalse();
    process.destroyForcibly().waitFor();
    assertThat(mark.gone()).isTrue();
    assertThat(new ProcessMark("another place", mark.process(), mark.start()).gone()).isFalse();
  }

  @Test
  void anIdThatAnotherProcessHasNowIsGone() {
    assertThat(marks(HERE.process(), "ticks 1").gone()).isTrue();
    assertThat(marks(HERE.process(), null).gone()).as("written without a start").isFalse();
  }

  /** A killed process stays listed until its parent asks for its exit code. */
  @Test
  void theRemainsOfAProcessAreNoProcess() throws Exception {
    Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 60").start();
    try (BufferedReader out = parent.inputReader()) {
      ProcessMark child = marks(Long.parseLong(out.readLine().strip()), null);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!child.gone() && System.nanoTime() < end) {
        Thread.sleep(5);
      }
      assertThat(child.gone()).isTrue();
      assertThat(parent.isAlive()).isTrue();
    } finally {
      parent.destroyForcibly();
    }
  }
}
