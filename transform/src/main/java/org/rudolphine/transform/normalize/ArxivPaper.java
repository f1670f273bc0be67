package org.rudolphine.transform.normalize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One record of arXiv as its provider wrote it, whatever the format; filled by the readers. */
final class ArxivPaper {
  /** Texts by the provider's names ({@code journal-ref}), which all formats share. */
  private final Map<String, String> texts = new HashMap<>();

  private final List<Version> versions = new ArrayList<>();
  private final List<Issue> issues = new ArrayList<>();
  private List<PersonName> authors;

  /** A version as given; null for what is not. */
  record Version(String number, String date, String size, String sourceType) {}

  /** Keeps the first of several texts of one name. */
  void text(String name, String value) {
    if (value != null && texts.putIfAbsent(name, value) != null) {
      issue(name, "given more than once: the first counts");
    }
  }

  String text(String name) {
    return texts.get(name);
  }

  void version(Version version) {
    versions.add(version);
  }

  List<Version> versions() {
    return versions;
  }

  void authors(List<PersonName> listed) {
    authors = listed;
  }

  /** Authors one by one, or null when the format gives the line only. */
  List<PersonName> authors() {
    return authors;
  }

  void issue(String field, String reason) {
    Issue issue = new Issue(field, reason);
    if (!issues.contains(issue)) {
      issues.add(issue);
    }
  }

  List<Issue> issues() {
    return issues;
  }
}
