package org.rudolphine.ingest.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What git makes of a file's bytes: its id, and whether they only point to another store. */
final class GitBlob {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");
  private static final int LARGEST_POINTER = 1024;
  private static final Pattern POINTER =
      Pattern.compile(
          "version https://git-lfs\\.github\\.com/spec/v1\\n(?:[a-z0-9.-]+ [^\\n]*\\n)*"
              + "oid sha256:[0-9a-f]{64}\\n(?s:.*)");

  private GitBlob() {}

  /** Lower-case hex id: SHA-1 of {@code blob <length>}, a zero byte and the bytes. */
  static String id(byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /**
   * Whether the bytes are a pointer of Git-LFS: what a plain clone has in place of a large file.
   */
  static boolean isPointer(byte[] bytes) {
    return bytes.length <= LARGEST_POINTER
        && POINTER.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).matches();
  }
}
