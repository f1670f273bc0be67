package org.rudolphine.jobs.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The collider portal: its search, single records, their export, file lists and OAI-PMH. */
final class CernSite implements Site {
  private static final String SEARCH = "/api/records/";
  private static final Pattern RECORD = Pattern.compile("/api/records/([^/]+)/?");
  private static final Pattern EXPORT = Pattern.compile("/record/([^/]+)/export/json");
  private static final Pattern INDEX =
      Pattern.compile("/record/([^/]+)/file_index/([^/]+)\\.(json|txt)");

  private final CernData data;
  private final CernOai oai;
  private final URI self;

  CernSite(CernData data, URI self) {
    this.data = data;
    this.oai = new CernOai(data);
    this.self = self;
  }

  @Override
  public Answer answer(String path, Query query) {
    if (path.equals("/oai2d")) {
      return oai.answer(query);
    }
    if (path.equals(SEARCH) || (path + "/").equals(SEARCH)) {
      return search(query);
    }
    Matcher record = RECORD.matcher(path);
    if (record.matches()) {
      return one(record.group(1));
    }
    Matcher export = EXPORT.matcher(path);
    if (export.matches()) {
      return existing(export.group(1))
          .map(r -> Answer.json(r.exported()))
          .orElseGet(CernSite::missing);
    }
    Matcher index = INDEX.matcher(path);
    return index.matches() ? index(index) : missing();
  }

  private Answer search(Query query) {
    try {
      return Answer.json(new CernSearch(data, query).answer(self + SEARCH + "?"));
    } catch (CernSearch.Refused | NumberFormatException why) {
      return error(400, why.getMessage());
    }
  }

  private Answer one(String recid) {
    if (data.isDeleted(recid)) {
      return error(410, "PID has been deleted.");
    }
    return existing(recid).map(CernSite::whole).orElseGet(CernSite::missing);
  }

  private static Answer whole(CernRecord record) {
    String changed =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(record.updated().atOffset(ZoneOffset.UTC));
    return Answer.json(record.whole()).withHeader("Last-Modified", changed);
  }

  private Optional<CernRecord> existing(String recid) {
    return data.find(recid).filter(CernRecord::isRecord);
  }

  private Answer index(Matcher index) {
    Optional<ObjectNode> found =
        existing(index.group(1)).flatMap(record -> record.index(index.group(2) + ".json"));
    if (found.isEmpty()) {
      return missing();
    }
    return index.group(3).equals("json") ? Answer.json(found.get()) : addresses(found.get());
  }

  private static Answer addresses(ObjectNode index) {
    StringBuilder lines = new StringBuilder();
    for (JsonNode file : index.path("files")) {
      lines.append(file.path("uri").textValue()).append('\n');
    }
    return Answer.of(200, Answer.TEXT, lines.toString());
  }

  private static Answer missing() {
    return error(404, "PID does not exist.");
  }

  private static Answer error(int status, String message) {
    ObjectNode body = SampleData.JSON.createObjectNode().put("status", status);
    return Answer.json(status, body.put("message", message));
  }
}
