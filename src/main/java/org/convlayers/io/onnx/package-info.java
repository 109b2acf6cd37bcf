/**
 * Reads .onnx, the format in which networks are exchanged between deep-learning libraries.
 *
 * <p>What lives here: {@link org.convlayers.io.onnx.OnnxModel}, a file as it stands. Everything about ONNX, its spellings
 * and its versions, stays in this package. Files are taken for hostile: every size is checked before memory is taken,
 * nesting is bounded, and each fault is one {@link org.convlayers.io.DamagedFileException}.
 *
 * <pre>{@code
 * OnnxModel model = OnnxModel.read(Path.of("model.onnx"));
 * model.opset(); // 17
 * }</pre>
 */
package org.convlayers.io.onnx;
