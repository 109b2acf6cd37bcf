package org.convlayers.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.convlayers.engine.memory.BlockSource;
import org.convlayers.layer.Network;

/**
 * A network and the image that it is applied to, as it takes it.
 *
 * @param heads the network's outputs, at least one
 * @param missing what is said of outputs that are not among them, and of layers that only these need, by their names
 * @param image the image
 * @param rank the number of spatial axes
 * @param fit what is done to the image's size
 * @param remarks what else the user should know, in words
 */
public record AppliedNetwork(
        List<Head> heads, Map<String, String> missing, ImageSource image, int rank, SizeFit fit, List<String> remarks) {
    /** Copies the collections. */
    public AppliedNetwork {
        heads = List.copyOf(heads);
        missing = Map.copyOf(missing);
        remarks = List.copyOf(remarks);
    }

    /**
     * An output.
     *
     * @param name its name
     * @param filled the layers that it needs, for images of the size that the network takes
     * @param image the image; knows the shape of the result as an array
     */
    record Head(String name, FilledNetwork filled, ImageSource image) {}

    /** The items of the image. */
    public BlockSource blocks() {
        return image.blocks(rank);
    }

    /** The network of the first output. */
    public FilledNetwork filled() {
        return fit.around(heads.get(0).filled());
    }

    /** The layers of all outputs. */
    public Network layers() {
        NetworkJoin join = new NetworkJoin();
        heads.forEach(head -> join.add(fit.around(head.filled())));
        return join.network();
    }

    /** The network of the first output that needs a layer. */
    public FilledNetwork with(String layer) {
        return heads.stream()
                .map(head -> fit.around(head.filled()))
                .filter(filled -> filled.network().has(layer))
                .findFirst()
                .orElseGet(this::filled);
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

    /** What the user should know: of sizes that were padded or are not the model's, and of outputs that are missing. */
    public List<String> notes() {
        List<Network> networks =
                heads.stream().map(head -> head.filled().network()).toList();
        List<String> notes = new ArrayList<>(fit.note(networks).stream().toList());
        notes.addAll(remarks);
        return notes;
    }
}
