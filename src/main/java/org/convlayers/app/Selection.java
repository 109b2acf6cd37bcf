package org.convlayers.app;

/** Finds the value of a rank without sorting all. */
final class Selection {
    private Selection() {}

    /**
     * The value that would stand at an index if the values were sorted; in linear time on the average. Source: C. A. R. Hoare,
     * Algorithm 65: Find (1961).
     *
     * @param values finite numbers, put into another order: none before the index is larger, none behind it smaller
     * @param count how many of them are looked at, the first ones
     * @param index from 0 to {@code count - 1}
     */
    static float nth(float[] values, int count, int index) {
        int first = 0;
        int last = count - 1;
        while (first < last) {
            float pivot = values[(first + last) >>> 1];
            int left = first;
            int right = last;
            while (left <= right) {
                while (values[left] < pivot) {
                    left++;
                }
                while (values[right] > pivot) {
                    right--;
                }
                if (left <= right) {
                    float swapped = values[left];
                    values[left++] = values[right];
                    values[right--] = swapped;
                }
            }
            if (index <= right) {
                last = right;
            } else if (index >= left) {
                first = left;
            } else {
                return pivot;
            }
        }
        return values[index];
    }
}
