package org.rudolphine.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HepDataSiteTest {
  private final SampleServer server = SampleServer.start();
  private final SampleClient client = new SampleClient();
  private final String about = server.hepDataUrl() + "/record/ins1887997?format=json&light=1";

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aRecordSaysItsVersionAndDate() throws Exception {
    JsonNode record = client.json(about);

    assertThat(record.get("version").intValue()).isEqualTo(1);
    assertThat(record.get("record").get("inspire_id").textValue()).isEqualTo("1887997");
    assertThat(record.get("record").get("last_updated").textValue())
        .isEqualTo("2021-12-01T00:00:00");

    server.edit(
        data -> data.hepData().publish("ins1887997", LocalDateTime.of(2026, 1, 2, 3, 4, 5)));
    assertThat(client.json(about).get("version").intValue()).isEqualTo(2);
    assertThat(client.json(about).get("record").get("last_updated").textValue())
        .isEqualTo("2026-01-02T03:04:05");
  }

  @Test
  void aSubmissionIsAnArchiveOfItsVersionAndTheSameBytesEachTime() throws Exception {
    byte[] archive = bytes("/download/submission/ins1887997/1/yaml");

    List<String> names = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    assertThat(names)
        .containsExactly(
            "HEPData-ins1887997-v1-yaml/submission.yaml", "HEPData-ins1887997-v1-yaml/yy_xs.yaml");
    assertThat(bytes("/download/submission/ins1887997/1/yaml")).isEqualTo(archive);
  }

  @Test
  void whatIsNotThereIsAPageForPeople() throws Exception {
    for (String path :
        List.of("/record/ins1", "/download/submission/ins1887997/2/yaml", "/search/ids")) {
      HttpResponse<String> answer = client.get(server.hepDataUrl() + path);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).startsWith("<html>");
    }
  }

  private byte[] bytes(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.hepDataUrl() + path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
  }
}
