package org.rudolphine.transform.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Places labels beside their points so that no label covers another one, a point or the edge. Who
 * asks first is served first; a label without room is left out.
 */
final class Labels {
  private static final double CHARACTER = 6.7;
  private static final double HEIGHT = 13;
  private static final double GAP = 7;

  private final Box area;
  private final List<Box> taken = new ArrayList<>();

  /** A rectangle by its left, top, right and bottom edges. */
  record Box(double left, double top, double right, double bottom) {
    boolean overlaps(Box other) {
      return left < other.right
          && other.left < right
          && top < other.bottom
          && other.top < bottom;
    }

    boolean holds(Box other) {
      return left <= other.left
          && right >= other.right
          && top <= other.top
          && bottom >= other.bottom;
    }
  }

  Labels(Frame frame) {
    area = new Box(frame.x().from(), frame.y().to(), frame.x().to(), frame.y().from());
  }

  /** Keeps the surroundings of a point free. */
  void avoid(double x, double y) {
    taken.add(new Box(x - 4, y - 4, x + 4, y + 4));
  }

  /** Draws the label where there is room; gives back whether there was. */
  boolean place(Markup out, String style, double x, double y, String text) {
    double width = text.length() * CHARACTER;
    double[][] corners = {
      {x + GAP, y - HEIGHT - 1}, {x - GAP - width, y - HEIGHT - 1},
      {x + GAP, y + 2}, {x - GAP - width, y + 2},
      {x - width / 2, y - HEIGHT - GAP}, {x - width / 2, y + GAP},
    };
    for (double[] corner : corners) {
      Box box = new Box(corner[0], corner[1], corner[0] + width, corner[1] + HEIGHT);
      if (area.holds(box) && taken.stream().noneMatch(box::overlaps)) {
        taken.add(box);
        Svg.text(out, style, corner[0], corner[1] + HEIGHT - 3, "start", text);
        return true;
      }
    }
    return false;
  }
}
