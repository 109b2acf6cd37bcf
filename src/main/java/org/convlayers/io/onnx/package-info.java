/**
 * Reads .onnx, the format in which networks are exchanged between deep-learning libraries, and turns it into layers.
 *
 * <p>What lives here: {@link org.convlayers.io.onnx.OnnxModel}, a file as it stands, which becomes an {@link
 * org.convlayers.io.onnx.ImportedNetwork} for an image or an array of a known shape; {@code app} calls it. Everything about
 * ONNX, its spellings and its versions, stays in this package.
 *
 * <p>The way through it: {@code WireReader} and {@code ModelReader} read messages into records ({@code Graph}, {@code Node},
 * {@code TensorData}); {@code Calculation} picks what the output needs and names what is not supported; {@code Translation}
 * goes through the nodes. A {@code Value} is an array: numbers that are known, or feature maps of the {@code
 * NetworkAssembly} that grows. What only moves numbers is another {@code View} of either, so that shape arithmetic and
 * feature maps are treated by the same code; what computes is folded, or becomes a layer. The operators stand in tables by
 * theme ({@code WindowOperators}, {@code ArrangementOperators}, …), joined in {@code Operators}: a new one is added there.
 *
 * <p>Files are taken for hostile: every size is checked before memory is taken, nesting is bounded, and each fault is one
 * {@link org.convlayers.io.DamagedFileException}; where a network does not take an input, a {@link
 * org.convlayers.shape.ShapeException}.
 *
 * <pre>{@code
 * OnnxModel model = OnnxModel.read(Path.of("model.onnx"));
 * ImportedNetwork imported = model.forImage(FeatureShape.of(3, 512, 512));
 * NetworkPlan plan = NetworkRun.plan(imported.network(), imported.weights(), imported.input(), Precision.FLOAT32);
 * }</pre>
 */
package org.convlayers.io.onnx;
