package org.convlayers.ij.arithmetic;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.convlayers.arithmetic.LayerArithmetic;
import org.convlayers.ij.image.ImageWeights;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.ij.image.StackPosition;
import org.convlayers.ij.option.Command;
import org.convlayers.ij.option.OptionDialog;
import org.convlayers.ij.option.Options;
import org.convlayers.text.NetworkText;

/**
 * Plugins > ConvLayers > Convolution Arithmetic...: how a small convolution comes to each of its output pixels, as an animation
 * on the pixels at the top left of the active image.
 */
public final class ConvolutionArithmetic extends Command {
    /** The name in the menu. */
    public static final String NAME = "Convolution Arithmetic...";

    /** Made by ImageJ. */
    public ConvolutionArithmetic() {
        super(NAME, ArithmeticOptions.SCHEMA, "convolution-arithmetic.md");
    }

    @Override
    public OptionDialog.Client client() {
        return options -> new OptionDialog.Outlook(describe(picture(options)));
    }

    /** The active image; one that shows arithmetic stands for the image it is about. */
    private static Optional<ImagePlus> source() {
        return Optional.ofNullable(WindowManager.getCurrentImage()).flatMap(ArithmeticStack::source);
    }

    private static ArithmeticPicture picture(Options options) throws IOException {
        Optional<ImagePlus> source = source();
        return ArithmeticOptions.picture(
                options,
                new ImageWeights(),
                source.map(SourceImage::of),
                source.map(ConvolutionArithmetic::item).orElse(0));
    }

    /** The plane that is shown, as item of the batch. */
    private static int item(ImagePlus image) {
        StackPosition position = StackPosition.of(image);
        return (position.frame() - 1) * image.getNSlices() + position.slice() - 1;
    }

    private static String describe(ArithmeticPicture picture) {
        String layers = picture.layers().stream()
                .map(layer -> NetworkText.print(layer.layer()) + "\n" + law(layer))
                .collect(Collectors.joining("\n"));
        return layers + "\n" + picture.frames() + " frames of " + picture.width() + " x " + picture.height()
                + " pixels";
    }

    private static String law(LayerArithmetic layer) {
        return "height " + layer.rows().formula() + ", width " + layer.columns().formula();
    }

    @Override
    public String execute(Options options) throws IOException {
        ImagePlus animation = ArithmeticStack.image(picture(options), OpenImages.uniqueTitle("arithmetic"), source());
        animation.show();
        IJ.showStatus("press \\ to play or stop");
        return animation.getTitle();
    }
}
