/** Simulated and modelled waveforms as their providers publish them. */
package org.rudolphine.transform.waveform;
