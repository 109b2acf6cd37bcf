package org.convlayers.ij;

import static org.junit.jupiter.api.Assertions.assertFalse;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import java.io.IOException;
import java.util.stream.Stream;
import org.convlayers.ij.arithmetic.ConvolutionArithmetic;
import org.convlayers.ij.field.ShowReceptiveField;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.network.ConvolutionLayer;
import org.convlayers.ij.network.DepthwiseSeparableConvolution;
import org.convlayers.ij.network.DilatedConvolution;
import org.convlayers.ij.network.LayerSummary;
import org.convlayers.ij.network.PoolingLayer;
import org.convlayers.ij.network.TransposedConvolutionLayer;
import org.convlayers.ij.network.UpsamplingLayer;
import org.convlayers.ij.option.Command;
import org.convlayers.ij.option.OptionKey;
import org.convlayers.ij.option.Options;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a dialog offers to choose is accepted with everything else as it is at first, on an image of four channels and two
 * slices, which every choice can be applied to.
 */
@ExtendWith(BatchMode.class)
final class SuggestionsTest {
    private static final int SIZE = 16;

    static Stream<Arguments> suggestions() {
        return Stream.of(
                        new ConvolutionLayer(),
                        new DepthwiseSeparableConvolution(),
                        new DilatedConvolution(),
                        new PoolingLayer(),
                        new TransposedConvolutionLayer(),
                        new UpsamplingLayer(),
                        new ConvolutionArithmetic(),
                        new ShowReceptiveField(),
                        new LayerSummary())
                .flatMap(command -> command.schema().keys().stream()
                        .flatMap(key -> key.choices().stream().map(value -> Arguments.of(command, key, value))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("suggestions")
    void isExplainedByTheDialogAndRunByTheCommand(Command command, OptionKey key, String value) throws IOException {
        ImagePlus image = IJ.createHyperStack("volume", SIZE, SIZE, 4, 2, 1, 8);
        image.show();
        if (command instanceof ShowReceptiveField) {
            image = OpenImages.titled(new ConvolutionLayer()
                    .execute(new ConvolutionLayer().schema().defaults()));
            WindowManager.setTempCurrentImage(image);
        }
        Options initial = command.initial(command.schema().parse(needs(key)));
        Options options = initial.with(key, value);
        assertFalse(command.client().outlook(options).text().isBlank());
        command.execute(options);
    }

    /** Few choices are for one way of working only, and are refused with its name otherwise. */
    private static String needs(OptionKey key) {
        return switch (key.name()) {
            case "exclude-border" -> "operation=average";
            case "align-corners" -> "method=bilinear";
            case "network" -> "size=3x64x64";
            default -> "";
        };
    }
}
