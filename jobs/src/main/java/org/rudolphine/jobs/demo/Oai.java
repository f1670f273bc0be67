package org.rudolphine.jobs.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The envelope that OAI-PMH 2.0 puts around every answer, errors included; their status is 200. */
final class Oai {
  static final String XML = "text/xml; charset=utf-8";

  private final String baseUrl;
  private final Query query;
  private final Map<String, String> echo = new LinkedHashMap<>();

  /** A request that the protocol refuses. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    Refused(String code, String reason) {
      super(reason, null, false, false);
      this.code = code;
    }
  }

  /**
   * Starts an answer.
   *
   * @param baseUrl address of the interface as the provider publishes it
   */
  Oai(String baseUrl, Query query) {
    this.baseUrl = baseUrl;
    this.query = query;
    query.names().forEach(name -> query.value(name).ifPresent(value -> echo.put(name, value)));
  }

  static Refused badArgument(String reason) {
    return new Refused("badArgument", "Illegal, missing or repeated arguments. Reason: " + reason);
  }

  /** The value of an argument that must be there. */
  String required(String name) {
    return query.value(name).orElseThrow(() -> badArgument(name + " is required"));
  }

  /** Refuses arguments beyond verb and those named, and names that come twice. */
  void allow(Collection<String> names) {
    for (String name : query.names()) {
      if (query.all(name).size() > 1) {
        throw badArgument(name + " is repeated");
      }
      if (!name.equals("verb") && !names.contains(name)) {
        throw badArgument(name + " is not allowed here");
      }
    }
  }

  void allowNothing() {
    allow(Set.of());
  }

  /** Shows another value of an argument than the one that was sent. */
  void echo(String name, String value) {
    if (echo.containsKey(name)) {
      echo.put(name, value);
    }
  }

  /** The whole document around the element of a verb, which is XML already. */
  Answer answer(String element, String content) {
    return document(echo, "<" + element + ">\n" + content + "</" + element + ">\n");
  }

  Answer refused(Refused why) {
    boolean telling = why.code.equals("badVerb") || why.code.equals("badArgument");
    return document(
        telling ? Map.of() : echo,
        "<error code=\"" + why.code + "\">" + escape(why.getMessage()) + "</error>\n");
  }

  private Answer document(Map<String, String> attributes, String content) {
    StringBuilder request = new StringBuilder("<request");
    attributes.forEach((n, v) -> request.append(' ').append(n + "=\"" + escape(v) + "\""));
    return Answer.of(
        200,
        XML,
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"
                 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                 xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
        <responseDate>%s</responseDate>
        %s>%s</request>
        %s</OAI-PMH>
        """
            .formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS), request, baseUrl, content));
  }

  /** An element that holds only text, on a line of its own; nothing when there is no text. */
  static String element(String name, String text) {
    return text == null || text.isEmpty()
        ? ""
        : "<" + name + ">" + escape(text) + "</" + name + ">\n";
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&#34;")
        .replace("'", "&#39;");
  }
}
