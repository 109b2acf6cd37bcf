package org.convlayers.ij.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an image says of its channels. */
final class SourceImageTest {
    @ParameterizedTest(name = "C {0} Z {1} T {2}, planes labelled {3}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            2 | 1 | 1 | DAPI,actin                         | DAPI,actin
            2 | 2 | 1 | DAPI,actin,DAPI,actin              | DAPI,actin
            2 | 1 | 2 | DAPI,actin,DAPI,actin              | DAPI,actin
            1 | 3 | 1 | DAPI,DAPI,DAPI                     | DAPI
            1 | 3 | 1 | section 7,section 8,section 9      | channel 1
            1 | 1 | 3 | 0 s,1 s,2 s                        | channel 1
            2 | 2 | 1 | red z1,green z1,red z2,green z2    | channel 1,channel 2
            2 | 1 | 1 | same,same                          | channel 1,channel 2
            """)
    void labelsNameChannelsIfTheyAreTheSameOnEverySliceAndFrame(
            int channels, int slices, int frames, String labels, String names) {
        ImagePlus image = IJ.createHyperStack("stack", 4, 4, channels, slices, frames, 8);
        String[] ofPlanes = labels.split(",", -1);
        for (int i = 0; i < ofPlanes.length; i++) {
            image.getStack().setSliceLabel(ofPlanes[i], i + 1);
        }
        assertEquals(List.of(names.split(",", -1)), SourceImage.of(image).channelNames(2));
    }
}
