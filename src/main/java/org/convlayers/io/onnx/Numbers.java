package org.convlayers.io.onnx;

import org.convlayers.io.DamagedFileException;

/** Numbers that are known before the network runs, one after the other: those of the file, and what is computed of them. */
interface Numbers {
    /** In double precision. */
    double[] doubles() throws DamagedFileException;

    /** In single precision. */
    float[] floats() throws DamagedFileException;

    /** How many there are. */
    int count();

    /** Whether they are floating-point numbers; whole numbers divide as such. */
    boolean areReal();

    /** Numbers that were computed. */
    static Numbers of(double[] values, boolean areReal) {
        return new Numbers() {
            @Override
            public double[] doubles() {
                return values;
            }

            @Override
            public float[] floats() {
                float[] rounded = new float[values.length];
                for (int i = 0; i < values.length; i++) {
                    rounded[i] = (float) values[i];
                }
                return rounded;
            }

            @Override
            public int count() {
                return values.length;
            }

            @Override
            public boolean areReal() {
                return areReal;
            }
        };
    }

    /** Numbers of the file, decoded when they are asked for. */
    static Numbers of(TensorData tensor) {
        return new Numbers() {
            @Override
            public double[] doubles() throws DamagedFileException {
                return tensor.doubles();
            }

            @Override
            public float[] floats() throws DamagedFileException {
                return tensor.floats();
            }

            @Override
            public int count() {
                return View.of(tensor.dims()).elements();
            }

            @Override
            public boolean areReal() {
                return tensor.type().isReal();
            }
        };
    }
}
