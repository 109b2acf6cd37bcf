/**
 * How much each pixel of the input moves an output pixel: the gradient, and the effective receptive field.
 *
 * <p>What lives here: {@link org.convlayers.gradient.GradientPlan} follows the gradient of one output pixel back to the
 * network's input, in double precision, layer by layer; {@link org.convlayers.gradient.EffectiveField} says how wide it
 * spreads. {@code app} and {@code ij} call it; it knows neither files nor windows.
 *
 * <p>Only the pixels of the receptive field are computed, on the way there and back; which they are is what {@code receptive}
 * says. A layer is a {@code LocalLayer}: what it computes of its input, and its vector-Jacobian product, found from the same
 * taps. A new kind of layer is added in {@code LocalLayers}; mostly it is one of those that are there, with other weights. What
 * it looks at {@code LayerTaps} knows, and its parameters {@code LayerWeights}.
 *
 * <pre>{@code
 * PullBack pullBack = PullBack.of(network, source.shape());
 * GradientPlan plan = GradientPlan.ofGradient(network, weights, source.shape(), "4", 100, 200);
 * SourceGradient gradient = plan.run(source, 0, Monitor.NONE);
 * EffectiveField field = EffectiveField.of(gradient);
 * field.sigma(0); // along H, in pixels
 * }</pre>
 */
package org.convlayers.gradient;
