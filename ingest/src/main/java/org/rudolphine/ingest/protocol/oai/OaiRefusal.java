package org.rudolphine.ingest.protocol.oai;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The repository answered with one or more protocol errors. */
public final class OaiRefusal extends IOException {
  private static final long serialVersionUID = 1L;

  private final URI asked;
  private final transient OaiPage page;
  private final ArrayList<String> codes;

  OaiRefusal(String source, URI asked, OaiPage page) {
    super(
        "Source "
            + source
            + ": "
            + asked
            + " is answered by "
            + page.errors().stream().map(OaiError::toString).collect(Collectors.joining("; "))
            + (page.items().isEmpty() ? "" : " together with " + page.items().size() + " records"));
    this.asked = asked;
    this.page = page;
    this.codes = new ArrayList<>(page.errors().stream().map(OaiError::code).toList());
  }

  /** The protocol's error codes in the order given. */
  public List<String> codes() {
    return List.copyOf(codes);
  }

  /** Whether all that is wrong is that nothing matches: an empty list, not a failure. */
  public boolean onlyNoRecordsMatch() {
    return page.items().isEmpty() && codes.stream().allMatch(OaiError.NO_RECORDS_MATCH::equals);
  }

  /** Whether nothing is wrong but the place in the list. */
  boolean onlyPlaceInList() {
    return page.items().isEmpty()
        && codes.stream()
            .allMatch(
                code ->
                    code.equals(OaiError.NO_RECORDS_MATCH)
                        || code.equals(OaiError.BAD_RESUMPTION_TOKEN));
  }

  URI asked() {
    return asked;
  }

  OaiPage page() {
    return page;
  }
}
