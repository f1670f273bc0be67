package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Files of the turbulence resource at the newest commit of its repository. A change makes another
 * commit; files of older commits are no longer served.
 */
public final class TmrData {
  private final Map<String, byte[]> files = new TreeMap<>();

  /**
   * @param sample lines of each file by its path
   */
  TmrData(JsonNode sample) {
    sample.properties().forEach(file -> put(file.getKey(), text(file.getValue())));
  }

  private static String text(JsonNode lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.textValue()).append('\n'));
    return text.toString();
  }

  /** Adds a file or replaces it. */
  public void put(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Removes a file. */
  public void remove(String path) {
    files.remove(path);
  }

  /** Content of a file, read as UTF-8. */
  public Optional<String> text(String path) {
    return file(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  Optional<byte[]> file(String path) {
    return Optional.ofNullable(files.get(path));
  }

  Map<String, byte[]> files() {
    return files;
  }

  /** Name of the newest commit, which depends on all files. */
  public String commit() {
    StringBuilder tree = new StringBuilder();
    files.forEach((path, bytes) -> tree.append(blob(bytes)).append(' ').append(path).append('\n'));
    return sha1("commit", tree.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Id that git gives to a file with these bytes. */
  static String blob(byte[] bytes) {
    return sha1("blob", bytes);
  }

  private static String sha1(String type, byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update((type + " " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }
}
