package org.rudolphine.ingest.protocol.oai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class OaiPagePropertiesTest {
  private static final String OAI = "http://www.openarchives.org/OAI/2.0/";

  private static final List<String> PIECES =
      List.of(
          "<title>x</title>",
          "<!-- <record> </record> -->",
          "<![CDATA[</record>]]>",
          "<record xmlns='marc'><header/></record>",
          "<header><identifier>no</identifier></header>",
          "<a b='&gt;' c=\">\"/>",
          "&lt;record&gt;",
          "<?pi <record>?>",
          " text \u00e9 \uD83D\uDE00 ");

  @Provide
  Arbitrary<List<String>> contents() {
    return Arbitraries.of(PIECES)
        .list()
        .ofMaxSize(6)
        .map(l -> String.join("", l))
        .list()
        .ofMaxSize(8);
  }

  /** The JDK's own parser says what the records of a well-formed page are. */
  @Property(tries = 300)
  void agreesWithAnXmlParserOnWellFormedPages(@ForAll("contents") List<String> contents)
      throws Exception {
    StringBuilder page = new StringBuilder("<OAI-PMH xmlns='" + OAI + "'><ListRecords>");
    for (int i = 0; i < contents.size(); i++) {
      page.append("<record><header><identifier>id&#").append('a' + i).append(";</identifier>");
      page.append("</header><metadata><m>").append(contents.get(i)).append("</m></metadata>");
      page.append("</record> ");
    }
    page.append("</ListRecords></OAI-PMH>");

    OaiPage read = OaiPage.read(page.toString().getBytes(UTF_8));

    assertThat(read.items())
        .extracting(item -> item.header().identifier())
        .isEqualTo(identifiers(page.toString()));
    for (OaiItem item : read.items()) {
      assertThat(parsed(new String(item.bytes(), UTF_8)).getDocumentElement().getTagName())
          .isEqualTo("record");
    }
  }

  private static List<String> identifiers(String page) throws Exception {
    Element list = (Element) parsed(page).getDocumentElement().getFirstChild();
    List<String> identifiers = new ArrayList<>();
    NodeList children = list.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i) instanceof Element record) {
        identifiers.add(record.getFirstChild().getFirstChild().getTextContent());
      }
    }
    return identifiers;
  }

  private static Document parsed(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }

  /** Whatever bytes come: a page, or the failure that says it is none. */
  @Property(tries = 500)
  void anyBytesAreAPageOrAMalformedOne(@ForAll @Size(max = 200) byte[] noise) {
    byte[] head = "<OAI-PMH><ListRecords><record>".getBytes(UTF_8);
    byte[] tail = "</record></ListRecords></OAI-PMH>".getBytes(UTF_8);
    byte[] page = new byte[head.length + noise.length + tail.length];
    System.arraycopy(head, 0, page, 0, head.length);
    System.arraycopy(noise, 0, page, head.length, noise.length);
    System.arraycopy(tail, 0, page, head.length + noise.length, tail.length);
    try {
      assertThat(OaiPage.read(page).items()).isNotEmpty();
      assertThat(OaiPage.read(page).verb()).isEqualTo("ListRecords");
    } catch (MalformedPage expected) {
      assertThat(expected).hasMessageMatching("(?s).+");
    }
  }
}
