package org.rudolphine.transform.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ViridisTest {
  @Test
  void lightnessGrowsEvenly() {
    double dark = lightness(Viridis.colour(0));
    double light = lightness(Viridis.colour(1));
    assertThat(light - dark).isGreaterThan(70);
    for (int i = 0; i <= 20; i++) {
      double expected = dark + (light - dark) * i / 20;
      assertThat(lightness(Viridis.colour(i / 20.0))).isCloseTo(expected, within(2.5));
    }
  }

  @Test
  void placesLeaveTheTransparentOneOut() {
    assertThat(Viridis.palette()).hasSize(256);
    assertThat(Viridis.place(-1)).isEqualTo((byte) 1);
    assertThat(Viridis.place(0)).isEqualTo((byte) 1);
    assertThat(Viridis.place(1) & 0xff).isEqualTo(255);
    assertThat(Viridis.place(7) & 0xff).isEqualTo(255);
  }

  /** CIE 1976 L* of a colour of sRGB (IEC 61966-2-1). */
  private static double lightness(int colour) {
    double y =
        0.2126 * linear(colour >> 16 & 0xff)
            + 0.7152 * linear(colour >> 8 & 0xff)
            + 0.0722 * linear(colour & 0xff);
    return y > 216.0 / 24389 ? 116 * Math.cbrt(y) - 16 : y * 24389 / 27;
  }

  private static double linear(int value) {
    double part = value / 255.0;
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }
}
