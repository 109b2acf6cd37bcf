package org.convlayers.io.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ViewTest {
    /** Views of views, drawn at random. */
    static Stream<View> views() {
        return IntStream.range(0, 80).mapToObj(seed -> {
            Random random = new Random(seed);
            List<Integer> dims = random.ints(random.nextInt(5), 1, 5).boxed().toList();
            View view = View.of(dims);
            for (int steps = random.nextInt(4); steps > 0 && view.rank() > 0; steps--) {
                view = step(view, random);
            }
            return view;
        });
    }

    private static View step(View view, Random random) {
        int axis = random.nextInt(view.rank());
        switch (random.nextInt(3)) {
            case 0 -> {
                List<Integer> order = new ArrayList<>(Value.range(view.rank()));
                Collections.shuffle(order, random);
                return view.transpose(order);
            }
            case 1 -> {
                int start = random.nextInt(view.dim(axis));
                int step = random.nextBoolean() ? 1 : -1;
                int room = step > 0 ? view.dim(axis) - start : start + 1;
                return view.slice(axis, start, step, 1 + random.nextInt(room));
            }
            default -> {
                return view.withAxis(axis, 1 + random.nextInt(3), 0);
            }
        }
    }

    private static List<Integer> places(View view) {
        List<Integer> places = new ArrayList<>();
        view.forEachPlace(places::add);
        return places;
    }

    private static int place(View view, int number) {
        int rest = number;
        int place = view.offset();
        for (int axis = view.rank() - 1; axis >= 0; axis--) {
            place += rest % view.dim(axis) * view.strides().get(axis);
            rest /= view.dim(axis);
        }
        return place;
    }

    @ParameterizedTest
    @MethodSource("views")
    void elementsComeInRowMajorOrder(View view) {
        assertEquals(
                IntStream.range(0, view.elements())
                        .mapToObj(number -> place(view, number))
                        .toList(),
                places(view));
    }

    @ParameterizedTest
    @MethodSource("views")
    void otherShapesKeepTheOrderOrAreRefused(View view) {
        int elements = view.elements();
        for (int first = 1; first <= elements; first++) {
            if (elements % first == 0) {
                List<Integer> shape = List.of(first, 1, elements / first);
                Optional<View> reshaped = view.reshape(shape);
                reshaped.ifPresent(other -> assertEquals(places(view), places(other)));
                assertTrue(reshaped.isPresent() || !view.isInOrder());
            }
        }
        assertEquals(places(view), places(view.merged()));
    }

    @ParameterizedTest
    @MethodSource("views")
    void viewsInOrderAreTheNumbersThemselves(View view) {
        boolean areAll = places(view).equals(Value.range(view.elements()));
        assertEquals(areAll, view.isInOrder());
    }

    @Test
    void aBatchIsNoPartOfAnItem() {
        View batch = View.ofBatch(7, List.of(2, 3));
        assertEquals(List.of(7, 2, 3), batch.dims());
        assertEquals(6, batch.elements());
        assertEquals(View.of(List.of(2, 3)), batch.item());
        assertEquals(Optional.of(View.ofBatch(7, List.of(6))), batch.reshape(List.of(7, 6)));
        assertEquals(batch, batch.slice(0, 0, 1, 7));
    }

    @Test
    void whatMixesABatchIsRefused() {
        View batch = View.ofBatch(2, List.of(2, 3));
        assertThrows(View.MixedBatchException.class, () -> batch.reshape(List.of(4, 3)));
        assertThrows(View.MixedBatchException.class, () -> batch.slice(0, 1, 1, 1));
        assertThrows(
                View.MixedBatchException.class,
                () -> batch.transpose(List.of(1, 0, 2)).item());
    }

    @Test
    void shapesThatDoNotGoTogetherAreNamed() {
        View view = View.of(List.of(2, 1));
        assertEquals(List.of(3, 2, 4), view.broadcast(List.of(3, 2, 4)).dims());
        assertEquals(
                "shapes [2, 1] and [3, 1] do not go together",
                assertThrows(IllegalArgumentException.class, () -> view.broadcast(List.of(3, 1)))
                        .getMessage());
    }
}
