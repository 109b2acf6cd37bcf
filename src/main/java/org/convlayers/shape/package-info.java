/**
 * Sizes of feature maps and of the windows that slide over them.
 *
 * <p>What lives here: {@link org.convlayers.shape.Extent} (one whole number per spatial axis), {@link
 * org.convlayers.shape.FeatureShape} (channels and spatial sizes), {@link org.convlayers.shape.Padding} and {@link
 * org.convlayers.shape.EdgeMode} (what lies beyond the border), and {@link org.convlayers.shape.Window}, which holds the
 * one law of output size; and the pixels themselves, {@link org.convlayers.shape.Region} and {@link
 * org.convlayers.shape.Box}. What has something on each of the axes D, H and W is {@link org.convlayers.shape.ThreeAxes};
 * where they are exchanged, it is there. Every package may use it; it uses the JDK only.
 *
 * <p>Axes are written outermost first, as in PyTorch: (W), (H, W), (D, H, W).
 *
 * <pre>{@code
 * Window window = Window.ofKernel(Extent.of(3, 3)).withPadding(Padding.Rule.SAME);
 * window.outputSize(Extent.of(512, 512)); // 512x512
 * }</pre>
 */
package org.convlayers.shape;
