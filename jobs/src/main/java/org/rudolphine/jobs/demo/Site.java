package org.rudolphine.jobs.demo;

/** A provider of the sample: answers GET requests for paths below its own. */
@FunctionalInterface
interface Site {

  /**
   * What a healthy provider answers.
   *
   * @param path decoded path, without the prefix under which the provider lives here
   * @param query parameters of the request
   */
  Answer answer(String path, Query query);
}
