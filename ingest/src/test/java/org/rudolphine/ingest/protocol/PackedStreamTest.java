package org.rudolphine.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;

class PackedStreamTest {
  private static final byte[] TEXT = "one\ntwo\n".repeat(1_000).getBytes(UTF_8);

  private static byte[] read(byte[] packed) throws IOException {
    try (InputStream in = PackedStream.of(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(packed)) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        if (!name.endsWith("/")) {
          out.write(TEXT);
        }
      }
    }
    return packed.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void leavesPlainBytesAsTheyAre() throws IOException {
    assertThat(read(TEXT)).isEqualTo(TEXT);
    assertThat(read(new byte[0])).isEmpty();
    assertThat(read(new byte[] {'P', 'K'})).isEqualTo(new byte[] {'P', 'K'});
  }

  @Test
  void unpacksGzipOfSeveralMembers() throws IOException {
    assertThat(read(gzip(TEXT))).isEqualTo(TEXT);
    assertThat(read(joined(gzip(TEXT), gzip(TEXT)))).isEqualTo(joined(TEXT, TEXT));
  }

  @Test
  void unpacksBzip2() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new BZip2CompressorOutputStream(packed)) {
      out.write(TEXT);
    }
    assertThat(read(packed.toByteArray())).isEqualTo(TEXT);
  }

  @Test
  void unpacksTheOnlyFileOfAZipArchive() throws IOException {
    assertThat(read(zip("papers.json"))).isEqualTo(TEXT);
    assertThat(read(zip("folder/", "folder/papers.json"))).isEqualTo(TEXT);
    assertThatThrownBy(() -> read(zip("a.json", "b.json"))).hasMessageContaining("more than one");
    assertThatThrownBy(() -> read(zip("folder/"))).hasMessageContaining("no file");
  }

  @Test
  void refusesWhatIsDamaged() throws IOException {
    byte[] cut = gzip(TEXT);
    assertThatThrownBy(() -> read(Arrays.copyOf(cut, cut.length - 9)))
        .isInstanceOf(IOException.class);
    byte[] wrong = gzip(TEXT);
    wrong[wrong.length - 6] ^= 1; // in the checksum
    assertThatThrownBy(() -> read(wrong)).isInstanceOf(IOException.class);
    byte[] archive = zip("a.json");
    assertThatThrownBy(() -> read(Arrays.copyOf(archive, 60))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(joined(gzip(TEXT), TEXT))).isInstanceOf(IOException.class);
  }

  @Test
  void stopsWhatGrowsWithoutEnd() throws IOException {
    byte[] bomb = gzip(new byte[40 << 20]); // packed about a thousandfold
    assertThatThrownBy(() -> read(bomb)).hasMessageContaining("grows more than 500 times");
    byte[] small = gzip(new byte[10 << 20]);
    assertThat(read(small)).hasSize(10 << 20);
  }
}
