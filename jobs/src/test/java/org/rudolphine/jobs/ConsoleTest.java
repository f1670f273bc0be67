package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Lines for somebody who watches; those of the log are tested where nobody does. */
class ConsoleTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Console console(boolean json) {
    return Console.of(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        json);
  }

  @Test
  void alertBearsTheWordThatIsLookedFor() {
    Console console = console(false);
    console.progress("linking");
    console.warn("gwosc", "failed: down");
    console.warn("nothing was released");
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .satisfiesExactly(
            line -> assertThat(line).matches(" +\\d+\\.\\ds  linking"),
            line -> assertThat(line).matches(" +\\d+\\.\\ds  WARN  gwosc: failed: down"),
            line -> assertThat(line).matches(" +\\d+\\.\\ds  WARN  nothing was released"));
    assertThat(out.size()).isZero();
  }

  @Test
  void machinesGetNothingButTheResult() {
    Console console = console(true);
    console.say("for people");
    console.result(java.util.Map.of("n", 1));
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("people").contains("\"n\" : 1");
  }
}
