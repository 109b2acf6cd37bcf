package org.convlayers.io.onnx;

import java.util.List;
import java.util.Optional;
import org.convlayers.io.DamagedFileException;
import org.convlayers.shape.Extent;
import org.convlayers.shape.FeatureShape;

/**
 * Models for images so large that their feature maps have more values than an array holds. If a model becomes the same
 * layers for two smaller images, whose sizes have the same remainders, these are its layers for the large one too.
 */
final class LargeImport {
    /** Images with fewer values are translated themselves, if that is possible. */
    private static final long LARGE = 1L << 24;

    /** What sizes are reduced by is a multiple of it. */
    private static final int PERIOD = 512;

    private LargeImport() {}

    /** Makes a model for images of a shape. */
    interface Importer {
        ImportedNetwork of(FeatureShape item) throws DamagedFileException;
    }

    /**
     * The layers for images of a shape.
     *
     * @throws DamagedFileException if an operator is not supported
     * @throws org.convlayers.shape.ShapeException if the network does not take such images
     */
    static ImportedNetwork of(FeatureShape item, Importer importer) throws DamagedFileException {
        if (item.elements() >= LARGE) {
            Optional<ImportedNetwork> large = bySmaller(item, importer);
            return large.isPresent() ? large.get() : importer.of(item);
        }
        try {
            return importer.of(item);
        } catch (DamagedFileException e) { // many maps of an image that is not large are too many values, too
            return bySmaller(item, importer).orElseThrow(() -> e);
        }
    }

    /** Empty if the image is not larger than the smaller ones, or if the layers depend on its size. */
    private static Optional<ImportedNetwork> bySmaller(FeatureShape item, Importer importer)
            throws DamagedFileException {
        FeatureShape small = reduced(item, 1);
        if (small.equals(item)) {
            return Optional.empty();
        }
        ImportedNetwork one = importer.of(small);
        ImportedNetwork other = importer.of(reduced(item, 2));
        return areAlike(one, other) && haveMapsAsOutputs(one, small)
                ? Optional.of(resized(one, item))
                : Optional.empty();
    }

    /** Long axes with some periods and the same remainder. */
    private static FeatureShape reduced(FeatureShape item, int periods) {
        Extent size = item.spatial();
        return new FeatureShape(
                item.channels(), size.combine(size, (n, same) -> n > 3 * PERIOD ? periods * PERIOD + n % PERIOD : n));
    }

    private static boolean areAlike(ImportedNetwork one, ImportedNetwork other) {
        List<ImportedNetwork.Output> ofOne = one.outputs();
        List<ImportedNetwork.Output> ofOther = other.outputs();
        boolean areAlike = ofOne.size() == ofOther.size();
        for (int i = 0; areAlike && i < ofOne.size(); i++) {
            areAlike = ofOne.get(i).network().equals(ofOther.get(i).network())
                    && ofOne.get(i)
                            .weights()
                            .sha256()
                            .equals(ofOther.get(i).weights().sha256());
        }
        return areAlike;
    }

    private static boolean haveMapsAsOutputs(ImportedNetwork imported, FeatureShape item) {
        return imported.outputs().stream()
                .allMatch(output -> output.shape()
                        .equals(NetworkAssembly.array(output.network().outputShape(item))));
    }

    private static ImportedNetwork resized(ImportedNetwork small, FeatureShape item) {
        List<ImportedNetwork.Output> further = small.further().stream()
                .map(output -> new ImportedNetwork.Output(
                        output.name(),
                        output.network(),
                        output.weights(),
                        NetworkAssembly.array(output.network().outputShape(item))))
                .toList();
        return new ImportedNetwork(
                small.name(),
                small.network(),
                small.weights(),
                1,
                item,
                NetworkAssembly.array(small.network().outputShape(item)),
                further,
                small.leftOut(),
                small.remarks());
    }
}
