package org.rudolphine.transform.signal;

/**
 * Signal-to-noise ratio against the number that a family's templates differ in.
 *
 * @param parameter the values tried, rising: the grid and what was tried to refine it
 * @param snrNetwork network signal-to-noise ratio at each; NaN where the filter refused the
 *     template
 * @param best the value with the largest ratio
 * @param atEdge whether the best value is an end of the grid, so that a better one may lie outside
 * @param result the full result for the best value
 */
public record ScanResult(
    double[] parameter, double[] snrNetwork, double best, boolean atEdge, NetworkResult result) {}
