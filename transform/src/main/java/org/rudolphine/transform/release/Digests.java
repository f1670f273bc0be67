package org.rudolphine.transform.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.parquet.io.InputFile;
import org.rudolphine.ingest.parquet.ParquetRows;

/** SHA-256 of things of a release. */
final class Digests {
  private Digests() {}

  /** Hash of a Parquet file's schema in parquet-java's text form. */
  static String schema(InputFile file) throws IOException {
    return sha256(ParquetRows.schema(file).toString().getBytes(StandardCharsets.UTF_8));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
