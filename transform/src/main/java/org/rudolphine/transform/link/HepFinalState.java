package org.rudolphine.transform.link;

import java.io.Serializable;

/**
 * What the triggers of a primary dataset ask for, or what the final state of a simulated process
 * gives, one bit for each kind of final state.
 *
 * @param text as people read it: {@code e, mu, as a background ee}
 * @param reason why it is so, from the settings
 * @param signal kinds of final state
 * @param background kinds that a process gives as a background only; of data always 0
 * @param selects whether and how it selects
 */
record HepFinalState(String text, String reason, long signal, long background, Selects selects)
    implements Serializable {

  /** How a dataset is selected. */
  enum Selects {
    /** Everything: no trigger is asked for. */
    ALL,
    /** Nothing that a simulated process compares with, or no process at all. */
    NOTHING,
    /** What the kinds of final state say. */
    SOME
  }

  /** Whether data that are selected like this hold events of a process; null stands for unknown. */
  static HepAgreement agreement(HepFinalState data, HepFinalState process) {
    if (data == null) {
      return HepAgreement.UNKNOWN;
    }
    if (data.selects == Selects.NOTHING
        || (process != null && process.selects == Selects.NOTHING)) {
      return HepAgreement.DIFFERS;
    }
    if (data.selects == Selects.ALL) {
      return HepAgreement.AGREES;
    }
    if (process == null) {
      return HepAgreement.UNKNOWN;
    }
    if ((data.signal & process.signal) != 0) {
      return HepAgreement.AGREES;
    }
    return (data.signal & process.background) != 0
        ? HepAgreement.AS_BACKGROUND
        : HepAgreement.DIFFERS;
  }
}
