package org.rudolphine.transform.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.rudolphine.ingest.lake.LakeJson;

class QualityReportTest {
  @Test
  void readsAListOfTallies() throws IOException {
    JsonNode report =
        json(
            """
            {"rejects": [
              {"source": "sxs", "field": "mass_ratio", "reason": "not a number", "rows": 2},
              {"source": "gwosc", "reason": "no GPS time", "rows": 3},
              {"source": "gwosc", "reason": "no name", "rows": 7}]}""");
    assertThat(QualityReport.reasons(report, "rejects"))
        .containsExactly(
            new ReasonCount("gwosc", "no name", 7),
            new ReasonCount("gwosc", "no GPS time", 3),
            new ReasonCount("sxs", "mass_ratio: not a number", 2));
  }

  @Test
  void readsObjectsNestedByRuleAndReason() throws IOException {
    JsonNode report =
        json("{\"unmatched\": {\"gw-parameters\": {\"no masses\": 4}, \"other\": 1}}");
    assertThat(QualityReport.reasons(report, "unmatched"))
        .containsExactly(
            new ReasonCount("", "other", 1), new ReasonCount("gw-parameters", "no masses", 4));
  }

  @Test
  void leavesOutWhatHasAnotherShape() throws IOException {
    assertThat(QualityReport.reasons(json("{\"unmatched\": [1, null, \"x\"]}"), "unmatched"))
        .isEmpty();
    assertThat(QualityReport.reasons(json("{}"), "unmatched")).isEmpty();
  }

  private static JsonNode json(String text) throws IOException {
    return LakeJson.mapper().readTree(text);
  }
}
