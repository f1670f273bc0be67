package org.rudolphine.ingest.protocol.oai;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.rudolphine.ingest.http.FakeProvider;
import org.rudolphine.ingest.http.Step;

/**
 * A repository that speaks OAI-PMH the way arXiv's server does: day granularity, errors with status
 * 200, no {@code cursor}, percent-encoded tokens that count from the page's last day over a live
 * table, an empty token at the end of a longer list and none in a list of one page, and an echo of
 * the request that shows that day for the {@code from} that was asked. Faults can be queued.
 */
public final class FakeRepository implements Step {
  private static final String PATH = "/oai";

  private final FakeProvider provider;
  private final int pageSize;
  private final Map<String, Entry> entries = new TreeMap<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private Instant now;
  private LocalDate earliest = LocalDate.of(2005, 9, 16);

  /** A record: its day can move. */
  private record Entry(String id, LocalDate day, boolean deleted, String set) {}

  /** Answers the next request for which it says so in place of the repository. */
  private record Fault(int skip, Step instead) {}

  public FakeRepository(FakeProvider provider, int pageSize, String now) {
    this.provider = provider;
    this.pageSize = pageSize;
    this.now = Instant.parse(now);
    provider.script(PATH, this);
  }

  /** Address for {@code base-url}. */
  public String url() {
    return provider.url() + PATH;
  }

  public synchronized FakeRepository add(String id, String day) {
    entries.put(id, new Entry(id, LocalDate.parse(day), false, "physics:gr-qc"));
    return this;
  }

  public synchronized FakeRepository add(String id, String day, String set) {
    entries.put(id, new Entry(id, LocalDate.parse(day), false, set));
    return this;
  }

  public synchronized FakeRepository delete(String id, String day) {
    entries.put(id, new Entry(id, LocalDate.parse(day), true, "physics:gr-qc"));
    return this;
  }

  public synchronized FakeRepository now(String instant) {
    now = Instant.parse(instant);
    return this;
  }

  public synchronized FakeRepository earliest(String day) {
    earliest = LocalDate.parse(day);
    return this;
  }

  /** After so many further right answers, one is replaced. */
  public synchronized FakeRepository failAfter(int answers, Step instead) {
    faults.add(new Fault(answers, instead));
    return this;
  }

  /** Queries so far, decoded once, without the address. */
  public synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  public synchronized void forgetAsked() {
    asked.clear();
  }

  /** A protocol error as the repository would send it now. */
  public synchronized String error(String code, String text) {
    return page("<request>" + url() + "</request>" + errorElement(code, text));
  }

  public static Step xml(String body) {
    return Step.reply(200, "text/xml", body);
  }

  @Override
  public synchronized void answer(HttpExchange exchange, CountDownLatch shutdown)
      throws IOException, InterruptedException {
    String query = exchange.getRequestURI().getRawQuery();
    asked.add(URLDecoder.decode(query, StandardCharsets.UTF_8));
    Step step = xml(answer(arguments(query)));
    Fault fault = faults.peek();
    if (fault != null) {
      faults.poll();
      if (fault.skip() == 0) {
        step = fault.instead();
      } else {
        faults.addFirst(new Fault(fault.skip() - 1, fault.instead()));
      }
    }
    step.answer(exchange, shutdown);
  }

