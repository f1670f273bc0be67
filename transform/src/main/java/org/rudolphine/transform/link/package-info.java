/**
 * Rules that join experiment and theory, with evidence for every link.
 *
 * <p>{@link org.rudolphine.transform.link.Linker} runs {@link
 * org.rudolphine.transform.link.LinkRule}s over the current tables and gives the tables {@code
 * links}, {@code pairs} and {@code unmatched}; {@link org.rudolphine.transform.link.LinkRules}
 * makes the rules from their settings.
 */
package org.rudolphine.transform.link;
