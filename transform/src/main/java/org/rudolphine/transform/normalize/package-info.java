/**
 * From raw records to rows with units, errors and provenance; what cannot be used, with a reason.
 */
package org.rudolphine.transform.normalize;
