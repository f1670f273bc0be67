package org.rudolphine.jobs;

/** Another run holds what this one needs. */
final class LockedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LockedException(String message) {
    super(message);
  }
}
