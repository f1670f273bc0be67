package org.rudolphine.transform.hdf;

import io.jhdf.filter.PipelineFilterWithData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes the filters of a dataset's chunks. The library inflates whatever a chunk holds and checks
 * no checksum; here nothing becomes larger than a chunk is, and checksums count.
 */
final class ChunkFilters {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER32 = 3;
  private static final int CHECKSUM_BYTES = 4;

  private record Step(int id, int elementBytes) {}

  private final String path;
  private final List<Step> steps;
  private final int chunkBytes;

  private ChunkFilters(String path, List<Step> steps, int chunkBytes) {
    this.path = path;
    this.steps = steps;
    this.chunkBytes = chunkBytes;
  }

  /**
   * @param filters as they were applied when the file was written
   * @param chunkBytes size of a whole chunk
   */
  static ChunkFilters of(String path, List<PipelineFilterWithData> filters, int chunkBytes)
      throws UnreadableFile {
    List<Step> steps = new ArrayList<>();
    for (PipelineFilterWithData filter : filters) {
      if (filter.getId() < DEFLATE || filter.getId() > FLETCHER32) {
        throw new UnreadableFile(
            path + " is packed by the filter " + filter.getName() + ", which is not read here");
      }
      int[] data = filter.getFilterData();
      int element = filter.getId() == SHUFFLE && data.length > 0 ? data[0] : 1;
      if (element < 1 || element > chunkBytes) {
        throw new UnreadableFile(path + " is shuffled by elements of no size");
      }
      steps.add(0, new Step(filter.getId(), element));
    }
    return new ChunkFilters(path, steps, chunkBytes);
  }

  /** Bytes of a chunk as they were before the filters. */
  byte[] decode(ByteBuffer raw) throws UnreadableFile {
    byte[] bytes = new byte[raw.remaining()];
    raw.get(bytes);
    for (Step step : steps) {
      bytes =
          switch (step.id()) {
            case FLETCHER32 -> checked(bytes);
            case DEFLATE -> inflated(bytes);
            default -> unshuffled(bytes, step.elementBytes());
          };
    }
    if (bytes.length != chunkBytes) {
      throw new UnreadableFile("a chunk of " + path + " has not the size that it should have");
    }
    return bytes;
  }

  private byte[] inflated(byte[] packed) throws UnreadableFile {
    byte[] bytes = new byte[chunkBytes + CHECKSUM_BYTES];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      int length = 0;
      while (!inflater.finished()) {
        int more = inflater.inflate(bytes, length, bytes.length - length);
        length += more;
        if (more == 0 && !inflater.finished()) {
          throw new UnreadableFile(
              length == bytes.length
                  ? "a chunk of " + path + " inflates to more than its size"
                  : "a compressed chunk of " + path + " is cut short");
        }
      }
      return Arrays.copyOf(bytes, length);
    } catch (DataFormatException e) {
      if (packed.length == chunkBytes) {
        return packed; // a writer may leave a filter out where it gains nothing
      }
      throw new UnreadableFile("a compressed chunk of " + path + " is damaged", e);
    } finally {
      inflater.end();
    }
  }

  private static byte[] unshuffled(byte[] bytes, int elementBytes) {
    int elements = bytes.length / elementBytes;
    byte[] plain = bytes.clone(); // what is left over at the end is not shuffled
    for (int i = 0; i < elementBytes; i++) {
      for (int j = 0; j < elements; j++) {
        plain[j * elementBytes + i] = bytes[i * elements + j];
      }
    }
    return plain;
  }

  private byte[] checked(byte[] bytes) throws UnreadableFile {
    int length = bytes.length - CHECKSUM_BYTES;
    if (length < 0) {
      throw new UnreadableFile("a chunk of " + path + " is cut short");
    }
    int stated = Integer.reverseBytes(ByteBuffer.wrap(bytes, length, CHECKSUM_BYTES).getInt());
    int computed = fletcher32(bytes, length);
    // Old versions of the HDF5 library swapped the bytes of both halves.
    int swapped = ((computed & 0x00ff00ff) << 8) | ((computed >>> 8) & 0x00ff00ff);
    if (stated != computed && stated != swapped) {
      throw new UnreadableFile("a chunk of " + path + " differs from its checksum");
    }
    return Arrays.copyOf(bytes, length);
  }

  /** Fletcher's checksum of 16-bit words, big-endian, as HDF5 computes it. */
  private static int fletcher32(byte[] bytes, int length) {
    int sum1 = 0;
    int sum2 = 0;
    for (int i = 0; i < length; i += 2) {
      int low = i + 1 < length ? bytes[i + 1] & 0xff : 0;
      sum1 = folded(sum1 + ((bytes[i] & 0xff) << 8 | low));
      sum2 = folded(sum2 + sum1);
    }
    return sum2 << 16 | sum1;
  }

  /** Modulo 65535, with 65535 itself in the place of a zero that was reached by adding. */
  private static int folded(int sum) {
    return sum > 0xffff ? sum - 0xffff : sum;
  }
}
