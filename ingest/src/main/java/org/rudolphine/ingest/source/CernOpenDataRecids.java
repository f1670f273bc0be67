package org.rudolphine.ingest.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Record numbers as a manifest keeps them. With their stamps they are differences of neighbours,
 * deflated, in base 64: about five bytes a record when many were touched at once. Without, they are
 * ranges: {@code 1-7,12,15000-15007}.
 */
final class CernOpenDataRecids {
  /** The provider gave no date. */
  static final long UNDATED = 0;

  private static final Pattern RECID = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final Pattern TAG = Pattern.compile("[!-~]{1,80}");

  private CernOpenDataRecids() {}

  /**
   * A state of a record.
   *
   * @param updated its change stamp in milliseconds since 1970, or {@link #UNDATED}
   * @param tag entity tag that came with it, or null
   */
  record Stamp(long updated, String tag) {
    static Stamp of(long updated) {
      return new Stamp(updated, null);
    }

    /** A tag that is no plain short text is not worth keeping. */
    static Stamp tagged(long updated, String tag) {
      return new Stamp(updated, tag != null && TAG.matcher(tag).matches() ? tag : null);
    }
  }

  /** Whether a text is a record number, written as the portal writes them. */
  static boolean isRecid(String text) {
    return text != null && RECID.matcher(text).matches();
  }

  /** The records with their stamps as one line of text. */
  static String pack(SortedMap<Long, Stamp> records) {
    StringBuilder lines = new StringBuilder();
    long recid = 0;
    long updated = 0;
    for (Map.Entry<Long, Stamp> entry : records.entrySet()) {
      Stamp stamp = entry.getValue();
      lines.append(entry.getKey() - recid).append(' ').append(stamp.updated() - updated);
      lines.append(stamp.tag() == null ? "" : " " + stamp.tag()).append('\n');
      recid = entry.getKey();
      updated = stamp.updated();
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try (OutputStream out = new DeflaterOutputStream(packed, deflater)) {
      out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return Base64.getEncoder().encodeToString(packed.toByteArray());
  }

  /** The records that {@link #pack} made a line of; empty for null. */
  static SortedMap<Long, Stamp> unpack(String packed) {
    SortedMap<Long, Stamp> records = new TreeMap<>();
    if (packed == null) {
      return records;
    }
    long recid = 0;
    long updated = 0;
    for (String line : inflated(packed).lines().toList()) {
      String[] parts = line.split(" ", 3);
      recid += Long.parseLong(parts[0]);
      updated += Long.parseLong(parts[1]);
      records.put(recid, new Stamp(updated, parts.length > 2 ? parts[2] : null));
    }
    return records;
  }

  private static String inflated(String packed) {
    try (InputStream in =
        new InflaterInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(packed)))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IllegalStateException("A manifest of cernopendata holds a damaged list", e);
    }
  }

  /** The numbers as ranges. */
  static String ranges(SortedSet<Long> recids) {
    StringBuilder text = new StringBuilder();
    long from = -1;
    long to = -1;
    for (long recid : recids) {
      if (from >= 0 && recid == to + 1) {
        to = recid;
        continue;
      }
      append(text, from, to);
      from = recid;
      to = recid;
    }
    append(text, from, to);
    return text.toString();
  }

  private static void append(StringBuilder text, long from, long to) {
    if (from >= 0) {
      text.append(text.isEmpty() ? "" : ",").append(from);
      text.append(to > from ? "-" + to : "");
    }
  }

  /** The numbers that {@link #ranges} wrote; empty for null. */
  static SortedSet<Long> inRanges(String ranges) {
    SortedSet<Long> recids = new TreeSet<>();
    if (ranges == null || ranges.isEmpty()) {
      return recids;
    }
    for (String range : ranges.split(",")) {
      String[] ends = range.split("-", 2);
      long to = Long.parseLong(ends[ends.length - 1]);
      for (long recid = Long.parseLong(ends[0]); recid <= to; recid++) {
        recids.add(recid);
      }
    }
    return recids;
  }
}
