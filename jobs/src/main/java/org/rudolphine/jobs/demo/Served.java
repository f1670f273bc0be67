package org.rudolphine.jobs.demo;

/**
 * One line of the server's log.
 *
 * @param asked the request
 * @param status the HTTP status that answered it
 */
public record Served(Asked asked, int status) {}
