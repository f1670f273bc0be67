/** Identifiers of papers, events, simulations and datasets, and how they are found in texts. */
package org.rudolphine.transform.mention;
