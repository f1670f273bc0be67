package org.rudolphine.ingest.protocol.oai;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.rudolphine.ingest.HarvestLog;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * One list, walked to its end over any number of pages. The token is opaque and is sent alone; it
 * lives no longer than the walk. A list that loses its place is begun again at the datestamp of the
 * last record that was read, so records may come twice but none is left out.
 */
public final class OaiList {
  static final int MAX_RESTARTS = 5;
  static final int MAX_EMPTY_PAGES = 5;

  private static final HarvestLog LOG = HarvestLog.of(OaiList.class);

  private final OaiEndpoint endpoint;
  private final OaiQuery query;
  private final EndRule endRule;

  OaiList(OaiEndpoint endpoint, OaiQuery query) {
    this(endpoint, query, (refusal, last, items) -> false);
  }

  private OaiList(OaiEndpoint endpoint, OaiQuery query, EndRule endRule) {
    this.endpoint = endpoint;
    this.query = query;
    this.endRule = endRule;
  }

  /** Takes the pages. */
  @FunctionalInterface
  public interface Pages {
    /**
     * Takes one page; it is asked for the next one only when this returns.
     *
     * @param asked address that was asked for it
     * @param completedAt when its last byte had arrived
     */
    void page(URI asked, Instant completedAt, OaiPage page) throws IOException;
  }

  /** Whether a refused token means that the list had ended with the page before. */
  @FunctionalInterface
  public interface EndRule {
    /**
     * Asked when nothing but {@code noRecordsMatch} or {@code badResumptionToken} answers a token.
     *
     * @param refusal what the repository said
     * @param last the page that held the token
     * @param items number of items of the list up to that page
     */
    boolean ends(OaiRefusal refusal, OaiPage last, long items);
  }

  /**
   * What a walk was.
   *
   * @param responseDate the repository's clock at the first response: all that changes later is not
   *     in the list
   * @param pages pages handed over
   * @param items items handed over, those that came twice counted twice
   * @param restarts how often the list had to be begun again
   */
  public record Walk(Instant responseDate, int pages, long items, int restarts) {}

  /**
   * The same list of a repository that offers a token after the last page, too. Without a rule such
   * a token makes the list begin again.
   */
  public OaiList endingBy(EndRule rule) {
    return new OaiList(endpoint, query, rule);
  }

  /**
   * Walks the list.
   *
   * @throws OaiRefusal with the repository's protocol errors; {@code noRecordsMatch} alone, in
   *     answer to the first request, is an empty list and no failure
   * @throws MalformedPage when a page is not whole in any attempt, or pages or tokens come again
   */
  public Walk walk(Pages pages) throws IOException {
    return new Walker(pages).walk();
  }

  /** A list's place is lost: its token leads nowhere. */
  private static final class Lost extends Exception {
    private static final long serialVersionUID = 1L;

    Lost(OaiRefusal refusal) {
      super(refusal);
    }

    OaiRefusal refusal() {
      return (OaiRefusal) getCause();
    }
  }

  private final class Walker {
    private final Pages sink;
    private Instant responseDate;
    private String lastDatestamp;
    private String previousDatestamp;
    private boolean sorted = true;
    private int pages;
    private long items;

    Walker(Pages sink) {
      this.sink = sink;
    }

    Walk walk() throws IOException {
      OaiQuery asked = query;
      for (int restarts = 0; ; restarts++) {
        try {
          toTheEnd(asked);
          return new Walk(responseDate, pages, items, restarts);
        } catch (Lost lost) {
          if (restarts == MAX_RESTARTS) {
            throw lost.refusal();
          }
          asked = again();
          LOG.info("{}; the list is begun again at {}", lost.getMessage(), asked);
        }
      }
    }

    /** A repository that does not sort by datestamp can only be read from the start. */
    private OaiQuery again() {
      return sorted && lastDatestamp != null ? query.resumedAt(lastDatestamp) : query;
    }

    private void toTheEnd(OaiQuery asked) throws IOException, Lost {
      Repetitions repetitions = new Repetitions();
      previousDatestamp = null;
      OaiEndpoint.Answer answer = first(asked);
      long itemsOfList = 0;
      while (answer != null) {
        OaiPage page = answer.page();
        repetitions.check(answer);
        itemsOfList += page.items().size();
        follow(page);
        sink.page(answer.asked(), answer.completedAt(), page);
        pages++;
        items += page.items().size();
        answer = page.leadsOn() ? next(page, itemsOfList) : null;
      }
    }

    private OaiEndpoint.Answer first(OaiQuery asked) throws IOException {
      OaiEndpoint.Answer answer;
      try {
        answer = endpoint.ask(asked.arguments());
      } catch (OaiRefusal refusal) {
        if (!refusal.onlyNoRecordsMatch()) {
          throw refusal;
        }
        answer = new OaiEndpoint.Answer(refusal.asked(), null, refusal.page());
        begun(answer);
        return null;
      }
      begun(answer);
      if (answer.page().items().isEmpty() && !answer.page().leadsOn()) {
        throw new MalformedPage(
            "The answer of "
                + answer.asked()
                + " is a list without records, which must be said as noRecordsMatch");
      }
      return answer;
    }

    private void begun(OaiEndpoint.Answer answer) throws IOException {
      Instant stated = endpoint.responseDate(answer);
      responseDate = responseDate == null ? stated : responseDate;
    }

    private OaiEndpoint.Answer next(OaiPage page, long itemsOfList) throws IOException, Lost {
      try {
        return endpoint.ask(query.arguments(page.token()));
      } catch (OaiRefusal refusal) {
        if (!refusal.onlyPlaceInList()) {
          throw refusal;
        }
        if (endRule.ends(refusal, page, itemsOfList)) {
          return null;
        }
        throw new Lost(refusal);
      }
    }

    private void follow(OaiPage page) {
      for (OaiItem item : page.items()) {
        String datestamp = item.header() == null ? null : item.header().datestamp();
        if (datestamp != null && item.header().changedAt().isPresent()) {
          sorted &= previousDatestamp == null || datestamp.compareTo(previousDatestamp) >= 0;
          previousDatestamp = datestamp;
          lastDatestamp = datestamp;
        }
      }
    }
  }

  /** Sees a list that goes round or leads nowhere. */
  private static final class Repetitions {
    private final Set<String> tokens = new HashSet<>();
    private final Set<String> contents = new HashSet<>();
    private int emptyPages;

    void check(OaiEndpoint.Answer answer) throws MalformedPage {
      OaiPage page = answer.page();
      emptyPages = page.items().isEmpty() ? emptyPages + 1 : 0;
      if (emptyPages > MAX_EMPTY_PAGES) {
        throw new MalformedPage(
            emptyPages + " pages without records follow each other, up to " + answer.asked());
      }
      if (!page.items().isEmpty() && !contents.add(digest(page))) {
        throw new MalformedPage("A page came twice within one list, at " + answer.asked());
      }
      if (page.leadsOn() && !tokens.add(page.token().text())) {
        throw new MalformedPage(
            "A resumption token came twice within one list, at " + answer.asked());
      }
    }

    private static String digest(OaiPage page) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      page.items().forEach(item -> all.writeBytes(item.bytes()));
      return RawRecord.sha256(all.toByteArray());
    }
  }
}
