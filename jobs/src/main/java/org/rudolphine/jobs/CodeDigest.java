package org.rudolphine.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Tells builds of the code apart that call themselves the same version: SHA-256 over the jar, or
 * the folder of classes, that a class was loaded from.
 */
final class CodeDigest {
  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

  private CodeDigest() {}

  /** Code that cannot be read is like no other code, so that nothing is taken for done by it. */
  static String of(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? UUID.randomUUID().toString()
        : KNOWN.computeIfAbsent(source.getLocation().toString(), CodeDigest::digest);
  }

  private static String digest(String location) {
    try {
      return digest(Path.of(URI.create(location)));
    } catch (IOException | RuntimeException e) {
      return UUID.randomUUID().toString();
    }
  }

  private static String digest(Path code) throws IOException {
    MessageDigest digest = sha256();
    for (Path file : files(code)) {
      digest.update(code.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      try (InputStream in = Files.newInputStream(file)) {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> files(Path code) throws IOException {
    try (Stream<Path> files = Files.walk(code)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
