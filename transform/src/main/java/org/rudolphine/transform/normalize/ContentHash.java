package org.rudolphine.transform.normalize;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * SHA-256 of normalized values in one canonical form: columns by name, each value with its type,
 * doubles by their bits. Two contents hash alike exactly when they are alike.
 */
final class ContentHash {
  private ContentHash() {}

  static String of(Map<String, Object> values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, values);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory cannot fail", e);
    }
    return RawRecord.sha256(bytes.toByteArray());
  }

  private static void write(DataOutputStream out, Object value) throws IOException {
    if (value == null) {
      out.writeByte('0');
    } else if (value instanceof Map<?, ?> map) {
      map(out, map);
    } else if (value instanceof List<?> list) {
      out.writeByte('l');
      out.writeInt(list.size());
      for (Object element : list) {
        write(out, element);
      }
    } else if (value instanceof Double number) {
      out.writeByte('d');
      out.writeLong(Double.doubleToLongBits(number));
    } else if (value instanceof Number number) {
      out.writeByte('i');
      out.writeLong(number.longValue());
    } else if (value instanceof Boolean flag) {
      out.writeByte(flag ? 't' : 'f');
    } else if (value instanceof Instant time) {
      out.writeByte('c');
      out.writeLong(time.getEpochSecond());
      out.writeInt(time.getNano() / 1000 * 1000);
    } else {
      byte[] text = value.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      out.writeByte('s');
      out.writeInt(text.length);
      out.write(text);
    }
  }

  /** Keys in order and nulls left out, so that an absent column and a null one are the same. */
  private static void map(DataOutputStream out, Map<?, ?> map) throws IOException {
    TreeMap<String, Object> sorted = new TreeMap<>();
    map.forEach(
        (key, value) -> {
          if (value != null) {
            sorted.put(key.toString(), value);
          }
        });
    out.writeByte('m');
    out.writeInt(sorted.size());
    for (Map.Entry<String, Object> entry : sorted.entrySet()) {
      write(out, entry.getKey());
      write(out, entry.getValue());
    }
  }
}
