package org.convlayers.benchmark;

import java.util.Optional;

/** The engines that are compared. */
enum Engine {
    CONVLAYERS("ConvLayers") {
        @Override
        Optional<Contender> prepare(Job job) {
            return Optional.of(new ConvLayersContender(job));
        }
    },
    ONNX_RUNTIME("onnxruntime") {
        @Override
        Optional<Contender> prepare(Job job) {
            return Optional.of(new OnnxRuntimeContender(job));
        }
    },
    LIBTORCH("libtorch") {
        @Override
        Optional<Contender> prepare(Job job) {
            return LibtorchContender.takes(job) ? Optional.of(new LibtorchContender(job)) : Optional.empty();
        }
    },
    CONVOLVER("Convolver") {
        @Override
        Optional<Contender> prepare(Job job) {
            return ConvolverContender.takes(job) ? Optional.of(new ConvolverContender(job)) : Optional.empty();
        }
    };

    private final String title;

    Engine(String title) {
        this.title = title;
    }

    /** The name in tables. */
    String title() {
        return title;
    }

    /** Whether it computes the same values; ImageJ's Convolver knows no bias and has another border. */
    boolean givesSameValues() {
        return this != CONVOLVER;
    }

    /** Makes a job ready; empty if the engine cannot do it. */
    abstract Optional<Contender> prepare(Job job);
}
