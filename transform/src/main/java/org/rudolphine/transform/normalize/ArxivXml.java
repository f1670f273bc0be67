package org.rudolphine.transform.normalize;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.rudolphine.ingest.raw.RawRecord;

/**
 * Reads one OAI-PMH {@code record} element in the format {@code arXivRaw} or {@code arXiv}. The
 * element was cut out of its page, so prefixes may be declared outside of it: names count without
 * prefix. The header is left to the source; {@code about} and unknown elements are passed over.
 */
final class ArxivXml {
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([\\w.:-]+)", Pattern.CASE_INSENSITIVE);
  private static final ThreadLocal<XMLInputFactory> FACTORY =
      ThreadLocal.withInitial(ArxivXml::factory);

  private final XMLStreamReader xml;
  private final ArxivPaper paper = new ArxivPaper();

  private ArxivXml(XMLStreamReader xml) {
    this.xml = xml;
  }

  /** Neither document type nor entities are read; the JDK's own parser, whatever else is around. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("external entities are not read");
        });
    return factory;
  }

  /**
   * Reads a record; what had to be repaired is among the paper's issues.
   *
   * @throws XMLStreamException when it is not well-formed XML even so
   */
  static ArxivPaper read(RawRecord record) throws XMLStreamException {
    List<String> flaws = new ArrayList<>();
    String text = decode(record, flaws);
    String sound = XmlRepair.of(text);
    if (!sound.equals(text)) {
      flaws.add("characters or references that XML does not allow: left out");
    }
    XMLStreamReader reader = FACTORY.get().createXMLStreamReader(new StringReader(sound));
    try {
      ArxivXml read = new ArxivXml(reader);
      read.record();
      flaws.forEach(flaw -> read.paper.issue("record", flaw));
      return read.paper;
    } finally {
      reader.close();
    }
  }

  /** Valid UTF-8 wins over what was declared; then the declared charset, then replacement. */
  private static String decode(RawRecord record, List<String> flaws) {
    String text = record.text();
    if (text.indexOf('\ufffd') < 0 || decode(record.payload(), StandardCharsets.UTF_8) != null) {
      return text;
    }
    Matcher declared = CHARSET.matcher(record.mediaType());
    if (declared.find() && supported(declared.group(1))) {
      String other = decode(record.payload(), Charset.forName(declared.group(1)));
      if (other != null) {
        return other;
      }
    }
    flaws.add("bytes that are not valid in the declared charset: replaced");
    return text;
  }

  private static boolean supported(String charset) {
    try {
      return Charset.isSupported(charset);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String decode(byte[] bytes, Charset charset) {
    try {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private void record() throws XMLStreamException {
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT) {
        String name = name();
        switch (name) {
          case "record", "metadata" -> {} // their children are read in turn
          case "arXivRaw", "arXiv" -> paper();
          default -> skip();
        }
      }
    }
  }

  private void paper() throws XMLStreamException {
    while (nextChild()) {
      String name = name();
      switch (name) {
        case "version" -> version();
        case "authors" -> authors();
        default -> paper.text(name, text());
      }
    }
  }

  private void version() throws XMLStreamException {
    String number = null;
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).endsWith("version")) {
        number = xml.getAttributeValue(i);
      }
    }
    String date = null;
    String size = null;
    String type = null;
    while (nextChild()) {
      switch (name()) {
        case "date" -> date = text();
        case "size" -> size = text();
        case "source_type" -> type = text();
        default -> skip();
      }
    }
    paper.version(new ArxivPaper.Version(number, date, size, type));
  }

  /** A line of text in {@code arXivRaw}, elements in {@code arXiv}. */
  private void authors() throws XMLStreamException {
    StringBuilder line = new StringBuilder();
    List<PersonName> listed = new ArrayList<>();
    boolean structured = false;
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        structured = true;
        PersonName author = author();
        if (author == null) {
          paper.issue("authors", "an author without a name");
        } else {
          listed.add(author);
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        break;
      } else if (xml.isCharacters() || event == XMLStreamConstants.CDATA) {
        line.append(xml.getText());
      }
    }
    if (structured) {
      paper.authors(listed);
    } else {
      paper.text("authors", line.toString());
    }
  }

  private PersonName author() throws XMLStreamException {
    String keyname = null;
    String forenames = null;
    String suffix = null;
    List<String> affiliations = new ArrayList<>();
    while (nextChild()) {
      switch (name()) {
        case "keyname" -> keyname = text();
        case "forenames" -> forenames = text();
        case "suffix" -> suffix = text();
        case "affiliation" -> affiliations.add(text());
        default -> skip();
      }
    }
    return PersonName.of(keyname, forenames, suffix, affiliations);
  }

  /** Goes to the next child of the current element; false at its end. */
  private boolean nextChild() throws XMLStreamException {
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        return true;
      }
      if (event == XMLStreamConstants.END_ELEMENT) {
        return false;
      }
    }
    return false;
  }

  /** All text inside the current element, that of elements within it included. */
  private String text() throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    int depth = 1;
    while (depth > 0 && xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> depth++;
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(xml.getText());
        default -> {} // comments and instructions say nothing
      }
    }
    return text.toString();
  }

  private void skip() throws XMLStreamException {
    int depth = 1;
    while (depth > 0 && xml.hasNext()) {
      int event = xml.next();
      depth +=
          event == XMLStreamConstants.START_ELEMENT
              ? 1
              : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
    }
  }

  private String name() {
    String name = xml.getLocalName();
    return name.substring(name.indexOf(':') + 1);
  }
}
