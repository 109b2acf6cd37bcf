package org.convlayers.text;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.convlayers.layer.Coordinates;
import org.convlayers.layer.Interpolation;
import org.convlayers.layer.Layer;
import org.convlayers.layer.PixelShuffle;
import org.convlayers.layer.PixelUnshuffle;
import org.convlayers.layer.Upsampling;
import org.convlayers.shape.Extent;
import org.convlayers.shape.ShapeException;

/** How layers that enlarge feature maps are written. */
final class UpsamplingSyntax {
    private static final String NEAREST = "nearest";
    private static final String NEAREST_EXACT = "nearest-exact";

    private static final Map<String, Interpolation> INTERPOLATIONS = Map.of(
            "linear", Interpolation.LINEAR,
            "bilinear", Interpolation.BILINEAR,
            "trilinear", Interpolation.TRILINEAR,
            "bicubic", Interpolation.BICUBIC);

    private final Parameter<Optional<Upsampling.Target>> size =
            Parameter.optional("size", ParameterType.orNone(ParameterType.SIZE), Optional.empty());
    private final Parameter<Optional<Upsampling.Target>> scaleFactor =
            Parameter.optional("scale_factor", ParameterType.orNone(ParameterType.FACTORS), Optional.empty());

    private UpsamplingSyntax() {}

    /** All of them. */
    static List<LayerSyntax> all() {
        UpsamplingSyntax syntax = new UpsamplingSyntax();
        return List.of(
                syntax.upsample(),
                syntax.ofPlanes("UpsamplingNearest2d", Interpolation.NEAREST, Coordinates.ASYMMETRIC),
                syntax.ofPlanes("UpsamplingBilinear2d", Interpolation.BILINEAR, Coordinates.ALIGN_CORNERS),
                shuffle(
                        "PixelShuffle",
                        "upscale_factor",
                        PixelShuffle::new,
                        layer -> layer instanceof PixelShuffle s ? Optional.of(s.upscaleFactor()) : Optional.empty()),
                shuffle(
                        "PixelUnshuffle",
                        "downscale_factor",
                        PixelUnshuffle::new,
                        layer -> layer instanceof PixelUnshuffle s
                                ? Optional.of(s.downscaleFactor())
                                : Optional.empty()));
    }

    private LayerSyntax upsample() {
        Parameter<String> mode = Parameter.shown(
                "mode",
                ParameterType.oneOf("nearest", "linear", "bilinear", "bicubic", "trilinear", "nearest-exact"),
                NEAREST);
        Parameter<Optional<Boolean>> alignCorners =
                Parameter.optional("align_corners", ParameterType.orNone(ParameterType.BOOLEAN), Optional.empty());
        Parameter<Optional<Boolean>> recompute = Parameter.optional(
                "recompute_scale_factor", ParameterType.orNone(ParameterType.BOOLEAN), Optional.empty());
        return new LayerSyntax(
                "Upsample",
                LayerSyntax.INPUT,
                List.of(size, scaleFactor, mode, alignCorners, recompute),
                a -> new Upsampling(
                        INTERPOLATIONS.getOrDefault(a.get(mode), Interpolation.NEAREST),
                        coordinates(a.get(mode), a.get(alignCorners)),
                        target(a, a.get(recompute).orElse(false))),
                layer -> layer instanceof Upsampling u
                        ? Optional.of(with(u.target(), Arguments.none(), recompute)
                                .with(mode, mode(u))
                                .with(alignCorners, alignCorners(u)))
                        : Optional.empty());
    }

    private static Coordinates coordinates(String mode, Optional<Boolean> alignCorners) {
        if (INTERPOLATIONS.containsKey(mode)) {
            return alignCorners.orElse(false) ? Coordinates.ALIGN_CORNERS : Coordinates.HALF_PIXEL;
        }
        if (alignCorners.isPresent()) {
            throw new ShapeException("align_corners option can only be set with the interpolating modes: linear |"
                    + " bilinear | bicubic | trilinear, but got mode '" + mode + "'");
        }
        return mode.equals(NEAREST_EXACT) ? Coordinates.HALF_PIXEL : Coordinates.ASYMMETRIC;
    }

    private static String mode(Upsampling layer) {
        if (layer.interpolation() == Interpolation.NEAREST) {
            return layer.coordinates() == Coordinates.HALF_PIXEL ? NEAREST_EXACT : NEAREST;
        }
        return INTERPOLATIONS.entrySet().stream()
                .filter(entry -> entry.getValue() == layer.interpolation())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static Optional<Boolean> alignCorners(Upsampling layer) {
        return layer.interpolation() == Interpolation.NEAREST
                ? Optional.empty()
                : Optional.of(layer.coordinates() == Coordinates.ALIGN_CORNERS);
    }

    private Upsampling.Target target(Arguments a, boolean recompute) {
        Optional<Upsampling.Target> pixels = a.get(size);
        Optional<Upsampling.Target> factors = a.get(scaleFactor);
        if (pixels.isPresent() == factors.isPresent()) {
            throw new ShapeException(
                    pixels.isPresent()
                            ? "only one of size or scale_factor should be defined"
                            : "either size or scale_factor should be defined");
        }
        if (recompute && pixels.isPresent()) {
            throw new ShapeException("recompute_scale_factor is not meaningful with an explicit size");
        }
        return recompute
                ? recomputed(factors.orElseThrow())
                : pixels.or(() -> factors).orElseThrow();
    }

    private static Upsampling.Target recomputed(Upsampling.Target factors) {
        return factors instanceof Upsampling.Same same
                ? new Upsampling.Same(recomputed(same.one()))
                : new Upsampling.Factors(((Upsampling.Factors) factors).values(), true);
    }

    private Arguments with(Upsampling.Target target, Arguments a, Parameter<Optional<Boolean>> recompute) {
        Upsampling.Target given = target instanceof Upsampling.Same same ? same.one() : target;
        if (given instanceof Upsampling.Factors factors) {
            Arguments scaled = a.with(scaleFactor, Optional.of(target));
            return factors.recomputed() ? scaled.with(recompute, Optional.of(true)) : scaled;
        }
        return a.with(size, Optional.of(target));
    }

    /** What PyTorch calls deprecated and still prints: read as the Upsample it stands for, and written as that. */
    private LayerSyntax ofPlanes(String name, Interpolation interpolation, Coordinates coordinates) {
        return new LayerSyntax(
                name,
                LayerSyntax.INPUT,
                List.of(size, scaleFactor, Parameter.unused("mode")),
                a -> new Upsampling(interpolation, coordinates, ofPlanes(target(a, false))),
                layer -> Optional.empty());
    }

    private static Upsampling.Target ofPlanes(Upsampling.Target target) {
        if (!(target instanceof Upsampling.Same same)) {
            return target;
        }
        return same.one() instanceof Upsampling.Factors factor
                ? new Upsampling.Factors(Collections.nCopies(2, factor.values().get(0)), false)
                : new Upsampling.Size(
                        Extent.filled(2, ((Upsampling.Size) same.one()).pixels().get(0)));
    }

    private static LayerSyntax shuffle(
            String name,
            String parameter,
            Function<Integer, Layer> maker,
            Function<Layer, Optional<Integer>> factorOf) {
        Parameter<Integer> factor = Parameter.required(parameter, ParameterType.WHOLE_NUMBER);
        return new LayerSyntax(
                name,
                LayerSyntax.INPUT,
                List.of(factor),
                a -> maker.apply(a.get(factor)),
                layer -> factorOf.apply(layer).map(value -> Arguments.none().with(factor, value)));
    }
}
