package org.rudolphine.jobs;

import java.util.List;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.jobs.settings.Settings;

/** Which sources a command means. */
final class Selection {
  private Selection() {}

  /**
   * The sources of those names, or all that have the class; a name that is unknown or has no such
   * class is refused with what the catalogue says about it.
   */
  static List<SourceSettings> sources(Settings settings, List<String> names, String classKey) {
    if (names.isEmpty()) {
      return settings.sourceIds().stream()
          .map(settings::source)
          .filter(source -> !source.text(classKey).isEmpty())
          .toList();
    }
    return names.stream().distinct().map(name -> source(settings, name, classKey)).toList();
  }

  static SourceSettings source(Settings settings, String name, String classKey) {
    SourceSettings source = settings.source(name);
    if (source.text(classKey).isEmpty()) {
      throw new UsageException(
          "Source "
              + name
              + " has nothing to run yet ("
              + source.text("status")
              + "): "
              + source.text("status-reason"));
    }
    return source;
  }
}
