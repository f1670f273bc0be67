/**
 * Releases: the linked dataset as plain Parquet with its documents, the same bytes from the same
 * inputs, and a verifier that trusts none of it.
 */
package org.rudolphine.transform.release;
