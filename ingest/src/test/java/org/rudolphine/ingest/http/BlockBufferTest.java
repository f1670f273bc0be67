package org.rudolphine.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BlockBufferTest {
  @Property(tries = 100)
  void givesBackWhatWasPutIn(
      @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 150_000) Integer> lengths)
      throws IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    BlockBuffer buffer = new BlockBuffer();
    for (int length : lengths) {
      byte[] piece = new byte[length];
      for (int i = 0; i < length; i++) {
        piece[i] = (byte) (i * 31 + length);
      }
      expected.write(piece);
      expected.write(length);
      buffer.append(ByteBuffer.wrap(piece));
      buffer.write(length);
    }
    assertThat(buffer.size()).isEqualTo(expected.size());
    assertThat(buffer.toByteArray()).isEqualTo(expected.toByteArray());
    assertThat(buffer.inputStream().readAllBytes()).isEqualTo(expected.toByteArray());
  }
}
