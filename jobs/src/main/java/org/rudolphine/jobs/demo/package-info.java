/**
 * The bundled sample, and the loopback server that offers it in the providers' own protocols.
 *
 * <p>The data lie in this package's resource folder {@code sample}, beside a README that says what
 * they are and where the values were published.
 */
package org.rudolphine.jobs.demo;
