package org.convlayers;

import java.nio.file.Path;

/** The jars that the build has packaged, for the tests that run in its {@code verify} phase. */
public enum PackagedJar {
    /** For Fiji, which brings ImageJ, ImgLib2 and SciJava. */
    THIN("convlayers.jar"),
    /** For plain ImageJ and for {@code java -jar}: all that is needed is inside. */
    ALL("convlayers.all.jar");

    private final String property;

    PackagedJar(String property) {
        this.property = property;
    }

    /** The jar's path, which the build passes as a system property. */
    public Path path() {
        return Path.of(System.getProperty(property));
    }
}
