package org.rudolphine.ingest.protocol.oai;

/**
 * A {@code resumptionToken} element.
 *
 * @param text the token, opaque; empty at the end of a list
 * @param expirationDate as given, or null
 * @param cursor number of items before this page, or null when not stated
 * @param completeListSize number of items of the whole list, or null when not stated
 */
public record ResumptionToken(
    String text, String expirationDate, Long cursor, Long completeListSize) {

  /** Whether the list goes on. */
  public boolean leadsOn() {
    return !text.isEmpty();
  }
}
