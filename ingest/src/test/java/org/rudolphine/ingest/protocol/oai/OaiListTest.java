package org.rudolphine.ingest.protocol.oai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.http.FakeProvider;
import org.rudolphine.ingest.http.HttpFailure;
import org.rudolphine.ingest.http.Pace;
import org.rudolphine.ingest.http.PoliteClient;
import org.rudolphine.ingest.http.Step;

class OaiListTest {
  private static final String NOW = "2026-11-22T07:10:02Z";
  private static final OaiList.EndRule NEVER = (refusal, last, items) -> false;
  private static final OaiQuery RECORDS = OaiQuery.records("arXivRaw");

  private final FakeProvider provider = FakeProvider.start();
  private final List<String> ids = new ArrayList<>();
  private final List<Integer> pageSizes = new ArrayList<>();

  @AfterEach
  @AfterProperty
  void stop() {
    provider.close();
  }

  private FakeRepository repository(int pageSize) {
    return new FakeRepository(provider, pageSize, NOW);
  }

  private FakeRepository ofSeven() {
    FakeRepository repository = repository(2);
    for (int i = 1; i <= 7; i++) {
      repository.add("1101.000" + i, "2011-02-0" + (1 + i / 2));
    }
    return repository;
  }

  private OaiList.Walk walk(FakeRepository repository, OaiQuery query) throws IOException {
    return walkAt(URI.create(repository.url()).getPath(), query, NEVER);
  }

  private OaiList.Walk walkAt(String path, OaiQuery query, OaiList.EndRule rule)
      throws IOException {
    SourceSettings settings =
        provider.settings("arxiv", Map.of("base-url", provider.url() + path, "max-attempts", 3L));
    try (PoliteClient client = PoliteClient.open(settings, new Pace(Duration.ZERO))) {
      return new OaiEndpoint(settings, client, settings.baseUrl())
          .list(query)
          .endingBy(rule)
          .walk(this::collect);
    }
  }

  private void collect(URI asked, Instant completedAt, OaiPage page) {
    pageSizes.add(page.items().size());
    page.items().forEach(item -> ids.add(item.header().identifier().substring(14)));
  }

  @Test
  void walksAllPagesWithATokenThatStandsAlone() throws IOException {
    FakeRepository repository = ofSeven();

    OaiList.Walk walk = walk(repository, RECORDS.between("2011-01-01", "2011-12-31"));

    assertThat(ids)
        .containsExactly(
            "1101.0001",
            "1101.0002",
            "1101.0003",
            "1101.0004",
            "1101.0005",
            "1101.0006",
            "1101.0007");
    assertThat(pageSizes).containsExactly(2, 2, 2, 1);
    assertThat(walk).isEqualTo(new OaiList.Walk(Instant.parse(NOW), 4, 7, 0));
    assertThat(provider.targets().get(0))
        .isEqualTo(
            "/oai?verb=ListRecords&metadataPrefix=arXivRaw&from=2011-01-01&until=2011-12-31");
    // The token is percent-encoded in the page already, and once more in the request.
    assertThat(provider.targets().get(1))
        .isEqualTo(
            "/oai?verb=ListRecords&resumptionToken=verb%253DListRecords%2526metadataPrefix"
                + "%253DarXivRaw%2526from%253D2011-02-02%2526until%253D2011-12-31%2526skip%253D1");
  }

  @Test
  void aSetWithColonsSurvivesTheTokens() throws IOException {
    FakeRepository repository = ofSeven().add("1101.0009", "2011-02-02", "cs:cs:LG");

    walk(repository, RECORDS.within("physics:gr-qc"));

    assertThat(ids).hasSize(7).doesNotContain("1101.0009");
  }

  @Test
  void headersCanBeListedInstead() throws IOException {
    walk(ofSeven(), OaiQuery.identifiers("oai_dc").between("2011-02-03", null));

    assertThat(ids).containsExactly("1101.0004", "1101.0005", "1101.0006", "1101.0007");
  }

