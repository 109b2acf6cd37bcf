package org.convlayers.ij.arithmetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convlayers.arithmetic.Cell;
import org.convlayers.arithmetic.LayerArithmetic;
import org.convlayers.arithmetic.NumberText;
import org.convlayers.io.weights.TensorFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArithmeticPictureTest {
    /** The left border of the first input, and its upper one. */
    private static final int LEFT = 44;

    private static final int TOP = 96;
    private static final int CELL = 48;

    /** A place in a cell that no number, weight or border touches. */
    private static final int FREE_X = 8;

    private static final int FREE_Y = 38;

    private static ArithmeticPicture picture(String options) throws IOException {
        return ArithmeticOptions.picture(
                ArithmeticOptions.SCHEMA.parse(options), TensorFiles::read, Optional.empty(), 0);
    }

    private static Color color(BufferedImage frame, int row, int column, double scale) {
        int x = (int) (scale * (LEFT + column * CELL + FREE_X));
        int y = (int) (scale * (TOP + row * CELL + FREE_Y));
        return new Color(frame.getRGB(x, y));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, 3})
    void theWindowMovesOverTheInput(double scale) throws IOException {
        ArithmeticPicture picture = picture("stride=2 padding=1 scale=" + scale);
        CellStyle input = CellStyle.of(Cell.Kind.INPUT);
        CellStyle padding = CellStyle.of(Cell.Kind.CONSTANT);
        for (int i = 0; i < 9; i++) {
            BufferedImage frame = picture.draw(i);
            for (int row = 0; row < 7; row++) {
                for (int column = 0; column < 7; column++) {
                    int down = row - i / 3 * 2;
                    int right = column - i % 3 * 2;
                    boolean isMet = down >= 0 && down < 3 && right >= 0 && right < 3;
                    boolean isPadding = row % 6 == 0 || column % 6 == 0;
                    CellStyle style = isPadding ? padding : input;
                    assertEquals(
                            isMet ? style.met() : style.fill(),
                            color(frame, row, column, scale),
                            "frame " + i + ", cell " + row + ", " + column);
                }
            }
        }
    }

    @Test
    void paddingThatRepeatsPixelsIsTinted() throws IOException {
        BufferedImage frame = picture("edges=reflect").draw(0);
        CellStyle folded = CellStyle.of(Cell.Kind.FOLDED);
        assertEquals(folded.met(), color(frame, 0, 0, 1));
        assertEquals(folded.fill(), color(frame, 0, 5, 1));
    }

    /** With a dilation the holes of the window are as the rest of the input. */
    @Test
    void holesAreNotSeen() throws IOException {
        BufferedImage frame = picture("dilation=2 padding=0").draw(0);
        CellStyle input = CellStyle.of(Cell.Kind.INPUT);
        assertEquals(input.met(), color(frame, 0, 2, 1));
        assertEquals(input.fill(), color(frame, 0, 1, 1));
        assertEquals(input.fill(), color(frame, 1, 2, 1));
    }

    private static final String WIDE = "1234567 -0.00001 123456; -99999.5 3 -654321; 0.1 0.2 0.3";

    /** Whatever is written, it ends before the border of the frame. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "size=2x2 kernel=1",
                "size=2x3x3 kernel=1 separable",
                "size=2x1x1 groups=2 filters=2 kernel=5",
                "size=3x4x7 filters=5 edges=circular",
                "size=1x9 kernel=1x9 padding=full",
                "size=9x1 kernel=9x1 dilation=2 padding=full",
                "size=16x1x1 kernel=1",
                "size=1x1 kernel=1 filters=16",
                "size=12x12 kernel=12 padding=0",
                "weights=[" + WIDE + "]",
                "weights=[" + WIDE + "] edges=constant(-12345.678)"
            })
    void nothingIsCutOff(String options) throws IOException {
        ArithmeticPicture picture = picture(options);
        for (int i = 0; i < picture.frames(); i += Math.max(1, picture.frames() / 5)) {
            BufferedImage frame = picture.draw(i);
            assertTrue(isWhite(frame, 0, 0, frame.getWidth(), 8), "top");
            assertTrue(isWhite(frame, 0, frame.getHeight() - 8, frame.getWidth(), 8), "bottom");
            assertTrue(isWhite(frame, 0, 0, 8, frame.getHeight()), "left");
            assertTrue(isWhite(frame, frame.getWidth() - 8, 0, 8, frame.getHeight()), "right");
        }
    }

    /** Where a frame shows the weights of one channel, they have one place, not one below each channel. */
    @Test
    void depthwiseStagesTakeNoMoreRoomThanTheirMaps() throws IOException {
        int three = picture("size=3x4x4 groups=3 filters=3 padding=0").draw(0).getWidth();
        int six = picture("size=6x4x4 groups=6 filters=6 padding=0").draw(0).getWidth();
        assertTrue(three < 1250, three + " pixels");
        assertTrue(six - three < 3 * (20 + 4 * CELL + 20) + 2 * (20 + 2 * 80 + 20), six + " and " + three);
    }

    private static boolean isWhite(BufferedImage frame, int x, int y, int width, int height) {
        return IntStream.of(frame.getRGB(x, y, width, height, null, 0, width)).allMatch(pixel -> pixel == -1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "weights=kaiming",
                "weights=[" + WIDE + "]",
                "weights=[" + WIDE + "] edges=constant(-12345.678)",
                "weights=[1e30 1e-30; -1e30 1e20] padding=0"
            })
    void numbersFitIntoTheirCells(String options) throws IOException {
        for (LayerArithmetic layer : picture(options).layers()) {
            ArithmeticSizes sizes = ArithmeticSizes.of(layer);
            IntStream.range(0, layer.frames()).mapToObj(layer::frame).forEach(frame -> {
                assertFits(frame.value(), sizes.output());
                frame.sums().stream().flatMap(sum -> sum.taps().stream()).forEach(tap -> {
                    assertFits(tap.value(), sizes.input());
                    assertFits(tap.weight(), sizes.weights());
                    assertFits(tap.product(), sizes.products());
                    double chip = ArithmeticPen.width(NumberText.of(tap.weight()), ArithmeticPen.SMALL) + 8;
                    assertTrue(chip <= sizes.input().cellWidth(), () -> "weight " + tap.weight());
                    double factors = ArithmeticPen.width(ArithmeticText.factors(tap), ArithmeticPen.SMALL) + 8;
                    assertTrue(factors <= sizes.products().cellWidth(), () -> ArithmeticText.factors(tap));
                });
            });
        }
    }

    private static void assertFits(double number, CellGrid grid) {
        double width = ArithmeticPen.width(NumberText.of(number), ArithmeticPen.STRONG);
        assertTrue(width + 6 <= grid.cellWidth(), number + " needs " + width);
    }

    /** A protanope and a deuteranope see no red or green: lightness or blue must tell the colours of cells apart. */
    @Test
    void coloursOfCellsDifferInLightnessOrBlue() {
        List<Color> colors = Stream.of(Cell.Kind.values())
                .map(CellStyle::of)
                .flatMap(style -> Stream.of(style.fill(), style.met()))
                .distinct()
                .toList();
        for (int i = 0; i < colors.size(); i++) {
            for (int j = 0; j < i; j++) {
                double difference = Math.hypot(
                        lightness(colors.get(i)) - lightness(colors.get(j)),
                        0.5 * (colors.get(i).getBlue() - colors.get(j).getBlue()));
                assertTrue(difference > 5, colors.get(i) + " and " + colors.get(j) + ": " + difference);
            }
        }
    }

    private static double lightness(Color color) {
        return 0.3 * color.getRed() + 0.59 * color.getGreen() + 0.11 * color.getBlue();
    }
}
