package org.convlayers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextErrorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // grammar
                "\"\" | 1:1 | expected a layer such as ReLU(), but found the end of the text",
                "# nothing | 1:10 | expected a layer such as ReLU(), but found the end of the text",
                "Sequential() | 1:1 | expected at least one layer in the containers, but found none",
                "Conv2d(3, 16, 3 | 1:16 | expected ',' or ')', but found the end of the text",
                "Conv2d(3, 16 3) | 1:14 | expected ',' or ')', but found '3'",
                "Conv2d(3, 16, (3, 3] | 1:20 | expected ',' or ')', but found ']'",
                "Conv2d 3, 16, 3 | 1:8 | expected a layer such as ReLU(), but found '3'",
                "Conv2d(3, 16, = 3) | 1:15 | expected a value, but found '='",
                "Conv2d(3, 16, 3) * 2 | 1:18 | expected a layer such as ReLU(), but found '*'",
                "ReLU()) | 1:7 | expected a layer such as ReLU(), but found ')'",
                "ReLU();, Tanh() | 1:8 | expected a layer such as ReLU(), but found ','",
                "Sequential | 1:11 | expected '(' after Sequential, but found the end of the text",
                "Conv2d(3, 16, 3, padding='same) | 1:32 | expected a closing ', but found the end of the text",
                "GELU('a\\q') | 1:9 | expected one of \\ ' \" n r t u after a backslash in a string",
                "(a ReLU( | 1:9 | expected ')' after the name of a layer, but found the end of the text",
                "(a) ReLU() | 1:5 | expected ':' after a name in parentheses, but found 'ReLU'",
                "( ): ReLU() | 1:1 | expected a name in the parentheses",
                // layers
                "Conv2D(3, 16, 3) | 1:1 | unknown layer 'Conv2D'; the nearest known is Conv2d, expected a layer that"
                        + " the guide's page on the layer language lists",
                "ReLU(); nn.Relu() | 1:9 | unknown layer 'Relu'; the nearest known is ReLU, expected a layer that",
                "Conv(3, (3, 3)) | 1:1 | unknown layer 'Conv'",
                "Linear(3, 3) | 1:1 | unknown layer 'Linear', expected a layer that",
                // arguments
                "Conv2d(3, 16, 3, strid=2) | 1:18 | Conv2d got an unexpected keyword argument 'strid'; the nearest"
                        + " known is 'stride', expected Conv2d(in_channels, out_channels, kernel_size, stride=1, padding=0,",
                "Concat(input='a') | 1:8 | Concat got an unexpected keyword argument 'input'; the nearest known is 'inputs'",
                "Conv2d(3, 16, 3, 1, stride=2) | 1:21 | Conv2d got multiple values for argument 'stride'",
                "ReLU(input='a', input='b') | 1:17 | ReLU got multiple values for argument 'input'",
                "Conv2d(3, 16) | 1:1 | Conv2d is missing 1 required positional argument: 'kernel_size'; expected Conv2d(",
                "Conv2d(3) | 1:1 | Conv2d is missing 2 required positional arguments: 'out_channels', 'kernel_size';",
                "Conv2d(3, 16, stride=2, 3) | 1:25 | positional argument follows keyword argument",
                "ReLU(True, 'stem') | 1:12 | ReLU takes at most 1 positional arguments, but 2 were given;",
                // types of values
                "Conv2d(3, 16, 'three') | 1:15 | expected a whole number or a tuple (height, width) for kernel_size of"
                        + " Conv2d, but found 'three'",
                "Conv2d(3, 16, 3.0) | 1:15 | expected a whole number or a tuple (height, width) for kernel_size of"
                        + " Conv2d, but found 3.0",
                "Conv2d(3, 16, (3, 3, 3)) | 1:15 | expected a whole number or a tuple (height, width) for kernel_size of"
                        + " Conv2d, but found (3, 3, 3)",
                "Conv3d(3, 16, (3, 3)) | 1:15 | expected a whole number or a tuple (depth, height, width) for"
                        + " kernel_size of Conv3d, but found (3, 3)",
                "ConvTranspose2d(3, 16, (3,)) | 1:24 | expected a whole number or a tuple (height, width) for kernel_size"
                        + " of ConvTranspose2d, but found (3,)",
                "AdaptiveMaxPool2d((2,)) | 1:19 | expected a whole number or a tuple (height, width), in which None is"
                        + " allowed for output_size of AdaptiveMaxPool2d, but found (2,)",
                "MaxPool3d((2, 2)) | 1:11 | expected a whole number or a tuple (depth, height, width) for kernel_size of"
                        + " MaxPool3d, but found (2, 2)",
                "Conv2d(99999999999, 1, 3) | 1:8 | 99999999999 is beyond the largest whole number, 2147483647",
                "Conv2d(ReLU(), 16, 3) | 1:8 | expected a whole number for in_channels of Conv2d, but found 'ReLU()'",
                "Conv2d(3, 16, 3, bias=true) | 1:23 | expected True or False for bias of Conv2d, but found 'true'",
                "Conv2d(3, 16, 3, padding=None) | 1:26 | expected a whole number, a tuple (height, width) or a word such"
                        + " as 'same' for padding of Conv2d, but found None",
                "Conv2d(3, 16, 3, padding='smae') | 1:26 | 'smae' is not a padding; allowed are same, valid,",
                "Conv2d(3, 16, 3, padding=-1) | 1:26 | negative padding is not supported, but got -1",
                "MaxPool2d(2, padding=(-1, 0)) | 1:22 | pad must be non-negative, but got pad: -1x0",
                "Upsample(size=(8,), mode='bilinear') | 1:1 | a size or scale_factor of 1 number does not suit interpolation"
                        + " over 2 spatial axes",
                "Upsample(scale_factor=inf) | 1:23 | scale_factor should be a finite number greater than zero, but got inf",
                "Threshold(0.5) | 1:1 | Threshold is missing 1 required positional argument: 'value'; expected",
                "AdaptiveAvgPool2d(-1) | 1:1 | elements of output_size must be greater than or equal to 0 but received -1",
                "ConvTranspose2d(1, 1, 3, padding='same') | 1:1 | padding of a transposed convolution must be pixels such"
                        + " as 1 or 1x2, or begin:end pairs such as 1:2x0:1, but got 'same'",
                "Conv2d(3, 16, 3, padding_mode=edge) | 1:31 | 'edge' is not an edge mode; allowed are zeros, reflect,",
                "GELU('erf') | 1:6 | expected 'none' or 'tanh' for approximate of GELU, but found 'erf'",
                "ReLU(inplace=1) | 1:14 | expected True or False for inplace of ReLU, but found 1",
                "Concat(()) | 1:8 | expected a tuple of one or more names of layers for inputs of Concat, but found ()",
                "ZeroPad2d((1, 2, 3)) | 1:11 | expected a whole number or a tuple (left, right, top, bottom) for padding of"
                        + " ZeroPad2d, but found (1, 2, 3)",
                "ReflectionPad1d() | 1:1 | ReflectionPad1d is missing 1 required positional argument: 'padding'; expected",
                "Softmax(dim=None) | 1:13 | expected a whole number for dim of Softmax, but found None",
                // names and inputs
                "(a): Sequential(); (a): ReLU() | 1:20 | the name 'a' is taken; expected another one",
                "(a): ReLU(); (a): ReLU() | 1:14 | the name 'a' is taken; expected another one",
                "(1): ReLU(); Tanh() | 1:14 | the name '1' is taken; expected another one",
                "(stem): ReLU(); Tanh(input='stm') | 1:22 | there is no layer 'stm' before this one; the nearest known is"
                        + " 'stem'",
                "ReLU(input='0') | 1:6 | there is no layer '0' before this one; the nearest known is 'input'",
                "(0-3): 3 x ReLU() | 1:1 | expected the names of 3 layers such as (0-2), but found '0-3'",
                "(a): 3 x ReLU() | 1:1 | expected the names of 3 layers such as (0-2), but found 'a'",
                // what the layer itself refuses
                "ZeroPad2d(1, value=3) | 1:1 | ZeroPad2d pads with 0, but got value=3.0; ConstantPad2d takes other values",
                "BatchNorm2d(3, track_running_stats=False) | 1:1 | BatchNorm2d with track_running_stats=False normalizes"
                        + " each batch by itself, which is not supported; InstanceNorm2d does so for each image",
                "Dropout(1.5) | 1:1 | dropout probability has to be between 0 and 1, but got 1.5",
                "GroupNorm(3, 4) | 1:1 | num_channels must be divisible by num_groups, but got num_channels=4,",
                "Conv2d(3, 4, 0) | 1:1 | kernel size should be greater than zero, but got kernel_size 0x0",
                "Conv2d(3, 4, 3); Conv3d(4, 4, 3) | 1:18 | expected a layer of 2 spatial axes as those before it, but"
                        + " Conv3d has 3",
            })
    void errorNamesThePlaceWhatWasFoundAndWhatWasExpected(String text, String place, String begin) {
        TextException error = assertThrows(TextException.class, () -> NetworkText.parse(text));
        String[] numbers = place.split(":", 2);
        String expected = "line " + numbers[0] + ", column " + numbers[1] + ": " + begin;
        assertEquals(
                expected,
                error.getMessage()
                        .substring(
                                0,
                                Math.min(expected.length(), error.getMessage().length())));
        assertEquals(Integer.parseInt(numbers[0]), error.line());
        assertEquals(Integer.parseInt(numbers[1]), error.column());
    }

    @ParameterizedTest
    @CsvSource({"'\n'", "'\r\n'", "'\r'"})
    void linesAreCountedWithAnyLineBreak(String lineBreak) {
        String text = String.join(lineBreak, "Sequential(", "  ReLU()", "", "  Conv2d(3, 4, 3, groups=2)", ")");
        TextException error = assertThrows(TextException.class, () -> NetworkText.parse(text));
        assertEquals(4, error.line());
        assertEquals(3, error.column());
    }

    @Test
    void unclosedContainerIsNamedWithTheLineItBeginsIn() {
        TextException error = assertThrows(
                TextException.class, () -> NetworkText.parse("Net(\n  (a): Sequential(\n    (0): ReLU()\n)"));
        assertEquals(
                "line 4, column 2: expected ')' or a layer in Net of line 1, but found the end of the text",
                error.getMessage());
    }

    @Test
    void oneLayerMeansOne() {
        TextException error = assertThrows(TextException.class, () -> NetworkText.parseLayer("ReLU(); Tanh()"));
        assertTrue(error.getMessage().endsWith("expected one layer, but found 2"), error.getMessage());
    }
}
