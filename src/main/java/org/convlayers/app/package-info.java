/**
 * Use cases without a user interface.
 *
 * <p>What lives here: {@link org.convlayers.app.History} (what is stored with a result), {@link
 * org.convlayers.app.AxisGrid} (where the pixels of a result lie on its source), {@link org.convlayers.app.NpySource} and
 * {@link org.convlayers.app.NpySink} (arrays of numpy as input and output) and {@link org.convlayers.app.InputSize} (the
 * {@code size} key). {@code ij}, {@code scijava} and {@code cli} call it.
 *
 * <pre>{@code
 * AxisGrid x = AxisGrid.ofField(3, 2, 1); // a 3 pixel kernel, stride 2, padding 1
 * x.calibrate(new StackCalibration.Axis(0.2, 0, "um")); // 0.4 um
 * }</pre>
 */
package org.convlayers.app;
