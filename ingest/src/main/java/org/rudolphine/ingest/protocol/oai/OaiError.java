package org.rudolphine.ingest.protocol.oai;

/**
 * An {@code error} element.
 *
 * @param code one of the protocol's codes ({@code badArgument}), or empty when the provider gave
 *     none
 * @param text what the provider says about it; may be empty
 */
public record OaiError(String code, String text) {
  static final String NO_RECORDS_MATCH = "noRecordsMatch";
  static final String BAD_RESUMPTION_TOKEN = "badResumptionToken";

  @Override
  public String toString() {
    return text.isEmpty() ? code : code + ": " + text;
  }
}
