package org.rudolphine.jobs.demo;

import java.io.IOException;

/**
 * How a {@link SampleServer} behaves: asked before each answer leaves, it may pass the regular one
 * on, change it or replace it.
 *
 * <p>It runs on the server's own threads, several at a time. An unchecked exception becomes a reply
 * with status 500.
 */
@FunctionalInterface
public interface Behaviour {

  /** Sends every answer as it is. */
  Behaviour REGULAR = (asked, regular) -> regular;

  /**
   * The answer to send.
   *
   * @param asked the request
   * @param regular what a healthy provider answers, before conditional requests are looked at
   */
  Answer answer(Asked asked, Answer regular) throws IOException, InterruptedException;
}
