package org.rudolphine.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;

class PackedTest {
  private static final byte[] DOCUMENT = "{\"SXS:BBH:0305\": {}}".getBytes(UTF_8);
  private static final String MEMBER = "simulations.json";

  /**
   * A zip archive with one member compressed by bzip2 (method 12), as the sxs client stores its
   * catalog; made with Python's zipfile, which is not our code.
   */
  private static final String ZIP_OF_BZIP2 =
      "UEsDBC4AAAAMAAAAIVpWjfBUOwAAABQAAAAQAAAAc2ltdWxhdGlvbnMuanNvbkJaaDkxQVkmU1laN1eU"
          + "AAAIHoBQAEoQEEAIQAAKIAAxA0DQIEeU2SAOyYOIKGO7tP4u5IpwoSC0bq8oUEsBAi4DLgAAAAwAAAAh"
          + "WlaN8FQ7AAAAFAAAABAAAAAAAAAAAAAAAIABAAAAAHNpbXVsYXRpb25zLmpzb25QSwUGAAAAAAEAAQA+"
          + "AAAAaQAAAAAA";

  @Test
  void plainDocumentsPass() throws IOException {
    assertThat(Packed.unpack(DOCUMENT, MEMBER, 1000)).isEqualTo(DOCUMENT);
    assertThat(Packed.looksPacked(DOCUMENT)).isFalse();
  }

  @Test
  void aZipWithABzip2MemberIsOpened() throws IOException {
    byte[] zip = java.util.Base64.getDecoder().decode(ZIP_OF_BZIP2);

    assertThat(Packed.unpack(zip, MEMBER, 1000)).isEqualTo(DOCUMENT);
  }

  @Test
  void aZipWithSeveralFilesGivesTheNamedOne() throws IOException {
    byte[] zip = zip("readme.txt", "x".getBytes(UTF_8), "in/" + MEMBER, DOCUMENT);

    assertThat(Packed.unpack(zip, MEMBER, 1000)).isEqualTo(DOCUMENT);
    assertThatThrownBy(() -> Packed.unpack(zip, "other.json", 1000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other.json");
  }

  @Test
  void bzip2AndGzipStreamsAreUndone() throws IOException {
    assertThat(Packed.unpack(bzip2(DOCUMENT), MEMBER, 1000)).isEqualTo(DOCUMENT);
    assertThat(Packed.unpack(gzip(DOCUMENT), MEMBER, 1000)).isEqualTo(DOCUMENT);
  }

  @Test
  void damagedPackingsFail() throws IOException {
    byte[] zip = zip(MEMBER, DOCUMENT);
    for (byte[] packed : new byte[][] {zip, bzip2(DOCUMENT), gzip(DOCUMENT)}) {
      byte[] cut = Arrays.copyOf(packed, packed.length / 2);
      assertThatThrownBy(() -> Packed.unpack(cut, MEMBER, 1000)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void documentsAboveTheLimitFail() throws IOException {
    byte[] large = new byte[5000];
    for (byte[] packed : new byte[][] {large, zip(MEMBER, large), bzip2(large), gzip(large)}) {
      assertThatThrownBy(() -> Packed.unpack(packed, MEMBER, 4999))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("4999");
    }
  }

  @Test
  void aBombIsStopped() throws IOException {
    byte[] bomb = bzip2(new byte[Packed.RATIO_FREE_BYTES + 1]);

    assertThatThrownBy(() -> Packed.unpack(bomb, MEMBER, Long.MAX_VALUE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("times");
  }

  private static byte[] zip(Object... namesAndContents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
        zip.write((byte[]) namesAndContents[i + 1]);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] bzip2(byte[] document) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BZip2CompressorOutputStream out = new BZip2CompressorOutputStream(bytes)) {
      out.write(document);
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] document) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(document);
    }
    return bytes.toByteArray();
  }
}