  @Test
  void noRecordsMatchIsAnEmptyList() throws IOException {
    OaiList.Walk walk = walk(ofSeven(), RECORDS.between("2012-01-01", "2012-01-31"));

    assertThat(walk).isEqualTo(new OaiList.Walk(Instant.parse(NOW), 0, 0, 0));
    assertThat(provider.requests()).as("not asked again").hasSize(1);
  }

  /** invenio-oaiserver sends all its protocol errors with status 422. */
  @Test
  void protocolErrorsComeWithOtherStatusesToo() throws IOException {
    FakeRepository repository = ofSeven();
    repository.failAfter(0, Step.reply(422, "text/xml", repository.error("noRecordsMatch", "")));
    assertThat(walk(repository, RECORDS).items()).isZero();

    repository.failAfter(0, Step.reply(422, "text/xml", repository.error("badArgument", "so")));
    assertThatThrownBy(() -> walk(repository, RECORDS))
        .isInstanceOf(OaiRefusal.class)
        .hasMessageContaining("badArgument: so");
    assertThat(provider.requests()).hasSize(2);
  }

  @Test
  void otherErrorsFailWithCodeAndTextAndAreNotAskedAgain() {
    FakeRepository repository = ofSeven();

    assertThatThrownBy(() -> walk(repository, RECORDS.between("2004-01-01", null)))
        .isInstanceOfSatisfying(
            OaiRefusal.class, refusal -> assertThat(refusal.codes()).containsExactly("badArgument"))
        .hasMessageContaining("start date too early")
        .hasMessageContaining("from=2004-01-01");
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void noRecordsMatchBesideAnotherErrorOrRecordsIsAFailure() {
    FakeRepository repository = ofSeven();
    String empty = repository.error("noRecordsMatch", "");
    repository.failAfter(
        0,
        FakeRepository.xml(
            empty.replace("</OAI-PMH>", "<error code='badArgument'>a</error></OAI-PMH>")));
    repository.failAfter(
        0,
        FakeRepository.xml(
            empty.replace("</OAI-PMH>", "<ListRecords><record></record></ListRecords></OAI-PMH>")));

    assertThatThrownBy(() -> walk(repository, RECORDS)).isInstanceOf(OaiRefusal.class);
    assertThatThrownBy(() -> walk(repository, RECORDS)).isInstanceOf(OaiRefusal.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><body>Bad gateway</body></html>",
        "<OAI-PMH><ListRecords><record>",
        "<OAI-PMH><Identify/></OAI-PMH>"
      })
  void whatIsNoPageIsAskedForAgain(String body) throws IOException {
    FakeRepository repository = ofSeven();
    repository.failAfter(2, FakeRepository.xml(body));

    walk(repository, RECORDS);

    assertThat(ids).hasSize(7).doesNotHaveDuplicates();
    assertThat(provider.targets()).hasSize(5);
    assertThat(provider.targets().get(2)).isEqualTo(provider.targets().get(3));
  }

  @Test
  void whatIsNoPageInAnyAttemptFails() {
    provider.reply("/oai", 200, "text/html", "<html></html>");

    assertThatThrownBy(() -> walkAt("/oai", RECORDS, NEVER))
        .isInstanceOf(MalformedPage.class)
        .hasMessageContaining("<html>")
        .hasMessageContaining("verb=ListRecords");
    assertThat(provider.requests()).hasSize(3);
  }

  @Test
  void busyAndBrokenAnswersAreWaitedFor() throws IOException {
    FakeRepository repository = ofSeven();
    repository.failAfter(0, Step.retryAfterSeconds(503, 0));
    repository.failAfter(0, Step.retryAfterDate(503, Duration.ofSeconds(-1)));
    repository.failAfter(1, Step.truncated("text/xml", "<OAI-PMH><ListRecords/></OAI-PMH>", 20));
    repository.failAfter(0, Step.status(429));

    walk(repository, RECORDS);

    assertThat(ids).hasSize(7).doesNotHaveDuplicates();
  }

  @Test
  void aRefusalByStatusIsNotAskedAgain() {
    FakeRepository repository = ofSeven();
    repository.failAfter(1, Step.status(403));

    assertThatThrownBy(() -> walk(repository, RECORDS))
        .isInstanceOfSatisfying(
            HttpFailure.class, failure -> assertThat(failure.status()).isEqualTo(403));
    assertThat(provider.requests()).hasSize(2);
  }

  @Test
  void anExpiredTokenBeginsTheListAgainAtTheLastDatestamp() throws IOException {
    FakeRepository repository = ofSeven();
    repository.failAfter(
        2, FakeRepository.xml(repository.error("badResumptionToken", "may have expired")));

    OaiList.Walk walk = walk(repository, RECORDS.between("2011-01-01", "2011-12-31"));

    assertThat(new HashSet<>(ids)).hasSize(7);
    assertThat(walk.restarts()).isEqualTo(1);
    assertThat(repository.asked().get(3))
        .isEqualTo("verb=ListRecords&metadataPrefix=arXivRaw&from=2011-02-03&until=2011-12-31");
  }

  @Test
  void aTokenThatNeverWorksFailsInTheEnd() {
    FakeRepository repository = repository(1).add("a", "2011-02-01").add("b", "2011-02-01");
    String bad = repository.error("badResumptionToken", "no");
    for (int i = 0; i <= OaiList.MAX_RESTARTS; i++) {
      repository.failAfter(1, FakeRepository.xml(bad));
    }

    assertThatThrownBy(() -> walk(repository, RECORDS))
        .isInstanceOf(OaiRefusal.class)
        .hasMessageContaining("badResumptionToken");
  }

  @Test
  void anUnsortedListCanOnlyBeginAgainAtItsStart() throws IOException {
    provider.script(
        "/list",
        Step.reply(200, "text/xml", page("t1", "b", "2011-02-05", "a", "2011-02-01")),
        Step.reply(200, "text/xml", error("badResumptionToken")),
        Step.reply(200, "text/xml", page("", "b", "2011-02-05", "a", "2011-02-01")));

    walkAt("/list", RECORDS.between("2011-01-01", null), NEVER);

    assertThat(provider.targets().get(2)).isEqualTo(provider.targets().get(0));
  }

  @Test
  void tokensOfADayListAreTakenUpAtADay() throws IOException {
    provider.script(
        "/list",
        Step.reply(200, "text/xml", page("t1", "a", "2011-02-01T23:59:59Z")),
        Step.reply(200, "text/xml", error("badResumptionToken")),
        Step.reply(200, "text/xml", page("", "a", "2011-02-01T23:59:59Z")));

    walkAt("/list", RECORDS.between("2011-01-01", null), NEVER);

    assertThat(provider.targets().get(2)).endsWith("&from=2011-02-01");
  }

  @ParameterizedTest
  @ValueSource(strings = {"noRecordsMatch", "badResumptionToken"})
  void aTokenAfterTheLastPageCanBeDeclaredTheEnd(String code) throws IOException {
    provider.script(
        "/list",
        Step.reply(200, "text/xml", page("t1", "a", "2011-02-01")),
        Step.reply(200, "text/xml", page("t2", "b", "2011-02-02")),
        Step.reply(422, "text/xml", error(code)));
    List<Long> counted = new ArrayList<>();

    OaiList.Walk walk =
        walkAt(
            "/list",
            RECORDS,
            (refusal, last, items) -> {
              counted.add(items);
              return last.token().text().equals("t2") && refusal.codes().contains(code);
            });

    assertThat(walk).isEqualTo(new OaiList.Walk(Instant.parse(NOW), 2, 2, 0));
    assertThat(counted).containsExactly(2L);
  }

  @Test
  void aTokenThatComesAgainFails() {
    provider.script(
        "/list",
        Step.reply(200, "text/xml", page("t1", "a", "2011-02-01")),
        Step.reply(200, "text/xml", page("t1", "b", "2011-02-01")));

    assertThatThrownBy(() -> walkAt("/list", RECORDS, NEVER))
        .isInstanceOf(MalformedPage.class)
        .hasMessageContaining("token came twice");
    assertThat(provider.requests()).hasSize(2);
  }

  @Test
  void aPageThatComesAgainFails() {
    provider.script(
        "/list",
        Step.reply(200, "text/xml", page("t1", "a", "2011-02-01")),
        Step.reply(200, "text/xml", page("t2", "a", "2011-02-01")));

    assertThatThrownBy(() -> walkAt("/list", RECORDS, NEVER))
        .isInstanceOf(MalformedPage.class)
        .hasMessageContaining("page came twice");
  }

  @Test
  void emptyPagesWithoutEndFail() {
    Step[] steps = new Step[20];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Step.reply(200, "text/xml", page("t" + i));
    }
    provider.script("/list", steps);

    assertThatThrownBy(() -> walkAt("/list", RECORDS, NEVER))
        .isInstanceOf(MalformedPage.class)
        .hasMessageContaining("without records");
    assertThat(provider.requests()).hasSize(OaiList.MAX_EMPTY_PAGES + 1);
  }

