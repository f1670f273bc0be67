package org.rudolphine.ingest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Log lines that say where they belong: each begins with {@code run=… source=… unit=…}, as far as
 * the thread is at work for one. The same names are in the logging context (MDC), for layouts that
 * keep fields apart; the text has them too, for a cluster's own layout shows no context.
 */
public final class HarvestLog {
  private static final List<String> KEYS = List.of("run", "source", "unit");
  private static final ThreadLocal<Map<String, String>> PLACE =
      ThreadLocal.withInitial(HashMap::new);

  private final Logger log;

  private HarvestLog(Logger log) {
    this.log = log;
  }

  public static HarvestLog of(Class<?> type) {
    return new HarvestLog(LoggerFactory.getLogger(type));
  }

  /**
   * What this thread works for, until it is closed; what it worked for before comes back then.
   *
   * @param key {@code run}, {@code source} or {@code unit}
   */
  public static Scope scope(String key, String value) {
    String before = PLACE.get().get(key);
    set(key, value);
    return () -> set(key, before);
  }

  private static void set(String key, String value) {
    if (value == null) {
      PLACE.get().remove(key);
      MDC.remove(key);
    } else {
      PLACE.get().put(key, value);
      MDC.put(key, value);
    }
  }

  /** The time during which a thread works for something. */
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /** Something that a person should look at; one line. */
  public void warn(String format, Object... values) {
    log.warn(placed(format), values);
  }

  public void info(String format, Object... values) {
    log.info(placed(format), values);
  }

  public void debug(String format, Object... values) {
    if (log.isDebugEnabled()) {
      log.debug(placed(format), values);
    }
  }

  /** A format with the place before it. */
  static String placed(String format) {
    Map<String, String> place = PLACE.get();
    StringBuilder line = new StringBuilder();
    KEYS.stream()
        .filter(place::containsKey)
        .forEach(key -> line.append(key).append('=').append(place.get(key)).append(' '));
    return line.append(format).toString();
  }
}
