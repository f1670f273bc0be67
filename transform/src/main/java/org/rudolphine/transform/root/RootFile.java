package org.rudolphine.transform.root;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.rudolphine.transform.histogram.Histogram;

/**
 * The one-dimensional histograms of a ROOT file ({@code TH1D}, {@code TH1F}, {@code TH1I}), in the
 * file itself and its directories. Keys may be packed with zlib, ROOT's default until version 6.
 * Everything else in the file is counted and passed over. Layout: ROOT's own description, {@code
 * io/doc/TFile}.
 */
public final class RootFile {
  private static final byte[] MAGIC = {'r', 'o', 'o', 't'};
  private static final int WIDE_FILE = 1_000_000;
  private static final int WIDE_KEY = 1000;
  private static final int MOST_DEPTH = 8;
  private static final int MOST_KEYS = 20_000;
  private static final int MOST_OBJECT_BYTES = 16 << 20;
  private static final long MOST_BYTES = 128L << 20;
  private static final int BLOCK_HEADER = 9;

  private final byte[] bytes;
  private final Map<String, Histogram> histograms = new LinkedHashMap<>();
  private final Map<String, Integer> cycles = new LinkedHashMap<>();
  private int others;
  private int keys;
  private long unpacked;

  private RootFile(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads a file.
   *
   * @throws MalformedRootFile when it is none, is damaged or exceeds a limit
   */
  public static RootFile read(byte[] bytes) throws MalformedRootFile {
    RootFile file = new RootFile(bytes);
    RootBuffer in = new RootBuffer(bytes, 0);
    for (byte expected : MAGIC) {
      if (in.u8() != expected) {
        throw new MalformedRootFile("does not begin with root");
      }
    }
    int version = in.i32();
    int begin = in.i32();
    boolean wide = version >= WIDE_FILE;
    in.skip(wide ? 8 + 8 : 4 + 4); // where the file and where its list of gaps stand
    in.skip(4 + 4); // size and number of gaps
    int nameBytes = in.i32();
    file.directory((long) begin + nameBytes, "", 0);
    return file;
  }

  /** The histograms in the order of the file; directories name those that share a name. */
  public List<Histogram> histograms() {
    Map<String, Integer> names = new HashMap<>();
    histograms.values().forEach(histogram -> names.merge(histogram.name(), 1, Integer::sum));
    return histograms.entrySet().stream()
        .map(
            entry ->
                names.get(entry.getValue().name()) == 1
                    ? entry.getValue()
                    : entry.getValue().named(entry.getKey()))
        .toList();
  }

  /** Objects that are no such histograms. */
  public int others() {
    return others;
  }

  /** An entry of a directory. */
  private record Key(
      int bytes, int length, int headBytes, int cycle, long place, String type, String name) {}

  private static Key key(RootBuffer in) throws MalformedRootFile {
    int bytes = in.i32();
    int version = in.i16();
    int length = in.i32();
    in.skip(4); // date
    int headBytes = in.i16();
    int cycle = in.i16();
    long place = version > WIDE_KEY ? in.i64() : in.i32();
    in.skip(version > WIDE_KEY ? 8 : 4);
    String type = in.text();
    String name = in.text();
    in.text(); // title
    return new Key(bytes, length, headBytes, cycle, place, type, name);
  }

  private void directory(long place, String path, int depth) throws MalformedRootFile {
    if (depth > MOST_DEPTH) {
      throw new MalformedRootFile("more than " + MOST_DEPTH + " directories in each other");
    }
    RootBuffer in = new RootBuffer(bytes, place);
    int version = in.i16();
    in.skip(4 + 4 + 4 + 4); // dates, sizes of keys and name
    boolean wide = version > WIDE_KEY;
    in.skip(wide ? 16 : 8); // itself and its parent
    long list = wide ? in.i64() : in.i32();
    if (list == 0) {
      return;
    }
    in.seek(list);
    key(in);
    int count = in.i32();
    for (int i = 0; i < count; i++) {
      if (++keys > MOST_KEYS) {
        throw new MalformedRootFile("more than " + MOST_KEYS + " keys");
      }
      take(key(in), path, depth);
    }
  }

  private void take(Key key, String path, int depth) throws MalformedRootFile {
    if (key.type().startsWith("TDirectory")) {
      directory(key.place() + key.headBytes(), path + key.name() + "/", depth + 1);
    } else if (List.of("TH1D", "TH1F", "TH1I").contains(key.type())) {
      // Of several states of an object the newest has the highest cycle.
      Integer before = cycles.get(path + key.name());
      if (before == null || before < key.cycle()) {
        cycles.put(path + key.name(), key.cycle());
        histograms.put(path + key.name(), RootHistogram.read(object(key), key.type()));
      }
    } else {
      others++;
    }
  }

  private byte[] object(Key key) throws MalformedRootFile {
    unpacked += Math.max(0, key.length());
    if (key.length() < 0 || key.length() > MOST_OBJECT_BYTES || unpacked > MOST_BYTES) {
      throw new MalformedRootFile("object " + key.name() + " is too large: " + key.length());
    }
    RootBuffer in = new RootBuffer(bytes, 0);
    byte[] stored = in.copy(key.place() + key.headBytes(), (long) key.bytes() - key.headBytes());
    return stored.length >= key.length() ? stored : inflated(stored, key);
  }

  /** Blocks of a name of two letters, a method, and two sizes of three bytes, low byte first. */
  private static byte[] inflated(byte[] stored, Key key) throws MalformedRootFile {
    byte[] object = new byte[key.length()];
    int from = 0;
    int to = 0;
    while (to < object.length) {
      if (from + BLOCK_HEADER > stored.length) {
        throw new MalformedRootFile("object " + key.name() + " is cut off");
      }
      if (stored[from] != 'Z' || stored[from + 1] != 'L') {
        throw new MalformedRootFile("object " + key.name() + " is packed by other means than zlib");
      }
      int packed = small(stored, from + 3);
      int plain = small(stored, from + 6);
      from += BLOCK_HEADER;
      if (packed > stored.length - from || plain > object.length - to || plain == 0) {
        throw new MalformedRootFile("object " + key.name() + " has blocks of wrong size");
      }
      inflate(stored, from, packed, object, to, plain, key.name());
      from += packed;
      to += plain;
    }
    return object;
  }

  private static int small(byte[] bytes, int at) {
    return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
  }

  private static void inflate(
      byte[] stored, int from, int packed, byte[] object, int to, int plain, String name)
      throws MalformedRootFile {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stored, from, packed);
      int done = 0;
      while (done < plain) {
        int count = inflater.inflate(object, to + done, plain - done);
        if (count == 0) {
          throw new MalformedRootFile("object " + name + " is cut off");
        }
        done += count;
      }
    } catch (DataFormatException e) {
      throw new MalformedRootFile("object " + name + " is damaged: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }
}