  @Test
  void anEmptyPageMayEndAListButNotBeOne() throws IOException {
    provider.script(
        "/list",
        Step.reply(200, "text/xml", page("t1", "a", "2011-02-01")),
        Step.reply(200, "text/xml", page("")));
    assertThat(walkAt("/list", RECORDS, NEVER).items()).isEqualTo(1);

    assertThatThrownBy(() -> walkAt("/list", RECORDS, NEVER))
        .isInstanceOf(MalformedPage.class)
        .hasMessageContaining("noRecordsMatch");
  }

  private static String page(String token, String... idsAndDays) {
    StringBuilder page = new StringBuilder(start() + "<ListRecords>");
    for (int i = 0; i < idsAndDays.length; i += 2) {
      page.append("<record><header><identifier>oai:arXiv.org:").append(idsAndDays[i]);
      page.append("</identifier><datestamp>").append(idsAndDays[i + 1]);
      page.append("</datestamp></header></record>");
    }
    page.append("<resumptionToken>").append(token).append("</resumptionToken></ListRecords>");
    return page.append("</OAI-PMH>").toString();
  }

  private static String error(String code) {
    return start() + "<error code='" + code + "'>text</error></OAI-PMH>";
  }

  private static String start() {
    return "<OAI-PMH><responseDate>" + NOW + "</responseDate>";
  }

