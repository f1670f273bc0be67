package org.rudolphine.transform.release;

import java.util.Locale;

/** Which tables a release holds. */
public enum Profile {
  /** Pairs, links, every row they refer to, sources and columns. */
  LINKED,
  /** All of {@link #LINKED} and every other row that may be passed on. */
  FULL;

  /** Name as settings and manifests spell it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The profile of that name; fails with the names there are. */
  public static Profile named(String id) {
    for (Profile profile : values()) {
      if (profile.id().equals(id)) {
        return profile;
      }
    }
    throw new IllegalArgumentException("A release has profile linked or full, not " + id);
  }
}
