package org.convlayers.ij.arithmetic;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Colours for all frames alike: those that occur most, and of the others those that lie farthest from the ones taken before, so
 * that none is far from the nearest. For one thread.
 */
final class GifPalette {
    private static final int COLORS = 256;

    /** How many colours are taken because they occur often. */
    private static final int OFTEN = 160;

    private static final int OPAQUE = 0xff000000;

    private final int[] colors;
    private final IndexColorModel model;
    private final Map<Integer, Byte> indices = new HashMap<>();

    private GifPalette(int[] colors) {
        this.colors = colors;
        model = new IndexColorModel(8, colors.length, colors, 0, false, -1, DataBuffer.TYPE_BYTE);
    }

    /** Counts colours. */
    static final class Counter {
        private final Map<Integer, long[]> counts = new HashMap<>();

        /** Adds packed pixels. */
        void add(int... pixels) {
            int runColor = 0;
            long[] run = {0};
            for (int pixel : pixels) {
                int color = pixel | OPAQUE;
                if (color != runColor) {
                    run = counts.computeIfAbsent(color, unseen -> new long[1]);
                    runColor = color;
                }
                run[0]++;
            }
        }

        /** The palette. */
        GifPalette palette() {
            int[] byCount = counts.entrySet().stream()
                    .sorted(Comparator.<Map.Entry<Integer, long[]>>comparingLong(entry -> -entry.getValue()[0])
                            .thenComparing(Map.Entry::getKey))
                    .mapToInt(Map.Entry::getKey)
                    .toArray();
            int often = Math.min(OFTEN, byCount.length);
            int[] colors = Arrays.copyOf(byCount, Math.min(COLORS, byCount.length));
            int[] others = Arrays.copyOfRange(byCount, often, byCount.length);
            int[] distances = new int[others.length];
            Arrays.fill(distances, Integer.MAX_VALUE);
            for (int i = 0; i < often; i++) {
                shorten(distances, others, colors[i]);
            }
            for (int i = often; i < colors.length; i++) {
                colors[i] = others[indexOfLargest(distances)];
                shorten(distances, others, colors[i]);
            }
            return new GifPalette(colors);
        }

        /** Takes a further colour into account. */
        private static void shorten(int[] distances, int[] others, int color) {
            for (int i = 0; i < others.length; i++) {
                distances[i] = Math.min(distances[i], distance(others[i], color));
            }
        }

        private static int indexOfLargest(int... values) {
            int largest = 0;
            for (int i = 1; i < values.length; i++) {
                largest = values[i] > values[largest] ? i : largest;
            }
            return largest;
        }
    }

    /** A part of a picture in the colours of the palette. */
    BufferedImage index(BufferedImage picture, Rectangle part) {
        int[] pixels = picture.getRGB(part.x, part.y, part.width, part.height, null, 0, part.width);
        byte[] indexed = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            indexed[i] = i > 0 && pixels[i] == pixels[i - 1]
                    ? indexed[i - 1]
                    : indices.computeIfAbsent(pixels[i] | OPAQUE, this::nearest);
        }
        BufferedImage result = new BufferedImage(part.width, part.height, BufferedImage.TYPE_BYTE_INDEXED, model);
        result.getRaster().setDataElements(0, 0, part.width, part.height, indexed);
        return result;
    }

    private byte nearest(int color) {
        int best = 0;
        for (int i = 1; i < colors.length; i++) {
            if (distance(colors[i], color) < distance(colors[best], color)) {
                best = i;
            }
        }
        return (byte) best;
    }

    private static int distance(int a, int b) {
        int red = (a >> 16 & 0xff) - (b >> 16 & 0xff);
        int green = (a >> 8 & 0xff) - (b >> 8 & 0xff);
        int blue = (a & 0xff) - (b & 0xff);
        return red * red + green * green + blue * blue;
    }
}
