package org.rudolphine.ingest.protocol.oai;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One answer of a repository, whole.
 *
 * @param charset encoding that the page declares, {@code UTF-8} when it declares none; a statement
 *     about the items' bytes that need not be true
 * @param responseDate the repository's clock, or null when it is not stated
 * @param request attributes of the echoed request; some repositories change them, so nothing may
 *     follow from them
 * @param errors protocol errors in the order given
 * @param verb name of the answering element ({@code ListRecords}), or null beside errors
 * @param values texts of the answering element's own simple elements, such as those of {@code
 *     Identify}, by name without prefix; the first of each name
 * @param items records, or headers of ListIdentifiers, in the order given
 * @param token the resumption token, or null when there is none
 */
public record OaiPage(
    String charset,
    Instant responseDate,
    Map<String, String> request,
    List<OaiError> errors,
    String verb,
    Map<String, String> values,
    List<OaiItem> items,
    ResumptionToken token) {

  public OaiPage {
    request = Map.copyOf(request);
    errors = List.copyOf(errors);
    values = Map.copyOf(values);
    items = List.copyOf(items);
  }

  /**
   * Reads a page from its bytes. The envelope must be whole and balanced; a record may hold any
   * bytes, and is cut out as it stands.
   *
   * @throws MalformedPage when the bytes are not one whole OAI-PMH page, hold a document type
   *     declaration, or exceed the limits of depth and length
   */
  public static OaiPage read(byte[] bytes) throws MalformedPage {
    return new PageReader(bytes).read();
  }

  /** Whether the bytes begin like a page, however they go on. */
  public static boolean begins(byte[] bytes) {
    return PageReader.begins(bytes);
  }

  /** Whether the list goes on after this page. */
  public boolean leadsOn() {
    return token != null && token.leadsOn();
  }
}
