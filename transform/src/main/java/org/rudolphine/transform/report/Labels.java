package org.rudolphine.transform.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Places labels beside their points so that no label covers another one, a point or the edge. Who
 * asks first is served first; a label without room is left out.
 */
final class Labels {
  /** Of an event's name at 12 px in DejaVu Sans, the widest of the fonts that may be there. */
  private static final double CHARACTER = 8.4;

  private static final double HEIGHT = 13;
  private static final double NEAR = 7;
  private static final double[] APART = {24, 38, 54, 72, 92, 114, 138};
  private static final int TURNS = 12;

  private final Box area;
  private final List<Box> taken = new ArrayList<>();

  /** A rectangle by its left, top, right and bottom edges. */
  record Box(double left, double top, double right, double bottom) {
    boolean overlaps(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
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

  /**
   * Draws the label where there is room, close to the point or else farther off with a line to it;
   * gives back whether there was room.
   */
  boolean place(Markup out, String style, double x, double y, String text) {
    double width = text.length() * CHARACTER;
    double[][] corners = {
      {x + NEAR, y - HEIGHT - 1}, {x - NEAR - width, y - HEIGHT - 1},
      {x + NEAR, y + 2}, {x - NEAR - width, y + 2},
      {x - width / 2, y - HEIGHT - NEAR}, {x - width / 2, y + NEAR},
    };
    for (double[] corner : corners) {
      if (fits(corner[0], corner[1], width)) {
        write(out, style, corner[0], corner[1], width, text);
        return true;
      }
    }
    return placeApart(out, style, x, y, width, text);
  }

  private boolean placeApart(
      Markup out, String style, double x, double y, double width, String text) {
    for (double distance : APART) {
      for (int turn = 0; turn < TURNS; turn++) {
        double angle = 2 * Math.PI * (turn + 0.5) / TURNS;
        double endX = x + distance * StrictMath.cos(angle);
        double endY = y - distance * StrictMath.sin(angle);
        double left = endX >= x ? endX + 2 : endX - 2 - width;
        double top = endY - HEIGHT / 2;
        if (fits(left, top, width)) {
          Svg.line(out, "leader", x, y, endX, endY);
          write(out, style, left, top, width, text);
          return true;
        }
      }
    }
    return false;
  }

  private boolean fits(double left, double top, double width) {
    Box box = box(left, top, width);
    return area.holds(box) && taken.stream().noneMatch(box::overlaps);
  }

  private void write(Markup out, String style, double left, double top, double width, String text) {
    taken.add(box(left, top, width));
    Svg.text(out, style, left, top + HEIGHT - 3, "start", text);
  }

  private static Box box(double left, double top, double width) {
    return new Box(left - 2, top, left + width + 2, top + HEIGHT);
  }
}
