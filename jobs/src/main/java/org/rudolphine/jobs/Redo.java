package org.rudolphine.jobs;

/** Whether a stage does work again that would give what is there. */
enum Redo {
  /** Only if something that its result follows from has changed, or may have. */
  WHERE_NEEDED,
  AGAIN
}
