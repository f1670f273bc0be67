/** Detector strain as GWOSC publishes it. */
package org.rudolphine.transform.strain;
