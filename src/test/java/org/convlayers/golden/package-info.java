/**
 * What PyTorch computes, sees, prints and says, for tests to compare with.
 *
 * <p>The files beside these classes are made by {@code make_goldens.py}, which describes them; {@link
 * org.convlayers.golden.Goldens} reads them. Any test may use it, a family's method as the source of a test's parameters:
 *
 * <pre>{@code
 * @ParameterizedTest
 * @MethodSource("org.convlayers.golden.Goldens#convolution")
 * void outputIsPyTorchs(ComputedCase golden) {
 *     Network network = NetworkText.parse(golden.text());
 *     Weights weights = golden.weights(network);
 *     ...
 * }
 * }</pre>
 */
package org.convlayers.golden;
