package org.rudolphine.transform.release;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How to cite a release, in the forms that readers, GitHub and DataCite want, and its history. */
final class Citations {
  private Citations() {}

  static String bibtex(ReleaseContent content) {
    return "@misc{rudolphine_"
        + content.version().replace('.', '_')
        + ", title={"
        + ReleaseContent.TITLE
        + "}"
        + ", author={{"
        + ReleaseContent.CREATOR
        + "}}"
        + ", year={"
        + content.date().getYear()
        + "}"
        + ", version={"
        + content.version()
        + "}}";
  }

  /** {@code CITATION.cff}, Citation File Format 1.2.0. */
  static String cff(ReleaseContent content) {
    StringBuilder text = new StringBuilder();
    text.append("cff-version: 1.2.0\n");
    text.append("message: \"Cite this release and the sources that LICENSE.md names.\"\n");
    text.append("type: dataset\n");
    text.append("title: \"").append(ReleaseContent.TITLE).append("\"\n");
    text.append("version: \"").append(content.version()).append("\"\n");
    text.append("date-released: \"").append(content.date()).append("\"\n");
    text.append("authors:\n  - name: \"").append(ReleaseContent.CREATOR).append("\"\n");
    text.append("keywords:\n");
    ReleaseContent.KEYWORDS.forEach(word -> text.append("  - \"").append(word).append("\"\n"));
    return text.toString();
  }

  /** {@code datacite.json}, kernel 4; the identifier stays empty until a DOI exists. */
  static ObjectNode datacite(ReleaseContent content) {
    ObjectNode json = ReleaseJson.object();
    json.put("schemaVersion", "http://datacite.org/schema/kernel-4");
    json.putObject("identifier").put("identifier", "").put("identifierType", "DOI");
    json.putArray("creators")
        .addObject()
        .put("name", ReleaseContent.CREATOR)
        .put("nameType", "Organizational");
    json.putArray("titles").addObject().put("title", ReleaseContent.TITLE);
    json.put("publisher", ReleaseContent.CREATOR);
    json.put("publicationYear", Integer.toString(content.date().getYear()));
    json.putObject("types").put("resourceTypeGeneral", "Dataset").put("resourceType", "Tables");
    ArrayNode subjects = json.putArray("subjects");
    ReleaseContent.KEYWORDS.forEach(word -> subjects.addObject().put("subject", word));
    json.putArray("dates")
        .addObject()
        .put("date", content.date().toString())
        .put("dateType", "Issued");
    json.put("language", "en");
    json.put("version", content.version());
    ArrayNode rights = json.putArray("rightsList");
    for (String id : Licences.spdx(content.facts())) {
      rights
          .addObject()
          .put("rightsIdentifier", id)
          .put("rightsIdentifierScheme", "SPDX")
          .put("rightsUri", "https://spdx.org/licenses/" + id + ".html");
    }
    json.putArray("descriptions")
        .addObject()
        .put("description", content.description())
        .put("descriptionType", "Abstract");
    ArrayNode related = json.putArray("relatedIdentifiers");
    for (String source : content.facts().contributingSources()) {
      String homepage = content.facts().catalogue(source).homepage();
      if (!homepage.isEmpty()) {
        related
            .addObject()
            .put("relatedIdentifier", homepage)
            .put("relatedIdentifierType", "URL")
            .put("relationType", "IsDerivedFrom");
      }
    }
    return json;
  }

  /** {@code CHANGELOG.md}. */
  static String changelog(ReleaseContent content) {
    StringBuilder text = new StringBuilder();
    text.append("# Changes\n\n");
    text.append("MAJOR: rows changed, were removed or moved across splits. ");
    text.append("MINOR: rows or columns were added. ");
    text.append("PATCH: the same rows with other documents or another encoding.\n");
    for (ReleaseManifest.Change change : content.changelog()) {
      text.append("\n## ").append(change.version());
      text.append(" (").append(change.kind()).append(", data up to ");
      text.append(change.date()).append(")\n\n");
      change.notes().forEach(note -> text.append("- ").append(note).append('\n'));
    }
    return text.toString();
  }
}
