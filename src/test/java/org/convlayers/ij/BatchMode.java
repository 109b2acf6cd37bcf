package org.convlayers.ij;

import ij.WindowManager;
import ij.macro.Interpreter;
import org.convlayers.ij.image.OpenImages;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Images of a test open without windows, as in the batch mode of macros, and are closed after it. */
public final class BatchMode implements BeforeEachCallback, AfterEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
        Interpreter.batchMode = true;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        OpenImages.all().forEach(Interpreter::removeBatchModeImage);
        WindowManager.setTempCurrentImage(null);
        Interpreter.batchMode = false;
    }
}
