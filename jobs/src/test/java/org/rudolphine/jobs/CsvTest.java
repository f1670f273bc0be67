package org.rudolphine.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {

  @Test
  void quotesAsRfc4180Says() {
    // RFC 4180, section 2, rules 6 and 7.
    assertThat(Csv.line(List.of("a", "b,c", "say \"hi\"", "two\nlines", "")))
        .isEqualTo("a,\"b,c\",\"say \"\"hi\"\"\",\"two\nlines\",");
  }
}
