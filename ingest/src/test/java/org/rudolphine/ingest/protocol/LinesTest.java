package org.rudolphine.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LinesTest {

  private static List<String> lines(String text) throws IOException {
    return lines(new ByteArrayInputStream(text.getBytes(UTF_8)), 1_000);
  }

  private static List<String> lines(InputStream in, long maxBytes) throws IOException {
    Lines lines = new Lines(in, maxBytes);
    List<String> read = new ArrayList<>();
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      read.add(new String(line, UTF_8));
      assertThat(lines.number()).isEqualTo(read.size());
    }
    return read;
  }

  @Test
  void endsLinesAtLineFeedsWithOrWithoutReturn() throws IOException {
    assertThat(lines("a\nb\r\nc\rd\n\n\r\ne")).containsExactly("a", "b", "c\rd", "", "", "e");
    assertThat(lines("a\n")).containsExactly("a");
    assertThat(lines("\n")).containsExactly("");
    assertThat(lines("")).isEmpty();
  }

  @Test
  void takesAMarkAwayInFrontOnly() throws IOException {
    assertThat(lines("\uFEFFa\n\uFEFFb")).containsExactly("a", "\uFEFFb");
    assertThat(lines("\uFEFF\nb")).containsExactly("", "b");
  }

  @Test
  void namesALineThatIsTooLong() throws IOException {
    String fits = "x".repeat(1_000);
    assertThat(lines(fits + "\r\n" + fits)).containsExactly(fits, fits);
    assertThatThrownBy(() -> lines("a\n" + fits + "x\nb"))
        .isInstanceOf(IOException.class)
        .hasMessage("Line 2 is longer than 1000 bytes");
  }

  @Test
  void doesNotReadOnForTheEndOfAnEndlessLine() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };
    assertThatThrownBy(() -> lines(endless, 5_000_000)).hasMessageContaining("Line 1 is longer");
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars('a', 'é', '\n', '\r', ' ').ofMaxLength(200);
  }

  /** As java.util.regex splits, which knows nothing of buffers. */
  @Property(tries = 500)
  void splitsAsARegularExpressionDoes(@ForAll("texts") String text) throws IOException {
    List<String> expected = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      expected.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
    if (text.isEmpty() || text.endsWith("\n")) {
      expected.remove(expected.size() - 1);
    }
    assertThat(lines(dripping(text), 1_000)).isEqualTo(expected);
  }

  /** Gives a byte or two at a time, so that ends of lines fall between reads. */
  private static InputStream dripping(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8)) {
      @Override
      public synchronized int read(byte[] buffer, int offset, int count) {
        return super.read(buffer, offset, Math.min(count, 1 + pos % 2));
      }
    };
  }

  @Test
  void keepsLinesThatAreLongerThanItsBuffer() throws IOException {
    String longLine = "y".repeat(3_500_000);
    byte[] text = ("a\n" + longLine + "\nb\n" + longLine).getBytes(UTF_8);
    assertThat(lines(new ByteArrayInputStream(text), 4_000_000))
        .containsExactly("a", longLine, "b", longLine);
  }
}
