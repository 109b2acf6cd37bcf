package org.convlayers.ij.arithmetic;

import java.util.ArrayList;
import java.util.List;
import org.convlayers.arithmetic.Frame;
import org.convlayers.arithmetic.Frame.Tap;
import org.convlayers.arithmetic.LayerArithmetic;
import org.convlayers.arithmetic.NumberText;

/** What is written in and under the frames of convolution arithmetic. */
final class ArithmeticText {
    private ArithmeticText() {}

    /** What stands above an input channel: {@code x[0]  red}. */
    static String inputName(int channel, String name) {
        return "x[" + channel + "]" + (name.isEmpty() ? "" : "  " + name);
    }

    /** What stands above the weights that meet an input channel. */
    static String weightName(LayerArithmetic layer, int outChannel, int inChannel) {
        return layer.weightName(outChannel, inChannel) + (layer.isTransposed() ? " turned" : "");
    }

    /** A weight and the value it meets: {@code 2·3}. */
    static String factors(Tap tap) {
        String value = NumberText.of(tap.value());
        return NumberText.of(tap.weight()) + "·" + (value.startsWith("-") ? "(" + value + ")" : value);
    }

    /** The lines under a frame: where it looks, and how many output pixels there are. */
    static List<String> explanation(LayerArithmetic layer, Frame frame) {
        List<String> lines = new ArrayList<>();
        lines.add("input rows " + layer.rows().indices(frame.row()));
        lines.add("input columns " + layer.columns().indices(frame.column()));
        String height = layer.rows().symbols() + " = " + layer.rows().formula();
        String width = layer.columns().symbols() + " = " + layer.columns().formula();
        if (height.equals(width)) {
            lines.add("output height and width  o = " + height);
        } else {
            lines.add("output height  o = " + height);
            lines.add("output width  o = " + width);
        }
        return List.copyOf(lines);
    }
}
