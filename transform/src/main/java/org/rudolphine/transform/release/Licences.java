package org.rudolphine.transform.release;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Licences of the rows: {@code LICENSE.md}, and how catalogues spell them. */
final class Licences {
  private static final Pattern SPDX =
      Pattern.compile("MIT|ISC|Unlicense|[A-Za-z][A-Za-z-]*[0-9]*-[0-9]+(\\.[0-9]+)*(-[A-Za-z]+)*");
  private static final List<String> HUB =
      List.of(
          "CC0-1.0", "CC-BY-4.0", "CC-BY-3.0", "CC-BY-SA-4.0", "CC-BY-SA-3.0", "MIT", "Apache-2.0");

  private Licences() {}

  /** SPDX ids among the licences of the rows, sorted. */
  static SortedSet<String> spdx(ReleaseFacts facts) {
    SortedSet<String> ids = new TreeSet<>();
    for (TableFacts.Licence licence : facts.licences().keySet()) {
      for (String part : licence.licence().split("\\s+(AND|OR)\\s+|\\s*[,;()]\\s*")) {
        if (SPDX.matcher(part.strip()).matches()) {
          ids.add(part.strip());
        }
      }
    }
    return ids;
  }

  /**
   * Addresses of these licences; the release's own licence page when no row has an SPDX licence.
   */
  static List<String> urls(ReleaseFacts facts) {
    SortedSet<String> ids = spdx(facts);
    return ids.isEmpty()
        ? List.of("LICENSE.md")
        : ids.stream().map(id -> "https://spdx.org/licenses/" + id + ".html").toList();
  }

  /** The one licence of all rows as the Hugging Face Hub spells it, or {@code other}. */
  static String hubId(ReleaseFacts facts) {
    SortedSet<String> ids = spdx(facts);
    boolean one =
        ids.size() == 1
            && HUB.contains(ids.first())
            && facts.licences().keySet().stream().allMatch(l -> l.licence().equals(ids.first()));
    return one ? ids.first().toLowerCase(Locale.ROOT) : "other";
  }

  static String document(ReleaseContent content) {
    StringBuilder text = new StringBuilder();
    text.append("# Licences\n\n");
    text.append("Every row names its `source`, `licence` and `redistribute`. ");
    text.append("This table counts the rows of this release by them.\n\n");
    text.append("| source | title | licence | redistribute | rows | cite |\n");
    text.append("| --- | --- | --- | --- | ---: | --- |\n");
    for (Map.Entry<TableFacts.Licence, Long> entry : content.facts().licences().entrySet()) {
      TableFacts.Licence licence = entry.getKey();
      boolean own = licence.source().equals(ReleaseSelection.OWN_SOURCE);
      ReleaseFacts.CatalogueEntry source = content.facts().catalogue(licence.source());
      text.append("| ").append(cell(licence.source()));
      text.append(" | ").append(cell(own ? "inferred or computed here" : source.title()));
      text.append(" | ").append(cell(licence.licence()));
      text.append(" | ").append(cell(licence.redistribute()));
      text.append(" | ").append(entry.getValue());
      text.append(" | ").append(cell(own ? "see CITATION.cff" : source.citation()));
      text.append(" |\n");
    }
    text.append("\n`yes`: no condition. `attribution`: name the source. ");
    text.append("`share_alike`: name the source and keep the licence. ");
    text.append("Rows under any other condition are not in a release; ");
    text.append("QUALITY.json counts them.\n");
    return text.toString();
  }

  static String cell(String text) {
    return text.replaceAll("\\s+", " ").replace("|", "\\|").strip();
  }
}
