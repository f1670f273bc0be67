package org.rudolphine.transform.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class MessagesTest {
  @Test
  void damagedJsonIsToldWithItsPlaceAndNoSettingsOfTheReader() {
    JsonProcessingException e =
        catchThrowableOfType(JsonProcessingException.class, () -> new ObjectMapper().readTree("{"));

    assertThat(Messages.of(e)).contains("line: 1, column: 1").doesNotContain("REDACTED");
  }

  @Test
  void anExceptionWithoutAMessageIsNamed() {
    assertThat(Messages.of(new IllegalStateException())).isEqualTo("IllegalStateException");
  }
}
