package org.rudolphine.transform.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class LabelsTest {
  private static final Frame FRAME =
      new Frame(Scale.linear(0, 1, 50, 350), Scale.linear(0, 1, 250, 10), "x", "y", 6, 6);
  private static final Pattern TEXT =
      Pattern.compile("<text class=\"label\" x=\"([-0-9.]+)\" y=\"([-0-9.]+)\"");

  @Property(tries = 300)
  void placedLabelsStayInsideAndApart(
      @ForAll @Size(min = 1, max = 25) List<@DoubleRange(min = 0, max = 1) Double> values) {
    Markup out = new Markup();
    Labels labels = new Labels(FRAME);
    int placed = 0;
    for (int i = 0; i < values.size(); i++) {
      double y = values.get(values.size() - 1 - i);
      if (labels.place(out, "label", FRAME.x().at(values.get(i)), FRAME.y().at(y), "GW150914")) {
        placed++;
      }
    }
    List<Labels.Box> boxes = new ArrayList<>();
    Matcher text = TEXT.matcher(new String(out.page(), StandardCharsets.UTF_8));
    while (text.find()) {
      double left = Double.parseDouble(text.group(1));
      double base = Double.parseDouble(text.group(2));
      // Eight characters of 12 px type are at least 48 px wide and rise about 9 px above the base.
      boxes.add(new Labels.Box(left, base - 9, left + 48, base));
    }
    assertThat(boxes).hasSize(placed);
    Labels.Box area = new Labels.Box(50, 10, 350, 250);
    assertThat(boxes).allMatch(area::holds);
    for (int i = 0; i < boxes.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(boxes.get(i).overlaps(boxes.get(j))).isFalse();
      }
    }
  }
}
