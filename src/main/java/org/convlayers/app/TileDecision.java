package org.convlayers.app;

import org.convlayers.engine.Tiling;

/**
 * How a result is cut, and why. The result does not depend on it.
 *
 * @param tiling the tiles
 * @param reason for the user, for example {@code 4 tiles of 512 x 256, up to 9.4 MB for each of 2 threads: the least
 *     estimated time}
 */
public record TileDecision(Tiling tiling, String reason) {}
