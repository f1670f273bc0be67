package org.rudolphine.jobs.settings;

/** A setting that cannot be used: says which, where it stands, and what would be valid. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SettingsException(String message) {
    super(message);
  }
}