  /** Days repeat, pages break anywhere: the list is the same. */
  @Property(tries = 40)
  void anySplitOverPagesGivesTheSameIds(
      @ForAll @IntRange(min = 1, max = 12) int pageSize,
      @ForAll @IntRange(min = 1, max = 30) int records,
      @ForAll @IntRange(min = 1, max = 5) int days)
      throws IOException {
    FakeRepository repository = repository(pageSize);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      String id = "1101.%04d".formatted(i);
      repository.add(id, LocalDate.of(2011, 1, 1).plusDays((long) i * days / records).toString());
      expected.add(id);
    }
    ids.clear();

    OaiList.Walk walk = walk(repository, RECORDS);

    assertThat(ids).isEqualTo(expected);
    assertThat(walk.pages()).isEqualTo((records + pageSize - 1) / pageSize);
  }

  /** A token lost at any place costs repeated records only. */
  @Property(tries = 40)
  void aTokenLostAnywhereLosesNoRecord(
      @ForAll @IntRange(min = 1, max = 5) int pageSize,
      @ForAll @IntRange(min = 1, max = 8) int lostAt)
      throws IOException {
    FakeRepository repository = repository(pageSize);
    for (int i = 0; i < 20; i++) {
      repository.add("1101.%04d".formatted(i), "2011-01-0" + (1 + i / 3));
    }
    repository.failAfter(
        lostAt, FakeRepository.xml(repository.error("badResumptionToken", "expired")));
    ids.clear();

    walk(repository, RECORDS);

    assertThat(new HashSet<>(ids)).hasSize(20);
  }
}
