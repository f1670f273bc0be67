package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlRepairTest {

  @ParameterizedTest
  @CsvSource({
    "a&#1;b, ab",
    "a&#x1F;b, ab",
    "a&#xD800;b, ab",
    "a&#1114112;b, ab",
    "a & b, a &amp; b",
    "AT&T, AT&amp;T",
    "a&eacute;b, a&amp;eacute;b",
    "a&#zz;b, a&amp;#zz;b",
    "a&#-5;b, a&amp;#-5;b",
    "a\u0000b\u000bc\ufffe, abc",
    "x\ud800y, xy"
  })
  void whatStopsAParserIsTakenOut(String given, String expected) {
    assertThat(XmlRepair.of(given)).isEqualTo(expected);
  }

  @Test
  void soundTextStaysTheSameObject() {
    String sound = "<a>&lt;&#39;&#x1F600; \ud83d\ude00\t\n<![CDATA[ & &#1; ]]></a>";
    assertThat(XmlRepair.of(sound)).isSameAs(sound);
  }

  @Property
  void contentOfAnElementIsReadableAfterwards(@ForAll String text) throws XMLStreamException {
    String content = text.replace("<", "&lt;").replace("]]>", "");
    XMLStreamReader xml =
        XMLInputFactory.newDefaultFactory()
            .createXMLStreamReader(new StringReader("<a>" + XmlRepair.of(content) + "</a>"));
    while (xml.hasNext()) {
      xml.next();
    }
    assertThat(xml.hasNext()).isFalse();
  }
}
