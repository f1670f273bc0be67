/**
 * The matched filter: strain of a detector against a waveform that predicts it. No Spark, no files.
 * Formulas and their sources: {@code docs/linking/gravitational-waves.md}.
 */
package org.rudolphine.transform.signal;
