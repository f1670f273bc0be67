/** Reads HDF5 files that come from outside, from memory and within limits. */
package org.rudolphine.transform.hdf;
