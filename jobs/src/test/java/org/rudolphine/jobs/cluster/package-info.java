/** A real cluster on loopback, and what is submitted to it. */
package org.rudolphine.jobs.cluster;
