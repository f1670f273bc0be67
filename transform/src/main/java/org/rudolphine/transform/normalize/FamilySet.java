package org.rudolphine.transform.normalize;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Families by a 64-bit hash of their names, eight bytes each. Two families may share a hash: then
 * one counts in with the other, which costs work and changes no row as long as everybody asks the
 * same set.
 */
final class FamilySet implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A set goes to every task and is held by the driver: with more than these it is not made. */
  static final int MOST = 500_000;

  private final long[] hashes;

  private FamilySet(long[] sorted) {
    this.hashes = sorted;
  }

  /** Collects hashes of families. */
  static final class Collector {
    private long[] hashes = new long[64];
    private int count;
    private boolean lacksName;

    /** Adds a family by its name; null stands for none. */
    void add(String family) {
      if (family == null) {
        lacksName = true;
      } else {
        addHash(hash(family));
      }
    }

    void addHash(long hash) {
      if (count == hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * count);
      }
      hashes[count++] = hash;
    }

    /** Whether so many were added that no set is to be made of them. */
    boolean isFull() {
      return count > MOST;
    }

    /** Whether something without a family was added. */
    boolean lacksName() {
      return lacksName;
    }

    FamilySet set() {
      long[] sorted = Arrays.copyOf(hashes, count);
      Arrays.sort(sorted);
      return new FamilySet(sorted);
    }
  }

  static long hash(String family) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < family.length(); i++) {
      hash = (hash ^ family.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }

  boolean contains(String family) {
    return Arrays.binarySearch(hashes, hash(family)) >= 0;
  }

  /** An upper bound of the families in it, equal hashes counted as often as they were given. */
  int size() {
    return hashes.length;
  }
}
