package org.rudolphine.transform.release;

/**
 * Keys by 128 bits of hash, in two arrays: some 30 bytes a key, whatever its length, where a set of
 * texts takes 150. Two of a billion keys share a hash with a chance of one in 10^20.
 */
final class KeySet {
  private static final int FIRST_CAPACITY = 1 << 10;
  private long[] upper = new long[FIRST_CAPACITY];
  private long[] lower = new long[FIRST_CAPACITY];
  private int size;

  /** Whether the key was not there before. */
  boolean add(String key) {
    if (10L * size >= 7L * upper.length) {
      grow();
    }
    if (!put(hash(key, 0xcbf29ce484222325L), hash(key, 0x9e3779b97f4a7c15L))) {
      return false;
    }
    size++;
    return true;
  }

  boolean contains(String key) {
    long one = hash(key, 0xcbf29ce484222325L);
    return upper[place(one, hash(key, 0x9e3779b97f4a7c15L))] == one;
  }

  private boolean put(long one, long other) {
    int place = place(one, other);
    if (upper[place] == one) {
      return false;
    }
    upper[place] = one;
    lower[place] = other;
    return true;
  }

  /** Where a hash is, or the empty place where it would be; zero marks an empty place. */
  private int place(long one, long other) {
    int mask = upper.length - 1;
    int place = (int) other & mask;
    while (upper[place] != 0 && (upper[place] != one || lower[place] != other)) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    long[] before = upper;
    long[] alsoBefore = lower;
    upper = new long[2 * before.length];
    lower = new long[2 * before.length];
    for (int i = 0; i < before.length; i++) {
      if (before[i] != 0) {
        put(before[i], alsoBefore[i]);
      }
    }
  }

  /** Never zero. */
  private static long hash(String key, long seed) {
    long hash = seed;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
      hash ^= hash >>> 29;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    hash ^= hash >>> 31;
    return hash == 0 ? 1 : hash;
  }
}
