package org.convlayers.engine.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;

/**
 * The loops of the microkernels and of Winograd's transforms. The class is loaded once for each length of strips: {@link #LENGTH} is a constant of each
 * copy, which the JIT compiles for itself.
 *
 * <p>The JIT compilers of Java 17 and of newer versions turn these loops into SIMD code because all arrays are indexed by
 * the same x, the trip count is a constant, and the method holds one nest of loops and nothing else. Two nests in a
 * method, a check of the arrays' lengths, four taps, or being inlined into a caller made Java 17 five times slower. A method
 * of more than 325 bytes of bytecode is not inlined (the JIT's FreqInlineSize), which these are; a test holds them to it.
 * Two rows by three taps would be too short: two sums are computed one by one. Even the order of the statements counts
 * where many values are made of the same ones: other orders of {@link #eightWinogradInputsAtOnes} were five times slower.
 */
final class StripLoops implements Loops {
    private static final int LENGTH = length();

    /** The end of the lanes. */
    private static final int END = Strip.FIRST + LENGTH;

    /** The distance of the rows of accumulators. */
    private static final int ROW = Accumulators.rowLength(LENGTH);

    private static int length() {
        try {
            Integer length = MethodHandles.classData(MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, Integer.class);
            return length == null ? Strip.LENGTH : length;
        } catch (IllegalAccessException e) {
            throw new AssertionError("a class sees what it was loaded with", e);
        }
    }

