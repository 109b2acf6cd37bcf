package org.convlayers.benchmark;

import ij.plugin.filter.Convolver;
import ij.process.FloatProcessor;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;

/** ImageJ's own Convolver, which takes one kernel on one channel and works in one thread. */
final class ConvolverContender implements Contender {
    private final Convolver convolver = new Convolver();
    private final float[] input;
    private final float[] kernel;
    private final int kernelWidth;
    private final int kernelHeight;
    private final FloatProcessor image;

    ConvolverContender(Job job) {
        Convolution layer = (Convolution) job.network().nodes().get(0).layer();
        kernelHeight = layer.window().kernelSize().get(0);
        kernelWidth = layer.window().kernelSize().get(1);
        kernel = job.weights().get(job.network().nodes().get(0).name() + ".weight").data();
        input = job.source().planes()[0][0][0];
        image = new FloatProcessor(
                job.input().spatial().get(1), job.input().spatial().get(0), new float[input.length]);
        convolver.setNormalize(false);
    }

    /** Whether it can do a job. */
    static boolean takes(Job job) {
        Network.Node first = job.network().nodes().get(0);
        return job.threads() == 1
                && job.file().isEmpty()
                && job.network().nodes().size() == 1
                && first.layer() instanceof Convolution layer
                && layer.inChannels() == 1
                && layer.outChannels() == 1
                && layer.window().rank() == 2;
    }

    /** It works in place: the image is put back first. */
    @Override
    public void run() {
        System.arraycopy(input, 0, (float[]) image.getPixels(), 0, input.length);
        convolver.convolveFloat(image, kernel, kernelWidth, kernelHeight);
    }

    /** Without the bias, and with another border: the nearest pixel goes on. */
    @Override
    public float[] output() {
        run();
        return ((float[]) image.getPixels()).clone();
    }

    @Override
    public void close() {
        // the garbage collector does
    }
}
