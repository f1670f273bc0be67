package org.rudolphine.transform.report;

/**
 * The colour scale viridis (Smith and van der Walt, 2015, CC0), by ten of its colours and straight
 * lines between them: lightness grows evenly, in grey and for the colour-blind as well.
 */
final class Viridis {
  private static final int[] ANCHORS = {
    0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b,
    0xfde725
  };

  private static final int COLOURS = 255;

  private Viridis() {}

  /** The palette of a picture: nothing, then the scale from dark to light. */
  static int[] palette() {
    int[] palette = new int[COLOURS + 1];
    for (int i = 0; i < COLOURS; i++) {
      palette[i + 1] = colour(i / (COLOURS - 1.0));
    }
    return palette;
  }

  /** Place in the palette of a part of the scale; parts outside of 0 to 1 take its ends. */
  static byte place(double part) {
    double inside = Math.min(1, Math.max(0, part));
    return (byte) (1 + Math.round(inside * (COLOURS - 1)));
  }

  /** Colour of a part of the scale, 0 to 1, as 0xRRGGBB. */
  static int colour(double part) {
    double at = part * (ANCHORS.length - 1);
    int below = Math.min(ANCHORS.length - 2, (int) at);
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = ANCHORS[below] >> shift & 0xff;
      int to = ANCHORS[below + 1] >> shift & 0xff;
      colour |= (int) Math.round(from + (at - below) * (to - from)) << shift;
    }
    return colour;
  }
}
