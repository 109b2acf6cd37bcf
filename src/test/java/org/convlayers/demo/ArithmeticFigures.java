package org.convlayers.demo;

import ij.process.ColorProcessor;
import ij.process.MedianCut;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.convlayers.ij.arithmetic.ArithmeticFile;
import org.convlayers.ij.arithmetic.ArithmeticOptions;
import org.convlayers.ij.arithmetic.ArithmeticPicture;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.io.OutputFile;
import org.convlayers.io.weights.TensorFiles;

/** The animations and pictures of the user guide's page on convolution arithmetic. */
final class ArithmeticFigures {
    private static final int COLORS = 256;

    private final Path sample;
    private final Path folder;

    /**
     * Names the files.
     *
     * @param sample an image that gives values
     * @param folder where to write
     */
    ArithmeticFigures(Path sample, Path folder) {
        this.sample = sample;
        this.folder = folder;
    }

    /** Writes all of them. */
    void write() throws IOException {
        animation("5-arithmetic", "size=5x5 stride=2 padding=1");
        animation("5-arithmetic-transposed", "size=2x2 transposed padding=1 outpad=1");
        frame("5-arithmetic-edges", "size=5x5 kernel=3 dilation=2 edges=reflect", 6, Optional.empty());
        frame("5-arithmetic-separable", "size=3x4x4 separable filters=2 padding=0", 5, Optional.of(sample));
    }

    private void animation(String name, String options) throws IOException {
        try (OutputFile file = OutputFile.create(folder.resolve(name + ".gif"), List.of())) {
            ArithmeticFile.GIF.write(picture(options, Optional.empty()), file);
        }
    }

    private void frame(String name, String options, int frame, Optional<Path> image) throws IOException {
        BufferedImage drawn = picture(options, image).draw(frame);
        BufferedImage small =
                new MedianCut(new ColorProcessor(drawn)).convertToByte(COLORS).getBufferedImage();
        ImageIO.write(small, "png", folder.resolve(name + ".png").toFile());
    }

    private static ArithmeticPicture picture(String options, Optional<Path> image) throws IOException {
        Optional<SourceImage> source =
                image.isPresent() ? Optional.of(SourceImage.open(image.get())) : Optional.empty();
        return ArithmeticOptions.picture(ArithmeticOptions.SCHEMA.parse(options), TensorFiles::read, source, 0);
    }
}
