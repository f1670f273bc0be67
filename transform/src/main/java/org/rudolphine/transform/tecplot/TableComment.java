package org.rudolphine.transform.tecplot;

/**
 * A comment as it stands in the file, from its {@code #} on.
 *
 * @param line number of its line, from 1
 * @param text word for word, without blanks at the end
 */
public record TableComment(int line, String text) {}