  private static Map<String, String> arguments(String query) {
    Map<String, String> arguments = new LinkedHashMap<>();
    for (String part : query.split("&")) {
      String[] pair = part.split("=", 2);
      arguments.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return arguments;
  }

  private String answer(Map<String, String> arguments) {
    String verb = arguments.getOrDefault("verb", "");
    return switch (verb) {
      case "Identify" -> arguments.size() == 1 ? identify() : error("badArgument", "extra");
      case "ListRecords", "ListIdentifiers" -> list(verb, arguments);
      default -> error("badVerb", "Value of the verb argument is not a legal OAI-PMH verb.");
    };
  }

  private String identify() {
    return page(
        "<request verb=\"Identify\">"
            + url()
            + "</request><Identify><repositoryName>arXiv</repositoryName><baseURL>"
            + url()
            + "</baseURL><protocolVersion>2.0</protocolVersion>"
            + "<adminEmail>help@example.org</adminEmail><earliestDatestamp>"
            + earliest
            + "</earliestDatestamp><deletedRecord>persistent</deletedRecord>"
            + "<granularity>YYYY-MM-DD</granularity><description><x:a xmlns:x=\"x\">"
            + "<x:earliestDatestamp>1999-01-01</x:earliestDatestamp></x:a></description></Identify>");
  }

  private String list(String verb, Map<String, String> given) {
    Map<String, String> arguments = given;
    int skip = 0;
    boolean resumed = given.containsKey("resumptionToken");
    if (resumed) {
      if (given.size() != 2) {
        return error("badArgument", "The resumptionToken stands alone.");
      }
      String token = URLDecoder.decode(given.get("resumptionToken"), StandardCharsets.UTF_8);
      if (!token.startsWith("verb=" + verb + "&")) {
        return error("badResumptionToken", "Reason: Token decoding failed or format is invalid.");
      }
      arguments = arguments(token);
      skip = Integer.parseInt(arguments.get("skip"));
    }
    String from = arguments.getOrDefault("from", earliest.toString());
    String until = arguments.getOrDefault("until", "9999-12-31");
    String today = now.toString().substring(0, 10);
    if (!from.matches("\\d{4}-\\d\\d-\\d\\d") || !until.matches("\\d{4}-\\d\\d-\\d\\d")) {
      return error("badArgument", "Reason: from date format must be YYYY-MM-DD");
    }
    if (LocalDate.parse(from).isBefore(earliest)) {
      return error("badArgument", "Reason: start date too early");
    }
    if (arguments.containsKey("until")
        && (until.compareTo(LocalDate.parse(today).plusDays(1).toString()) > 0
            || until.compareTo(from) < 0)) {
      return error("badArgument", "Reason: until date too late");
    }
    return records(verb, arguments, from, until, skip, resumed);
  }

  private String records(
      String verb,
      Map<String, String> arguments,
      String from,
      String until,
      int skip,
      boolean resumed) {
    String set = arguments.get("set");
    List<Entry> all =
        entries.values().stream()
            .filter(entry -> entry.day().toString().compareTo(from) >= 0)
            .filter(entry -> entry.day().toString().compareTo(until) <= 0)
            .filter(entry -> set == null || (entry.set() + ":").startsWith(set + ":"))
            .sorted(Comparator.comparing(Entry::day).thenComparing(Entry::id))
            .toList();
    if (all.size() <= skip) {
      return error("noRecordsMatch", "The combination of the values results in an empty list.");
    }
    List<Entry> shown = all.subList(skip, Math.min(all.size(), skip + pageSize));
    String lastDay = shown.get(shown.size() - 1).day().toString();
    StringBuilder body = new StringBuilder();
    body.append("<request verb=\"").append(verb).append("\" from=\"").append(lastDay);
    body.append("\" metadataPrefix=\"").append(arguments.get("metadataPrefix")).append("\">");
    body.append(url()).append("</request><").append(verb).append('>');
    shown.forEach(entry -> body.append(element(verb, entry, arguments.get("metadataPrefix"))));
    if (skip + shown.size() < all.size()) {
      body.append("<resumptionToken expirationDate='2026-11-23T00:00:00Z'>");
      body.append(token(verb, arguments, lastDay, all, skip + shown.size()));
      body.append("</resumptionToken>");
    } else if (resumed) {
      body.append("<resumptionToken/>");
    }
    return page(body.append("</").append(verb).append('>').toString());
  }

  /** The new count starts at the last day's first record. */
  private static String token(
      String verb, Map<String, String> arguments, String lastDay, List<Entry> all, int done) {
    int before = (int) all.stream().filter(e -> e.day().toString().compareTo(lastDay) < 0).count();
    StringBuilder token = new StringBuilder("verb=" + verb + "&metadataPrefix=");
    token.append(arguments.get("metadataPrefix")).append("&from=").append(lastDay);
    for (String name : List.of("until", "set")) {
      if (arguments.containsKey(name)) {
        token.append('&').append(name).append('=');
        token.append(URLEncoder.encode(arguments.get(name), StandardCharsets.UTF_8));
      }
    }
    token.append("&skip=").append(done - before);
    return URLEncoder.encode(token.toString(), StandardCharsets.UTF_8);
  }

  private static String element(String verb, Entry entry, String prefix) {
    String header =
        "<header"
            + (entry.deleted() ? " status=\"deleted\"" : "")
            + "><identifier>oai:arXiv.org:"
            + entry.id()
            + "</identifier><datestamp>"
            + entry.day()
            + "</datestamp><setSpec>"
            + entry.set()
            + "</setSpec></header>";
    if (verb.equals("ListIdentifiers")) {
      return header;
    }
    String metadata =
        entry.deleted()
            ? ""
            : "<metadata><%1$s xmlns=\"http://arxiv.org/OAI/%1$s/\"><id>%2$s</id></%1$s></metadata>"
                .formatted(prefix, entry.id());
    return "<record>" + header + metadata + "</record>";
  }

  private String page(String body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">\n<responseDate>"
        + now
        + "</responseDate>"
        + body
        + "</OAI-PMH>";
  }

  private static String errorElement(String code, String text) {
    return "<error code='" + code + "'>" + text + "</error>";
  }
}
