/** Draws a release as one self-contained HTML page: figures, tables and how to use it. */
package org.rudolphine.transform.report;
