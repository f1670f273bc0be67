package org.rudolphine.transform.normalize;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * SHA-256 of normalized values in one canonical form: columns by name, each value with its type,
 * doubles by their bits. Two contents hash alike exactly when they are alike.
 */
final class ContentHash {
  private ContentHash() {}

  static String of(Map<String, Object> values) {
    Form form = new Form();
    form.write(values);
    return form.sha256();
  }

  /** The canonical form as it grows; without the locks of the library's streams. */
  private static final class Form {
    private ByteBuffer bytes = ByteBuffer.allocate(1 << 12);

    String sha256() {
      return RawRecord.sha256(Arrays.copyOf(bytes.array(), bytes.position()));
    }

    /** A buffer with room for so many bytes more. */
    private ByteBuffer room(int more) {
      if (bytes.remaining() < more) {
        int size = Math.max(2 * bytes.capacity(), bytes.position() + more);
        bytes = ByteBuffer.allocate(size).put(bytes.flip());
      }
      return bytes;
    }

    private void write(Object value) {
      if (value == null) {
        room(1).put((byte) '0');
      } else if (value instanceof Map<?, ?> map) {
        map(map);
      } else if (value instanceof List<?> list) {
        room(5).put((byte) 'l').putInt(list.size());
        list.forEach(this::write);
      } else if (value instanceof Double number) {
        room(9).put((byte) 'd').putLong(Double.doubleToLongBits(number));
      } else if (value instanceof Number number) {
        room(9).put((byte) 'i').putLong(number.longValue());
      } else if (value instanceof Boolean flag) {
        room(1).put((byte) (flag ? 't' : 'f'));
      } else if (value instanceof Instant time) {
        room(13)
            .put((byte) 'c')
            .putLong(time.getEpochSecond())
            .putInt(time.getNano() / 1000 * 1000);
      } else {
        byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
        room(5 + text.length).put((byte) 's').putInt(text.length).put(text);
      }
    }

    /** Keys in order and nulls left out, so that an absent column and a null one are the same. */
    private void map(Map<?, ?> map) {
      String[] keys = new String[map.size()];
      int count = 0;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (entry.getValue() != null) {
          keys[count++] = (String) entry.getKey();
        }
      }
      Arrays.sort(keys, 0, count);
      room(5).put((byte) 'm').putInt(count);
      for (int i = 0; i < count; i++) {
        write(keys[i]);
        write(map.get(keys[i]));
      }
    }
  }
}
