package org.rudolphine.transform.normalize;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.rudolphine.transform.mention.ArxivId;

/** The categories of a paper, the primary one first. */
record ArxivCategories(List<String> all) {

  /** From codes divided by blanks. */
  static ArxivCategories of(String text) {
    Set<String> codes = new LinkedHashSet<>();
    for (String code : text.split(" ")) {
      if (!code.isEmpty()) {
        codes.add(code);
      }
    }
    return new ArxivCategories(List.copyOf(codes));
  }

  /** Sets the columns that follow from them; an archive that is not known is an issue. */
  void write(RowBuilder row) {
    if (all.isEmpty()) {
      return;
    }
    TreeSet<String> archives = new TreeSet<>();
    for (String category : all) {
      archives.add(archive(category));
    }
    for (String archive : archives) {
      if (ArxivId.group(archive) == null) {
        row.issue("categories", "an archive that is not known");
        break;
      }
    }
    String primary = all.get(0);
    row.texts("categories", all)
        .text("primary_category", primary)
        .text("primary_archive", archive(primary))
        .text("primary_group", ArxivId.group(archive(primary)))
        .texts("archives", archives);
  }

  private static String archive(String category) {
    int dot = category.indexOf('.');
    return dot < 0 ? category : category.substring(0, dot);
  }
}