    /** A copy for strips of a length. */
    static Loops of(int length) {
        String file = StripLoops.class.getSimpleName() + ".class";
        try (InputStream in = StripLoops.class.getResourceAsStream(file)) {
            return (Loops) MethodHandles.lookup()
                    .defineHiddenClassWithClassData(in.readAllBytes(), length, true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the loops cannot be copied", e);
        }
    }

    @Override
    public void fourSums(float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset) {
        final float[] sum0 = sums[row];
        final float[] sum1 = sums[row + 1];
        final float[] sum2 = sums[row + 2];
        final float[] sum3 = sums[row + 3];
        int w = offset;
        for (int t = from; t < to; t += 3) {
            final float[] tap0 = taps[t];
            final float[] tap1 = taps[t + 1];
            final float[] tap2 = taps[t + 2];
            final float w00 = weights[w];
            final float w01 = weights[w + 1];
            final float w02 = weights[w + 2];
            final float w10 = weights[w + 3];
            final float w11 = weights[w + 4];
            final float w12 = weights[w + 5];
            final float w20 = weights[w + 6];
            final float w21 = weights[w + 7];
            final float w22 = weights[w + 8];
            final float w30 = weights[w + 9];
            final float w31 = weights[w + 10];
            final float w32 = weights[w + 11];
            w += 12;
            for (int x = Strip.BEGIN; x < END; x++) {
                final float u0 = tap0[x];
                final float u1 = tap1[x];
                final float u2 = tap2[x];
                float s0 = sum0[x];
                s0 = Math.fma(w00, u0, s0);
                s0 = Math.fma(w01, u1, s0);
                s0 = Math.fma(w02, u2, s0);
                sum0[x] = s0;
                float s1 = sum1[x];
                s1 = Math.fma(w10, u0, s1);
                s1 = Math.fma(w11, u1, s1);
                s1 = Math.fma(w12, u2, s1);
                sum1[x] = s1;
                float s2 = sum2[x];
                s2 = Math.fma(w20, u0, s2);
                s2 = Math.fma(w21, u1, s2);
                s2 = Math.fma(w22, u2, s2);
                sum2[x] = s2;
                float s3 = sum3[x];
                s3 = Math.fma(w30, u0, s3);
                s3 = Math.fma(w31, u1, s3);
                s3 = Math.fma(w32, u2, s3);
                sum3[x] = s3;
            }
        }
    }

    @Override
    public void fourSums(float[][] taps, int from, int to, Accumulators rows, float[] weights, int offset) {
        final float[] sums = rows.values;
        int w = offset;
        for (int t = from; t < to; t += 3) {
            final float[] tap0 = taps[t];
            final float[] tap1 = taps[t + 1];
            final float[] tap2 = taps[t + 2];
            final float w00 = weights[w];
            final float w01 = weights[w + 1];
            final float w02 = weights[w + 2];
            final float w10 = weights[w + 3];
            final float w11 = weights[w + 4];
            final float w12 = weights[w + 5];
            final float w20 = weights[w + 6];
            final float w21 = weights[w + 7];
            final float w22 = weights[w + 8];
            final float w30 = weights[w + 9];
            final float w31 = weights[w + 10];
            final float w32 = weights[w + 11];
            w += 12;
            for (int x = Strip.BEGIN; x < END; x++) {
                final float u0 = tap0[x];
                final float u1 = tap1[x];
                final float u2 = tap2[x];
                float s0 = sums[x];
                s0 = Math.fma(w00, u0, s0);
                s0 = Math.fma(w01, u1, s0);
                s0 = Math.fma(w02, u2, s0);
                sums[x] = s0;
                float s1 = sums[x + ROW];
                s1 = Math.fma(w10, u0, s1);
                s1 = Math.fma(w11, u1, s1);
                s1 = Math.fma(w12, u2, s1);
                sums[x + ROW] = s1;
                float s2 = sums[x + 2 * ROW];
                s2 = Math.fma(w20, u0, s2);
                s2 = Math.fma(w21, u1, s2);
                s2 = Math.fma(w22, u2, s2);
                sums[x + 2 * ROW] = s2;
                float s3 = sums[x + 3 * ROW];
                s3 = Math.fma(w30, u0, s3);
                s3 = Math.fma(w31, u1, s3);
                s3 = Math.fma(w32, u2, s3);
                sums[x + 3 * ROW] = s3;
            }
        }
    }

    @Override
    public void threeSums(float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset) {
        final float[] sum0 = sums[row];
        final float[] sum1 = sums[row + 1];
        final float[] sum2 = sums[row + 2];
        int w = offset;
        for (int t = from; t < to; t += 3) {
            final float[] tap0 = taps[t];
            final float[] tap1 = taps[t + 1];
            final float[] tap2 = taps[t + 2];
            final float w00 = weights[w];
            final float w01 = weights[w + 1];
            final float w02 = weights[w + 2];
            final float w10 = weights[w + 3];
            final float w11 = weights[w + 4];
            final float w12 = weights[w + 5];
            final float w20 = weights[w + 6];
            final float w21 = weights[w + 7];
            final float w22 = weights[w + 8];
            w += 9;
            for (int x = Strip.BEGIN; x < END; x++) {
                final float u0 = tap0[x];
                final float u1 = tap1[x];
                final float u2 = tap2[x];
                float s0 = sum0[x];
                s0 = Math.fma(w00, u0, s0);
                s0 = Math.fma(w01, u1, s0);
                s0 = Math.fma(w02, u2, s0);
                sum0[x] = s0;
                float s1 = sum1[x];
                s1 = Math.fma(w10, u0, s1);
                s1 = Math.fma(w11, u1, s1);
                s1 = Math.fma(w12, u2, s1);
                sum1[x] = s1;
                float s2 = sum2[x];
                s2 = Math.fma(w20, u0, s2);
                s2 = Math.fma(w21, u1, s2);
                s2 = Math.fma(w22, u2, s2);
                sum2[x] = s2;
            }
        }
    }

    @Override
    public void threeSums(float[][] taps, int from, int to, Accumulators rows, float[] weights, int offset) {
        final float[] sums = rows.values;
        int w = offset;
        for (int t = from; t < to; t += 3) {
            final float[] tap0 = taps[t];
            final float[] tap1 = taps[t + 1];
            final float[] tap2 = taps[t + 2];
            final float w00 = weights[w];
            final float w01 = weights[w + 1];
            final float w02 = weights[w + 2];
            final float w10 = weights[w + 3];
            final float w11 = weights[w + 4];
            final float w12 = weights[w + 5];
            final float w20 = weights[w + 6];
            final float w21 = weights[w + 7];
            final float w22 = weights[w + 8];
            w += 9;
            for (int x = Strip.BEGIN; x < END; x++) {
                final float u0 = tap0[x];
                final float u1 = tap1[x];
                final float u2 = tap2[x];
                float s0 = sums[x];
                s0 = Math.fma(w00, u0, s0);
                s0 = Math.fma(w01, u1, s0);
                s0 = Math.fma(w02, u2, s0);
                sums[x] = s0;
                float s1 = sums[x + ROW];
                s1 = Math.fma(w10, u0, s1);
                s1 = Math.fma(w11, u1, s1);
                s1 = Math.fma(w12, u2, s1);
                sums[x + ROW] = s1;
                float s2 = sums[x + 2 * ROW];
                s2 = Math.fma(w20, u0, s2);
                s2 = Math.fma(w21, u1, s2);
                s2 = Math.fma(w22, u2, s2);
                sums[x + 2 * ROW] = s2;
            }
        }
    }

    @Override
    public void oneSum(float[][] taps, int from, int to, float[][] sums, int row, float[] weights, int offset) {
        final float[] sum = sums[row];
        int w = offset;
        for (int t = from; t < to; t += 9) {
            final float[] tap0 = taps[t];
            final float[] tap1 = taps[t + 1];
            final float[] tap2 = taps[t + 2];
            final float[] tap3 = taps[t + 3];
            final float[] tap4 = taps[t + 4];
            final float[] tap5 = taps[t + 5];
            final float[] tap6 = taps[t + 6];
            final float[] tap7 = taps[t + 7];
            final float[] tap8 = taps[t + 8];
            final float w0 = weights[w];
            final float w1 = weights[w + 1];
            final float w2 = weights[w + 2];
            final float w3 = weights[w + 3];
            final float w4 = weights[w + 4];
            final float w5 = weights[w + 5];
            final float w6 = weights[w + 6];
            final float w7 = weights[w + 7];
            final float w8 = weights[w + 8];
            w += 9;
            for (int x = Strip.BEGIN; x < END; x++) {
                float s = sum[x];
                s = Math.fma(w0, tap0[x], s);
                s = Math.fma(w1, tap1[x], s);
                s = Math.fma(w2, tap2[x], s);
                s = Math.fma(w3, tap3[x], s);
                s = Math.fma(w4, tap4[x], s);
                s = Math.fma(w5, tap5[x], s);
                s = Math.fma(w6, tap6[x], s);
                s = Math.fma(w7, tap7[x], s);
                s = Math.fma(w8, tap8[x], s);
                sum[x] = s;
            }
        }
    }

    @Override
    public void oneSum(float[][] taps, int from, int to, Accumulators rows, float[] weights, int offset) {
        final float[] sums = rows.values;
        int w = offset;
        for (int t = from; t < to; t += 9) {
            final float[] tap0 = taps[t];
            final float[] tap1 = taps[t + 1];
            final float[] tap2 = taps[t + 2];
            final float[] tap3 = taps[t + 3];
            final float[] tap4 = taps[t + 4];
            final float[] tap5 = taps[t + 5];
            final float[] tap6 = taps[t + 6];
            final float[] tap7 = taps[t + 7];
            final float[] tap8 = taps[t + 8];
            final float w0 = weights[w];
            final float w1 = weights[w + 1];
            final float w2 = weights[w + 2];
            final float w3 = weights[w + 3];
            final float w4 = weights[w + 4];
            final float w5 = weights[w + 5];
            final float w6 = weights[w + 6];
            final float w7 = weights[w + 7];
            final float w8 = weights[w + 8];
            w += 9;
            for (int x = Strip.BEGIN; x < END; x++) {
                float s = sums[x];
                s = Math.fma(w0, tap0[x], s);
                s = Math.fma(w1, tap1[x], s);
                s = Math.fma(w2, tap2[x], s);
                s = Math.fma(w3, tap3[x], s);
                s = Math.fma(w4, tap4[x], s);
                s = Math.fma(w5, tap5[x], s);
                s = Math.fma(w6, tap6[x], s);
                s = Math.fma(w7, tap7[x], s);
                s = Math.fma(w8, tap8[x], s);
                sums[x] = s;
            }
        }
    }

    @Override
    public void sixWinogradInputs(float[][] inputs, int first, int step, float[][] transformed, int to, int toStep) {
        final float[] input0 = inputs[first];
        final float[] input1 = inputs[first + step];
        final float[] input2 = inputs[first + 2 * step];
        final float[] input3 = inputs[first + 3 * step];
        final float[] input4 = inputs[first + 4 * step];
        final float[] input5 = inputs[first + 5 * step];
        final float[] to0 = transformed[to];
        final float[] to1 = transformed[to + toStep];
        final float[] to2 = transformed[to + 2 * toStep];
        final float[] to3 = transformed[to + 3 * toStep];
        final float[] to4 = transformed[to + 4 * toStep];
        final float[] to5 = transformed[to + 5 * toStep];
        for (int x = Strip.FIRST; x < END + Winograd.MORE_INPUT; x++) {
            final float d0 = input0[x];
            final float d1 = input1[x];
            final float d2 = input2[x];
            final float d3 = input3[x];
            final float d4 = input4[x];
            final float d5 = input5[x];
            float t0 = d4;
            t0 = Math.fma(-5f, d2, t0);
            t0 = Math.fma(4f, d0, t0);
            float t5 = d5;
            t5 = Math.fma(-5f, d3, t5);
            t5 = Math.fma(4f, d1, t5);
            float evenOfOnes = d4;
            evenOfOnes = Math.fma(-4f, d2, evenOfOnes);
            float oddOfOnes = d3;
            oddOfOnes = Math.fma(-4f, d1, oddOfOnes);
            float t1 = evenOfOnes;
            t1 += oddOfOnes;
            float t2 = evenOfOnes;
            t2 -= oddOfOnes;
            final float evenOfTwos = d4 - d2;
            final float oddOfTwos = d3 - d1;
            float t3 = evenOfTwos;
            t3 = Math.fma(2f, oddOfTwos, t3);
            float t4 = evenOfTwos;
            t4 = Math.fma(-2f, oddOfTwos, t4);
            to0[x] = t0;
            to1[x] = t1;
            to2[x] = t2;
            to3[x] = t3;
            to4[x] = t4;
            to5[x] = t5;
        }
    }

    @Override
    public void sixWinogradProducts(float[][] products, int first, int step, float[][] outputs, float[] check) {
        final float[] product0 = products[first];
        final float[] product1 = products[first + step];
        final float[] product2 = products[first + 2 * step];
        final float[] product3 = products[first + 3 * step];
        final float[] product4 = products[first + 4 * step];
        final float[] product5 = products[first + 5 * step];
        final float[] output0 = outputs[0];
        final float[] output1 = outputs[1];
        final float[] output2 = outputs[2];
        final float[] output3 = outputs[3];
        for (int x = Strip.FIRST; x < END; x++) {
            final float m0 = product0[x];
            final float m1 = product1[x];
            final float m2 = product2[x];
            final float m3 = product3[x];
            final float m4 = product4[x];
            final float m5 = product5[x];
            float evenOfOnes = m1;
            evenOfOnes += m2;
            float oddOfOnes = m1;
            oddOfOnes -= m2;
            float evenOfTwos = m3;
            evenOfTwos += m4;
            float oddOfTwos = m3;
            oddOfTwos -= m4;
            float y0 = m0;
            y0 += evenOfOnes;
            y0 += evenOfTwos;
            float y1 = oddOfOnes;
            y1 = Math.fma(2f, oddOfTwos, y1);
            float y2 = evenOfOnes;
            y2 = Math.fma(4f, evenOfTwos, y2);
            float y3 = oddOfOnes;
            y3 = Math.fma(8f, oddOfTwos, y3);
            y3 += m5;
            float upper = y0;
            upper += y1;
            float lower = y2;
            lower += y3;
            float all = upper;
            all += lower;
            float checked = check[x];
            checked = Math.fma(0f, all, checked);
            output0[x] = y0;
            output1[x] = y1;
            output2[x] = y2;
            output3[x] = y3;
            check[x] = checked;
        }
    }

    @Override
    public void eightWinogradInputsAtOnes(
            float[][] inputs, int first, int step, float[][] transformed, int to, int toStep) {
        final float[] input0 = inputs[first];
        final float[] input1 = inputs[first + step];
        final float[] input2 = inputs[first + 2 * step];
        final float[] input3 = inputs[first + 3 * step];
        final float[] input4 = inputs[first + 4 * step];
        final float[] input5 = inputs[first + 5 * step];
        final float[] input6 = inputs[first + 6 * step];
        final float[] input7 = inputs[first + 7 * step];
        final float[] to0 = transformed[to];
        final float[] to1 = transformed[to + toStep];
        final float[] to2 = transformed[to + 2 * toStep];
        final float[] to5 = transformed[to + 5 * toStep];
        for (int x = Strip.FIRST; x < END + Winograd.MORE_INPUT; x++) {
            final float d0 = input0[x];
            final float d1 = input1[x];
            final float d2 = input2[x];
            final float d3 = input3[x];
            final float d4 = input4[x];
            final float d5 = input5[x];
            final float d6 = input6[x];
            final float d7 = input7[x];
            float t5 = d7;
            t5 -= d1;
            t5 = Math.fma(-5.25f, d5, t5);
            t5 = Math.fma(5.25f, d3, t5);
            float t0 = d6;
            t0 -= d0;
            t0 = Math.fma(-5.25f, d4, t0);
            t0 = Math.fma(5.25f, d2, t0);
            float odd = d5;
            odd = Math.fma(-4.25f, d3, odd);
            odd += d1;
            float even = d2;
            even = Math.fma(-4.25f, d4, even);
            even += d6;
            float t1 = even;
            t1 += odd;
            float t2 = even;
            t2 -= odd;
            to0[x] = t0;
            to1[x] = t1;
            to2[x] = t2;
            to5[x] = t5;
        }
    }

    @Override
    public void eightWinogradInputsAtTwos(
            float[][] inputs, int first, int step, float[][] transformed, int to, int toStep) {
        final float[] input1 = inputs[first + step];
        final float[] input2 = inputs[first + 2 * step];
        final float[] input3 = inputs[first + 3 * step];
        final float[] input4 = inputs[first + 4 * step];
        final float[] input5 = inputs[first + 5 * step];
        final float[] input6 = inputs[first + 6 * step];
        final float[] to3 = transformed[to + 3 * toStep];
        final float[] to4 = transformed[to + 4 * toStep];
        final float[] to6 = transformed[to + 6 * toStep];
        final float[] to7 = transformed[to + 7 * toStep];
        for (int x = Strip.FIRST; x < END + Winograd.MORE_INPUT; x++) {
            final float d1 = input1[x];
            final float d2 = input2[x];
            final float d3 = input3[x];
            final float d4 = input4[x];
            final float d5 = input5[x];
            final float d6 = input6[x];
            float evenOfHalves = d6;
            evenOfHalves = Math.fma(4f, d2, evenOfHalves);
            evenOfHalves = Math.fma(-5f, d4, evenOfHalves);
            float evenOfTwos = d6;
            evenOfTwos = Math.fma(-1.25f, d4, evenOfTwos);
            evenOfTwos = Math.fma(0.25f, d2, evenOfTwos);
            float oddOfHalves = d5;
            oddOfHalves = Math.fma(-5f, d3, oddOfHalves);
            oddOfHalves = Math.fma(4f, d1, oddOfHalves);
            float oddOfTwos = d5;
            oddOfTwos = Math.fma(0.25f, d1, oddOfTwos);
            oddOfTwos = Math.fma(-1.25f, d3, oddOfTwos);
            float t3 = evenOfTwos;
            t3 = Math.fma(2f, oddOfTwos, t3);
            float t4 = evenOfTwos;
            t4 = Math.fma(-2f, oddOfTwos, t4);
            float t6 = evenOfHalves;
            t6 = Math.fma(0.5f, oddOfHalves, t6);
            float t7 = evenOfHalves;
            t7 = Math.fma(-0.5f, oddOfHalves, t7);
            to3[x] = t3;
            to4[x] = t4;
            to6[x] = t6;
            to7[x] = t7;
        }
    }

    @Override
    public void addWinogradHalves(float[][] products, int first, int step, float[][] outputs, float[] check) {
        float half = 0.5f;
        float quarter = half * half;
        float eighth = quarter * half;
        final int ofHalf = first + 6 * step;
        final int ofMinusHalf = first + 7 * step;
        final float[] product6 = products[ofHalf];
        final float[] product7 = products[ofMinusHalf];
        final float[] output0 = outputs[0];
        final float[] output1 = outputs[1];
        final float[] output2 = outputs[2];
        final float[] output3 = outputs[3];
        for (int x = Strip.FIRST; x < END; x++) {
            final float m6 = product6[x];
            final float m7 = product7[x];
            final float s0 = output0[x];
            final float s1 = output1[x];
            final float s2 = output2[x];
            final float s3 = output3[x];
            float even = m6;
            even += m7;
            float odd = m6;
            odd -= m7;
            float term1 = odd;
            term1 *= half;
            float term2 = even;
            term2 *= quarter;
            float term3 = odd;
            term3 *= eighth;
            float y0 = even;
            y0 += s0;
            float y1 = term1;
            y1 += s1;
            float y2 = term2;
            y2 += s2;
            float y3 = term3;
            y3 += s3;
            float checked = check[x];
            float checked0 = checked;
            checked0 = Math.fma(0f, y0, checked0);
            float checked1 = checked0;
            checked1 = Math.fma(0f, y1, checked1);
            float checked2 = checked1;
            checked2 = Math.fma(0f, y2, checked2);
            float checked3 = checked2;
            checked3 = Math.fma(0f, y3, checked3);
            output0[x] = y0;
            output1[x] = y1;
            output2[x] = y2;
            output3[x] = y3;
            check[x] = checked3;
        }
    }
}
