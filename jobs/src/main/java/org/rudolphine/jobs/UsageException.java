package org.rudolphine.jobs;

/** The command was called with something that does not exist or does not fit. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
