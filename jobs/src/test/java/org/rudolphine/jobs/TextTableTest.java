package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void numbersStandToTheRightAndTextToTheLeft() {
    TextTable table = new TextTable("name", "rows").row("links", 5).row("pairs", 1200);
    assertThat(table.render(""))
        .isEqualToIgnoringNewLines(
            "name   rows\n-----  ----\nlinks     5\npairs  1200\n".replace("\n", ""));
  }

  @Test
  void lineBreaksNeverLeaveTheirCell() {
    assertThat(new TextTable("text").row("a\n b\tc").render("").lines())
        .hasSize(3)
        .contains("a b c");
  }

  @Test
  void nullIsEmpty() {
    assertThat(new TextTable("a", "b").row(null, "x").render("")).contains("x");
  }
}
