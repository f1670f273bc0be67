/** Rules that join experiment and theory, with evidence for every link. */
package org.rudolphine.transform.link;
