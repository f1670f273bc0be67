package org.rudolphine.transform.mention;

import java.util.Locale;

/** Kinds of identifiers, the most special first: where two overlap, the more special one stands. */
public enum MentionKind {
  SXS_ID,
  RIT_ID,
  OPENDATA_DOI,
  OPENDATA_RECID,
  HEPDATA_DOI,
  HEPDATA_ID,
  ZENODO_URL,
  INSPIRE_ID,
  ARXIV_ID,
  DOI,
  GW_EVENT,
  GW_SUPEREVENT,
  MAYA_ID;

  /** As the column {@code kind} spells it: {@code gw_event}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
