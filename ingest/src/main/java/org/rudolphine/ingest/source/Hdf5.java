package org.rudolphine.ingest.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What the first bytes of an HDF5 file tell (HDF5 File Format Specification, version 3.0, section
 * II.A): that it is one, and how long it has to be.
 */
final class Hdf5 {
  /** Enough for a user block, which may precede the file: 512 bytes or a larger power of two. */
  static final int HEAD_BYTES = 1 << 16;

  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final int SMALLEST_USER_BLOCK = 512;

  private Hdf5() {}

  /**
   * Why a file cannot be a whole HDF5 file, or null when it may be one.
   *
   * @param head its first {@link #HEAD_BYTES} bytes, or all of them when it is shorter
   * @param length its size in bytes
   */
  static String fault(byte[] head, long length) {
    String fault = signatureFault(head);
    if (fault != null) {
      return fault;
    }
    long end = endOfFile(head, signature(head));
    return end > length
        ? "it is cut: its own head says that it has " + end + " bytes, and it has " + length
        : null;
  }

  /** Why it cannot be an HDF5 file, cut or whole, or null. */
  private static String signatureFault(byte[] head) {
    return signature(head) < 0
        ? "it is no HDF5 file: it does not begin with the bytes 89 48 44 46 0d 0a 1a 0a"
        : null;
  }

  private static int signature(byte[] head) {
    for (int at = 0; at + SIGNATURE.length <= head.length; at = next(at)) {
      if (Arrays.equals(SIGNATURE, Arrays.copyOfRange(head, at, at + SIGNATURE.length))) {
        return at;
      }
    }
    return -1;
  }

  private static int next(int at) {
    return at == 0 ? SMALLEST_USER_BLOCK : at * 2;
  }

  /** The end-of-file address of the superblock; 0 where it cannot be told. */
  private static long endOfFile(byte[] head, int at) {
    ByteBuffer superblock =
        ByteBuffer.wrap(head, at, head.length - at).slice().order(ByteOrder.LITTLE_ENDIAN);
    int version = superblock.remaining() > 16 ? superblock.get(8) : -1;
    // Versions 0 and 1: the width of addresses at 13, four addresses from 24 or 28 on, the end of
    // the file is the third. Versions 2 and 3: the width at 9, the end is the third from 12 on.
    return switch (version) {
      case 0 -> address(superblock, superblock.get(13), 24 + 2 * superblock.get(13));
      case 1 -> address(superblock, superblock.get(13), 28 + 2 * superblock.get(13));
      case 2, 3 -> address(superblock, superblock.get(9), 12 + 2 * superblock.get(9));
      default -> 0;
    };
  }

  /** Addresses count from the base address, which is the signature's unless a file says so. */
  private static long address(ByteBuffer superblock, int width, int at) {
    return width == Long.BYTES && at + Long.BYTES <= superblock.limit()
        ? superblock.getLong(at)
        : 0;
  }
}
