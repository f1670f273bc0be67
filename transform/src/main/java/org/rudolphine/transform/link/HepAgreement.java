package org.rudolphine.transform.link;

/** What a check found about two collider datasets. */
enum HepAgreement {
  AGREES,
  /** The simulated process is in the data only as a background of what they were taken for. */
  AS_BACKGROUND,
  DIFFERS,
  /** One side does not say. */
  UNKNOWN;

  boolean holds() {
    return this == AGREES || this == AS_BACKGROUND;
  }

  static HepAgreement of(boolean agrees) {
    return agrees ? AGREES : DIFFERS;
  }
}
