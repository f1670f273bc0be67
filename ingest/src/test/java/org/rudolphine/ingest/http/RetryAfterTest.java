package org.rudolphine.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  // RFC 9110, section 5.6.7, gives one moment in the three forms; `date -u -d ... +%s` its number.
  private static final Instant RFC_MOMENT = Instant.ofEpochSecond(784_111_777);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"
      })
  void dateIsReadInAllFormsOfTheStandard(String text) {
    assertThat(RetryAfter.httpDate(text, Instant.parse("2026-01-01T00:00:00Z")))
        .isEqualTo(RFC_MOMENT);
    assertThat(RetryAfter.read(text, RFC_MOMENT.minusSeconds(90)))
        .isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void twoDigitsOfDayAreReadInTheOldForm() {
    assertThat(RetryAfter.httpDate("Wed Nov 16 08:49:37 1994", RFC_MOMENT))
        .isEqualTo(RFC_MOMENT.plus(Duration.ofDays(10)));
  }

  @Test
  void dateInThePastAsksForNothing() {
    assertThat(RetryAfter.read("Sun, 06 Nov 1994 08:49:37 GMT", RFC_MOMENT.plusSeconds(1)))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-5", "1.5", "soon", "٣", "Sun, 31 Feb 1994 08:49:37 GMT"})
  void whatIsNeitherNumberNorDateIsIgnored(String text) {
    assertThat(RetryAfter.read(text, RFC_MOMENT)).isNull();
  }

  @Test
  void missingHeaderIsNoRequest() {
    assertThat(RetryAfter.read(null, RFC_MOMENT)).isNull();
  }

  @Test
  void absurdNumberIsAges() {
    assertThat(RetryAfter.read("99999999999999999999999", RFC_MOMENT)).isEqualTo(RetryAfter.AGES);
  }

  @Property
  void secondsAreSeconds(@ForAll @LongRange(min = 0, max = 999_999_999) long seconds) {
    assertThat(RetryAfter.read(" " + seconds + " ", RFC_MOMENT))
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Property
  void anyTextIsReadWithoutFailing(@ForAll String text) {
    Duration wait = RetryAfter.read(text, RFC_MOMENT);
    assertThat(wait == null || !wait.isNegative()).isTrue();
  }
}
