package org.convlayers.ij;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.Macro;
import ij.Prefs;
import ij.WindowManager;
import java.util.concurrent.FutureTask;
import org.convlayers.ij.image.OpenImages;
import org.convlayers.ij.network.ConvolutionLayer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A command started by the menu or a macro: ImageJ hands it options and image by the thread it runs in. */
@ExtendWith(BatchMode.class)
final class MacroThreadTest {
    private static final String PREFERENCE = "convlayers.convolutionlayer";

    private final String remembered = Prefs.get(PREFERENCE, "");

    @AfterEach
    void rememberAsBefore() {
        Prefs.set(PREFERENCE, remembered);
    }

    /** As ImageJ does it, which knows the threads of its commands by their names. */
    private static void runInThreadOfItsOwn(ImagePlus image, String options) throws Exception {
        FutureTask<Void> command = new FutureTask<>(
                () -> {
                    WindowManager.setTempCurrentImage(image);
                    Macro.setOptions(options);
                    new ConvolutionLayer().run("");
                },
                null);
        new Thread(command, "Run$_Convolution Layer...").start();
        command.get();
    }

    @Test
    void optionsAndImageAreThoseOfTheThread() throws Exception {
        ImagePlus image = RandomImage.of("8", 1, 1, 1);
        Macro.setOptions("weights=scharr");
        try {
            runInThreadOfItsOwn(image, "weights=box stride=2");
        } finally {
            Macro.setOptions(null);
        }
        ImagePlus result = OpenImages.titled("random 8-conv");
        assertEquals("box of channel 1", result.getProp("Slice_Label"));
        assertEquals(6, result.getWidth());
    }

    @Test
    void nothingIsLookedUpOrRememberedByAMacro() throws Exception {
        Prefs.set(PREFERENCE, "weights=scharr stride=2");
        ImagePlus image = RandomImage.of("8", 1, 1, 1);
        runInThreadOfItsOwn(image, "weights=box");
        assertEquals(image.getWidth(), OpenImages.titled("random 8-conv").getWidth());
        assertEquals("weights=scharr stride=2", Prefs.get(PREFERENCE, ""));
    }

    @Test
    void mistakeLeavesNoImageAndNoLock() throws Exception {
        ImagePlus image = RandomImage.of("8", 1, 1, 1);
        runInThreadOfItsOwn(image, "kernel=0 weights=kaiming");
        assertTrue(OpenImages.all().isEmpty());
        assertTrue(image.lockSilently());
    }
}
