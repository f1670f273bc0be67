package org.rudolphine.ingest.harvest;

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import org.rudolphine.ingest.SourceSettings;
import org.rudolphine.ingest.source.Source;

/**
 * A source that is to be harvested.
 *
 * @param settings its settings, with {@code source-class}
 */
public record SourceJob(SourceSettings settings) implements Serializable {

  public String id() {
    return settings.id();
  }

  /** Makes the source from the class that its settings name. */
  public Source source() {
    String name = settings.text("source-class");
    try {
      return Class.forName(name)
          .asSubclass(Source.class)
          .getConstructor(SourceSettings.class)
          .newInstance(settings);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw new IllegalArgumentException(
          "Source "
              + id()
              + " refuses its settings: "
              + (cause.getMessage() == null ? cause.toString() : cause.getMessage()),
          cause);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalArgumentException(
          "sources." + id() + ".source-class: there is no usable class " + name, e);
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException(
          "sources."
              + id()
              + ".source-class: "
              + name
              + " is not a Source with a public constructor for SourceSettings",
          e);
    }
  }
}
