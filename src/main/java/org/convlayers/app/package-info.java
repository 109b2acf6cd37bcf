/**
 * Use cases without a user interface.
 *
 * <p>What lives here: what the {@code network} key names ({@link org.convlayers.app.NetworkInput}, {@link
 * org.convlayers.app.NetworkModel}), writing it for others ({@link org.convlayers.app.NetworkExport}), what
 * layers give, cost and take ({@link org.convlayers.app.NetworkSummary}, {@link org.convlayers.app.LayerTimes}), applying a network to images ({@link org.convlayers.app.NetworkRun}, several results of one at once: {@link
 * org.convlayers.app.JoinedMaps}, {@link org.convlayers.app.InputScaling}, {@link org.convlayers.app.TileChoice}, {@link org.convlayers.app.InputSize}), where
 * values come from and go to ({@link org.convlayers.app.ImageSource}, {@link org.convlayers.app.FileSink}), what is stored
 * with a result ({@link org.convlayers.app.History}) and where its pixels lie on its source ({@link
 * org.convlayers.app.AxisGrid}). The dialogs and macros of {@code ij}, the command line and the SciJava service are three
 * faces of it; it knows no window and no ImageJ.
 *
 * <pre>{@code
 * AxisGrid x = AxisGrid.ofField(new FieldGrid(2, 0)); // stride 2, pixel upon every second pixel
 * x.calibrate(new StackCalibration.Axis(0.2, 0, "um")); // 0.4 um
 * }</pre>
 */
package org.convlayers.app;
