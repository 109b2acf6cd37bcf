package org.convlayers.ij.option;

import ij.IJ;
import java.io.IOException;
import java.net.URL;
import java.security.CodeSource;
import java.util.Collections;
import java.util.Optional;
import org.convlayers.app.Version;

/**
 * Tells whoever put the jar with all libraries inside into a Fiji that the other one belongs there: Fiji brings these
 * libraries itself, and which of the two is used would be a matter of chance.
 */
final class JarAdvice {
    /** Lasts as long as ImageJ runs. */
    private static final String TOLD = "convlayers.jar-advice";

    private static final String FIJI_CLASS = "net/imagej/patcher/LegacyHooks.class";
    private static final String LIBRARY_CLASS = "net/imglib2/RandomAccessible.class";

    private JarAdvice() {}

    /** Logs the advice where it is due, the first time that a command runs. */
    static void tellOnce() {
        if (IJ.getProperty(TOLD) == null) {
            IJ.setProperty(TOLD, TOLD);
            if (isFiji() && hasLibrariesInside()) {
                String thin = "ConvLayers_-" + Version.current() + ".jar";
                IJ.log("ConvLayers: this is the jar for plain ImageJ; Fiji has its libraries already: replace "
                        + thin.replace(".jar", "-all.jar") + " by " + thin);
            }
        }
    }

    /** Fiji patches ImageJ by classes that plain ImageJ has not. */
    private static boolean isFiji() {
        return IJ.class.getClassLoader().getResource(FIJI_CLASS) != null;
    }

    private static boolean hasLibrariesInside() {
        Optional<String> jar = Optional.ofNullable(
                        JarAdvice.class.getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .map(URL::toString);
        try {
            return jar.isPresent()
                    && Collections.list(JarAdvice.class.getClassLoader().getResources(LIBRARY_CLASS)).stream()
                            .anyMatch(library -> library.toString().startsWith("jar:" + jar.get() + "!"));
        } catch (IOException e) {
            return false; // a jar that cannot be read now is no reason not to compute
        }
    }
}
