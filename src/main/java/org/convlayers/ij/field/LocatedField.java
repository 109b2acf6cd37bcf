package org.convlayers.ij.field;

import ij.ImagePlus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.convlayers.app.NetworkInput;
import org.convlayers.app.NetworkModel;
import org.convlayers.app.NetworkOutputs;
import org.convlayers.app.StackLayout;
import org.convlayers.ij.image.Lineage;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.image.SourceImage;
import org.convlayers.ij.image.StackPosition;
import org.convlayers.ij.option.OptionException;
import org.convlayers.layer.Network;

/**
 * A receptive field and where it is seen.
 *
 * @param fields the fields of its network on its image
 * @param field the field
 * @param slice the slice (Z) of that image to look at, from 1
 * @param frame the frame (T), from 1
 */
record LocatedField(FieldsOnImage fields, FieldOnImage field, int slice, int frame) {
    /** Networks of layers that fit any number of axes look at planes. */
    private static final int USUAL_RANK = 2;

    /**
     * Finds the field that a call asks for.
     *
     * @param active a feature map with a history; or, if the options name a network, the image it is applied to unless they
     *     name that too
     * @throws IllegalArgumentException if something asked for does not exist or does not go together
     * @throws IOException if the file of the network cannot be read
     */
    static LocatedField find(ImagePlus active, ReceptiveFieldOptions options) throws IOException {
        Optional<ImagePlus> wanted = options.source().map(OpenImages::titled);
        if (options.network().isPresent()) {
            ImagePlus source = wanted.orElse(active);
            NetworkModel model = NetworkInput.open(options.network().get());
            StackLayout layout = SourceImage.of(source).layout(model.rank().orElse(USUAL_RANK));
            return find(model.outputs(layout.shape()), source, options);
        }
        return find(Lineage.of(active, wanted), active, options, options.layer());
    }

    /** Of a network of several outputs, the layers of the first one that needs the layer. */
    private static LocatedField find(NetworkOutputs outputs, ImagePlus source, ReceptiveFieldOptions options) {
        if (options.layer().isEmpty() || options.isEachLayer(outputs.layers())) {
            return find(new Lineage(outputs.first(), source), source, options, options.layer());
        }
        String layer = layer(options.layer().get(), outputs::layer);
        return find(new Lineage(outputs.with(layer), source), source, options, Optional.of(layer));
    }

    /** The field of a pixel, seen at the Z and T at which {@code shown} stands. */
    private static LocatedField find(
            Lineage lineage, ImagePlus shown, ReceptiveFieldOptions options, Optional<String> wanted) {
        FieldsOnImage fields = FieldsOnImage.of(lineage);
        Network network = lineage.network();
        int node = options.isEachLayer(network)
                ? fields.last()
                : layer(wanted.orElse(network.output().name()), network::indexOf);
        String layer = network.nodes().get(node).name();
        StackLayout output = fields.output(node);
        String where =
                "layer '" + layer + "', which is " + output.width() + " x " + output.height() + " (width x height)";
        int x = place("x", options.x(), output.width(), where);
        int y = place("y", options.y(), output.height(), where);
        StackPosition position = StackPosition.of(shown);
        int depth = output.slices() == shown.getNSlices() ? position.slice() - 1 : output.slices() / 2;
        return at(fields, fields.field(node, x, y, depth), position);
    }

    /** A field, seen at the Z and T of a feature map, or where the middle of a field of slices is. */
    static LocatedField at(FieldsOnImage fields, FieldOnImage field, StackPosition position) {
        int slice =
                fields.isVolume() ? Math.max(1, Math.min(field.planes(), field.centrePlane() + 1)) : position.slice();
        return new LocatedField(fields, field, slice, position.frame());
    }

    /** The image that the field lies in. */
    ImagePlus source() {
        return fields.source();
    }

    /** The fields of all layers up to that of the field, which is the last of them, around the same place. */
    List<LocatedField> ofEachLayer() {
        int node = fields.network().indexOf(field.field().layer());
        return IntStream.rangeClosed(0, node)
                .mapToObj(layer ->
                        layer == node ? this : new LocatedField(fields, fields.nearest(layer, field), slice, frame))
                .toList();
    }

    private static <T> T layer(String layer, Function<String, T> search) {
        try {
            return search.apply(layer);
        } catch (IllegalArgumentException e) {
            throw new OptionException("layer=" + layer + ": " + e.getMessage(), e);
        }
    }

    private static int place(String key, OptionalInt given, int size, String where) {
        int place = given.orElse(size / 2);
        if (place < 0 || place >= size) {
            throw new OptionException(
                    key + "=" + place + " lies outside the output of " + where + "; allowed are 0 to " + (size - 1));
        }
        return place;
    }
}
