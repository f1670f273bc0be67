package org.rudolphine.transform.signal;

import java.util.HashMap;
import java.util.Map;

/** Transforms by size: their tables of sines are made once. One thread at a time. */
final class FftPool {
  private final Map<Integer, Fft> bySize = new HashMap<>();

  Fft of(int size) {
    return bySize.computeIfAbsent(size, Fft::new);
  }
}
