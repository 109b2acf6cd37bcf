package org.convlayers.app;

import java.util.ArrayList;
import java.util.List;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.layer.Network;

/**
 * A network and the image that it is applied to, as it takes it.
 *
 * @param outputs the network's outputs, fitted to the image
 * @param images the image for each output; knows the shape of the result as an array
 * @param image the image
 * @param rank the number of spatial axes
 */
public record AppliedNetwork(FilledOutputs outputs, List<ImageSource> images, ImageSource image, int rank) {
    /** Copies the list. */
    public AppliedNetwork {
        images = List.copyOf(images);
    }

    /** The items of the image. */
    public BlockSource blocks() {
        return image.blocks(rank);
    }

    /** The layers of all outputs. */
    public Network layers() {
        return outputs.layers().network();
    }

    /** What is done to the image's size. */
    SizeFit fit() {
        return outputs.fit().orElseThrow();
    }

    /**
     * What the {@code show} key names.
     *
     * @param show {@code output} (all of them), {@code all}, or the name of an output or a layer
     * @return one result or more; the first is the one that was asked for, or holds the network's output
     * @throws IllegalArgumentException if there is no layer of this name; the message names the nearest
     */
    public List<ShownMaps> shown(String show) {
        return new MapChoice(this).of(show);
    }

    /**
     * The names of the outputs that the {@code show} key names without saying which: all, where there are several.
     *
     * @param show as for {@link #shown}
     * @return a name for each result; empty if there is one output only, or the key names a layer or an output itself
     */
    public List<String> outputNames(String show) {
        return new MapChoice(this).outputNames(show);
    }

    /** What the user should know: of sizes that were padded or are not the model's, and of outputs that are missing. */
    public List<String> notes() {
        List<Network> networks = outputs.outputs().stream()
                .map(output -> output.filled().network())
                .toList();
        List<String> notes = new ArrayList<>(fit().note(networks).stream().toList());
        notes.addAll(outputs.remarks());
        return notes;
    }
}
