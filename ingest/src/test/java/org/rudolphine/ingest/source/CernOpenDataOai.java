package org.rudolphine.ingest.source;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rudolphine.ingest.http.Step;

/**
 * The portal's OAI-PMH: ten identifiers a page, seconds, tokens that get too old, and a token after
 * a full last page that leads to nothing.
 */
final class CernOpenDataOai {
  private static final int PAGE = 10;

  private final CernOpenDataPortal portal;
  private final Map<String, List<CernOpenDataPortal.Item>> lists = new HashMap<>();
  private int issued;

  /** The number of tokens after which all earlier ones are forgotten once; 0 for never. */
  volatile int forgetAfter;

  /** Whether the size of the list is told. */
  volatile boolean tellsSize;

  CernOpenDataOai(CernOpenDataPortal portal) {
    this.portal = portal;
  }

  synchronized void answer(HttpExchange exchange) throws IOException, InterruptedException {
    Map<String, List<String>> query =
        CernOpenDataPortal.query(exchange.getRequestURI().getRawQuery());
    String token = query.getOrDefault("resumptionToken", List.of("")).get(0);
    String body = token.isEmpty() ? first(query) : next(token);
    Step.reply(200, "text/xml", page(body)).answer(exchange, null);
  }

  private String first(Map<String, List<String>> query) {
    String prefix = query.getOrDefault("metadataPrefix", List.of("")).get(0);
    if (!prefix.equals("oai_dc")) {
      return "<error code=\"cannotDisseminateFormat\">" + prefix + "</error>";
    }
    String type = query.get("set").get(0).replace("records-", "");
    Instant from = bound(query, "from", Instant.MIN);
    Instant until = bound(query, "until", Instant.MAX);
    List<CernOpenDataPortal.Item> list =
        portal.items().values().stream()
            .filter(CernOpenDataPortal.Item::isRecord)
            .filter(item -> item.metadata().at("/type/primary").asText().equals(type))
            .filter(item -> !seconds(item).isBefore(from) && !seconds(item).isAfter(until))
            .sorted(Comparator.comparing(CernOpenDataPortal.Item::updated))
            .toList();
    return list.isEmpty()
        ? "<error code=\"noRecordsMatch\">nothing</error>"
        : headers(list, list.size());
  }

  private static Instant bound(Map<String, List<String>> query, String name, Instant otherwise) {
    return query.containsKey(name) ? Instant.parse(query.get(name).get(0)) : otherwise;
  }

  private static Instant seconds(CernOpenDataPortal.Item item) {
    return item.updated().truncatedTo(ChronoUnit.SECONDS);
  }

  private String next(String token) {
    List<CernOpenDataPortal.Item> rest = lists.remove(token);
    if (rest == null) {
      return "<error code=\"badResumptionToken\">too old</error>";
    }
    return rest.isEmpty()
        ? "<error code=\"noRecordsMatch\">nothing</error>"
        : headers(rest, Integer.parseInt(token.split("-", 2)[1]));
  }

  private String headers(List<CernOpenDataPortal.Item> list, int size) {
    StringBuilder page = new StringBuilder("<ListIdentifiers>");
    for (CernOpenDataPortal.Item item : list.subList(0, Math.min(PAGE, list.size()))) {
      page.append("<header><identifier>oai:cernopendata.cern:").append(item.id());
      page.append("</identifier><datestamp>").append(seconds(item)).append("</datestamp></header>");
    }
    if (list.size() >= PAGE) {
      String token = ++issued + "-" + size;
      lists.put(token, list.subList(PAGE, list.size()));
      if (issued == forgetAfter) {
        lists.clear();
      }
      String told = tellsSize ? " completeListSize=\"" + size + "\"" : "";
      page.append("<resumptionToken").append(told).append(">").append(token);
      page.append("</resumptionToken>");
    }
    return page.append("</ListIdentifiers>").toString();
  }

  private static String page(String body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        + "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
        + "<responseDate>2026-11-01T00:00:00Z</responseDate><request>oai2d</request>"
        + body
        + "</OAI-PMH>";
  }
}
