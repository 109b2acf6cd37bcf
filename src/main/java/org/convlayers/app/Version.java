package org.convlayers.app;

/** The version of this software. */
public final class Version {
    private Version() {}

    /** As the jar's manifest says; {@code development} outside a jar. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
