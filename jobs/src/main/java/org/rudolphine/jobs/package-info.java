/**
 * Wiring: command line, settings, Spark session, run report, one class per job. No physics, no
 * parsing.
 */
package org.rudolphine.jobs;
