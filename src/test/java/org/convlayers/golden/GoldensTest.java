package org.convlayers.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.convlayers.layer.Convolution;
import org.convlayers.layer.Network;
import org.convlayers.shape.EdgeMode;
import org.convlayers.shape.Extent;
import org.convlayers.shape.ShapeException;
import org.convlayers.shape.Window;
import org.convlayers.weights.Tensor;
import org.convlayers.weights.Weights;
import org.junit.jupiter.api.Test;

class GoldensTest {
    /** A comparison over too few cases would pass unseen. */
    @Test
    void familiesHaveTheirCases() {
        assertTrue(Goldens.convolution().count() >= 260);
        assertTrue(Goldens.semantics().count() >= 10);
        assertTrue(Goldens.activation().count() >= 34);
        assertTrue(Goldens.layers().count() >= 300);
        assertTrue(Goldens.branches().count() >= 100);
        assertTrue(Goldens.special().count() >= 150);
        assertTrue(Goldens.network().count() >= 60);
        assertTrue(Goldens.spatial().count() >= 300);
        assertTrue(Goldens.spatialNetwork().count() >= 80);
        assertTrue(Goldens.receptive().count() >= 485);
        assertTrue(Goldens.messages().count() >= 84);
        assertTrue(Goldens.sizes().count() >= 550);
        assertTrue(Goldens.print().count() >= 32);
    }

    @Test
    void semanticsHoldsTheExampleWorkedOutByHand() {
        ComputedCase golden = named(Goldens.semantics(), "same-reflect");
        assertArrayEquals(
                new float[] {4, 1, 7, 5, 4, 4, 2, 5, 7, 7, 2, 4, 1, 0, 2, 4},
                golden.input().data());
        assertArrayEquals(
                new float[] {1, 0, 2, 1}, golden.tensors().get("weight").data());
        Tensor output = golden.output();
        assertEquals(List.of(1, 4, 4), output.shape());
        assertEquals(16, output.data()[0]);
        assertEquals(22, output.data()[12]);
        assertEquals(14, output.data()[15]);
    }

    @Test
    void batchIsTakenApartIntoItems() {
        ComputedCase golden =
                Goldens.convolution().filter(ComputedCase::batched).findFirst().orElseThrow();
        List<Integer> batch = golden.input().shape();
        List<Tensor> items = golden.inputs();
        assertEquals(batch.get(0), items.size());
        Tensor last = items.get(items.size() - 1);
        assertEquals(batch.subList(1, batch.size()), last.shape());
        float[] whole = golden.input().data();
        assertEquals(whole[whole.length - 1], last.data()[last.data().length - 1]);
    }

    @Test
    void plainWeightsTakeTheNameOfTheOnlyLayer() {
        Weights weights = named(Goldens.semantics(), "same-zeros").weights(single(2));
        assertArrayEquals(new float[] {1, 0, 2, 1}, weights.get("0.weight").data());
    }

    @Test
    void weightsOfAnotherShapeAreRejected() {
        ComputedCase golden = named(Goldens.semantics(), "same-zeros");
        assertThrows(ShapeException.class, () -> golden.weights(single(3)));
    }

    @Test
    void masksHaveTheShapeOfTheInput() {
        Goldens.receptive()
                .forEach(golden -> golden.views().forEach(view -> {
                    assertEquals(golden.input().spatial().product(), view.mask().data().length, golden.name());
                    assertEquals(golden.output().rank(), view.at().rank(), golden.name());
                }));
    }

    @Test
    void firstViewIsOfTheFirstPixel() {
        ReceptiveCase golden = Goldens.receptive()
                .filter(any -> any.input().rank() == 3)
                .findFirst()
                .orElseThrow();
        assertEquals(Extent.of(0, 0, 0), golden.views().get(0).at());
    }

    @Test
    void messageHasPyTorchsWords() {
        MessageCase golden = Goldens.messages()
                .filter(any -> any.name().equals("groups-in-channels"))
                .findFirst()
                .orElseThrow();
        assertEquals("in_channels must be divisible by groups", golden.message());
        assertTrue(golden.input().isEmpty());
    }

    @Test
    void printedModelHasItsLines() {
        PrintCase golden = Goldens.print()
                .filter(any -> any.name().equals("sequential"))
                .findFirst()
                .orElseThrow();
        assertTrue(golden.text().startsWith("Sequential(\n  (0): Conv2d(3, 8"), golden.text());
        assertEquals("0.weight", golden.state().get(0).name());
        assertEquals(List.of(8, 3, 3, 3), golden.state().get(0).shape());
    }

    @Test
    void missingFileIsNamed() {
        IllegalStateException error =
                assertThrows(IllegalStateException.class, () -> GoldenFiles.withoutArrays("nothing"));
        assertTrue(error.getMessage().contains("nothing.json"), error.getMessage());
    }

    private static Network single(int kernelSize) {
        Window window = Window.ofKernel(Extent.filled(2, kernelSize));
        return Network.sequence(List.of(new Convolution(1, 1, window, EdgeMode.ZEROS, 1, false)));
    }

    private static ComputedCase named(Stream<ComputedCase> cases, String name) {
        return cases.filter(golden -> golden.name().equals(name)).findFirst().orElseThrow();
    }
}
