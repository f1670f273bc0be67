package org.rudolphine.transform.table;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The page {@code docs/tables.md}: every table with its key and columns, as the schema resources
 * describe them. Columns that all tables of a kind share are listed once.
 */
final class TablesPage {
  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "normalized",
              "Rows made from raw records. Each such table has a companion `<table>_history`, with"
                  + " the same columns and the key extended by `revision`, that keeps every"
                  + " revision for ever; the table itself holds the newest one."),
          new Kind("derived", "Rows made from other tables by a rule."),
          new Kind("record", "The project's own book-keeping."));

  private final StringBuilder page = new StringBuilder();

  private TablesPage() {}

  private record Kind(String name, String explanation) {}

  /** Renders the page, Markdown with line feeds. */
  static String render(List<Table> tables) {
    return new TablesPage().intro(tables).sections(tables).shared().page.toString();
  }

  private TablesPage intro(List<Table> tables) {
    line("# Tables");
    line("");
    line("<!-- Made from the schema resources by TablesPage; do not edit by hand. -->");
    line("");
    line(
        "A missing value is null, never NaN or a sentinel. Units stand in the unit column, `1`"
            + " meaning dimensionless. `_lower` and `_upper` are absolute bounds, not offsets; a"
            + " one-sided limit stands in `_limit`. Times are UTC.");
    line("");
    line("| table | kind | key | rows are |");
    line("| --- | --- | --- | --- |");
    for (Table table : tables) {
      line(
          "| [`%s`](#%s) | %s | %s | %s |"
              .formatted(
                  table.name(),
                  table.name(),
                  table.kind(),
                  code(table.key()),
                  cell(table.description())));
    }
    return this;
  }

  private TablesPage sections(List<Table> tables) {
    for (Table table : tables) {
      line("");
      line("## " + table.name());
      line("");
      line(table.description());
      line("");
      line(
          "Key: %s. Kind: %s, so it also has the [columns of that kind](#columns-of-%s-tables)."
              .formatted(code(table.key()), table.kind(), table.kind()));
      line("");
      columns(ownColumns(table));
    }
    return this;
  }

  private TablesPage shared() {
    for (Kind kind : KINDS) {
      line("");
      line("## Columns of " + kind.name() + " tables");
      line("");
      line(kind.explanation());
      line("");
      columns(Table.provenance(kind.name()));
    }
    return this;
  }

  private void columns(List<Column> columns) {
    line("| column | type | unit | null | description | example |");
    line("| --- | --- | --- | --- | --- | --- |");
    for (Column column : columns) {
      line(
          "| `%s` | `%s` | %s | %s | %s | %s |"
              .formatted(
                  column.name(),
                  column.type().catalogString(),
                  cell(column.unit()),
                  column.nullable() ? "yes" : "no",
                  cell(column.description()),
                  column.example().isEmpty() ? "" : "`" + cell(column.example()) + "`"));
    }
  }

  private static List<Column> ownColumns(Table table) {
    Set<Column> shared = new HashSet<>(Table.provenance(table.kind()));
    return table.columns().stream().filter(column -> !shared.contains(column)).toList();
  }

  private static String code(List<String> names) {
    return "`" + String.join("`, `", names) + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
