/** Histograms: of masses computed from events, as tables give them, weighted and stacked. */
package org.rudolphine.transform.histogram;
