package org.rudolphine.ingest.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A place for a body that is too large for memory. It is asked for a new one whenever an attempt
 * begins to bring a body; what an attempt that failed had written is closed before the next. That
 * of the last, successful attempt is left open: whoever asked decides what becomes of it.
 */
@FunctionalInterface
public interface BodyFile {
  OutputStream open() throws IOException;
}
