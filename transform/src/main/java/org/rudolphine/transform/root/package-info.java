/** Histograms in ROOT files: the small part of the format that they need. */
package org.rudolphine.transform.root;
