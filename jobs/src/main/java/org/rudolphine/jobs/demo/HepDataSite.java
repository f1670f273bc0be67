package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The site of measured tables: a record as JSON, without its tables, and the archive of a version.
 * What is not there is answered by a page for people, as the site does.
 */
final class HepDataSite implements Site {
  private static final Pattern RECORD = Pattern.compile("/record/(ins\\d+)");
  private static final Pattern SUBMISSION =
      Pattern.compile("/download/submission/(ins\\d+)/(\\d{1,4})/yaml");

  private final HepData data;

  HepDataSite(HepData data) {
    this.data = data;
  }

  @Override
  public Answer answer(String path, Query query) {
    Matcher record = RECORD.matcher(path);
    if (record.matches()) {
      return data.record(record.group(1)).map(HepDataSite::about).orElseGet(HepDataSite::missing);
    }
    Matcher submission = SUBMISSION.matcher(path);
    if (submission.matches()) {
      return data.archive(submission.group(1), Integer.parseInt(submission.group(2)))
          .map(zip -> Answer.file(zip).withMediaType("application/zip"))
          .orElseGet(HepDataSite::missing);
    }
    return missing();
  }

  private static Answer about(ObjectNode record) {
    ObjectNode answer = SampleData.JSON.createObjectNode();
    int version = record.get("version").intValue();
    answer.put("version", version).put("version_count", version).put("status", "finished");
    answer.set("record", record.deepCopy().without("version"));
    return Answer.json(answer);
  }

  private static Answer missing() {
    return Answer.of(404, Answer.HTML, "<html><body><h1>Page not found</h1></body></html>");
  }
}
