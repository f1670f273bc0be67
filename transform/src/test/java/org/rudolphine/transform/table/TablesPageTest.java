package org.rudolphine.transform.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TablesPageTest {
  private static final String REFRESH = "rudolphine.refresh-docs";
  private static final Path PAGE =
      Path.of(System.getProperty("rudolphine.root", ".."), "docs", "tables.md");

  @Test
  void pageInTheRepositoryIsFresh() throws IOException {
    String rendered = TablesPage.render(Table.all());
    if (Boolean.getBoolean(REFRESH)) {
      Files.writeString(PAGE, rendered);
    }
    assertThat(PAGE)
        .as(
            "docs/tables.md no longer says what the schemas say. Refresh it with:"
                + " mvn -pl transform -am test -Dtest=TablesPageTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
            REFRESH)
        .hasContent(rendered);
  }

  @Test
  void everyTableHasItsSectionAndEveryColumnItsRow() {
    String rendered = TablesPage.render(Table.all());
    for (Table table : Table.all()) {
      assertThat(rendered).contains("\n## " + table.name() + "\n");
      for (Column column : table.columns()) {
        assertThat(rendered)
            .contains("| `" + column.name() + "` | `" + column.type().catalogString() + "` | ");
      }
    }
  }

  @Test
  void sharedColumnsAreListedOncePerKind() {
    String rendered = TablesPage.render(Table.all());
    assertThat(rendered.split("`raw_ref` \\| `string`", -1))
        .as("normalized rows and the rejects table have a raw_ref, others have none")
        .hasSize(3);
  }

  @Test
  void pipesInsideACellDoNotBreakTheTable() {
    String rendered = TablesPage.render(Table.all());
    assertThat(rendered.lines().filter(line -> line.startsWith("| `")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.split("(?<!\\\\)\\|", -1)).hasSize(8));
  }
}
