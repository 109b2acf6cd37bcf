package org.convlayers.ij.image;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.WindowManager;
import ij.io.FileInfo;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The images that are open in ImageJ, with a window or without one in batch mode. */
public final class OpenImages {
    private OpenImages() {}

    /** All of them. */
    public static List<ImagePlus> all() {
        int[] ids = WindowManager.getIDList();
        return ids == null
                ? List.of()
                : Arrays.stream(ids).mapToObj(WindowManager::getImage).toList();
    }

    /**
     * The active image.
     *
     * @throws IllegalArgumentException if none is open
     */
    public static ImagePlus active() {
        ImagePlus image = WindowManager.getCurrentImage();
        if (image == null) {
            throw new IllegalArgumentException("there is no open image");
        }
        return image;
    }

    /**
     * The image of a title; of several, the one opened last.
     *
     * @throws IllegalArgumentException if there is none; the message lists the titles there are
     */
    public static ImagePlus titled(String title) {
        List<ImagePlus> images = all();
        for (int i = images.size() - 1; i >= 0; i--) {
            if (images.get(i).getTitle().equals(title)) {
                return images.get(i);
            }
        }
        throw new IllegalArgumentException("no image '" + title + "' is open; open are "
                + images.stream().map(ImagePlus::getTitle).collect(Collectors.joining("', '", "'", "'")));
    }

    /**
     * Checks that no open image would read the planes of another file when this one is replaced.
     *
     * @throws IllegalArgumentException if the planes of an open virtual stack are in the file
     * @throws IOException if it cannot be told
     */
    public static void requireNoneReads(Path file) throws IOException {
        if (Files.notExists(file)) {
            return;
        }
        for (ImagePlus image : all()) {
            for (File read : filesOfPlanes(image)) {
                if (Files.isSameFile(read.toPath(), file)) {
                    throw new IllegalArgumentException("save=" + file + ": '" + image.getTitle()
                            + "' is open and reads its planes from this file; close it or choose another name");
                }
            }
        }
    }

    private static List<File> filesOfPlanes(ImagePlus image) {
        ImageStack stack = image.getStack();
        if (!stack.isVirtual()) {
            return List.of();
        }
        FileInfo info = image.getOriginalFileInfo();
        Stream<File> opened = info == null ? Stream.empty() : Stream.of(new File(info.directory, info.fileName));
        Stream<File> planes = stack instanceof VirtualStack files
                ? IntStream.rangeClosed(1, files.size())
                        .mapToObj(files::getFileName)
                        .filter(Objects::nonNull)
                        .distinct()
                        .map(name -> new File(files.getDirectory(), name))
                : Stream.empty();
        return Stream.concat(opened, planes).filter(File::exists).toList();
    }

    /** A title without the ending of a file's name. */
    public static String stem(String title) {
        int dot = title.lastIndexOf('.');
        return dot > 0 ? title.substring(0, dot) : title;
    }

    /** The title, with a number behind it if an open image has it already: a source is found by its title. */
    public static String uniqueTitle(String title) {
        Set<String> taken = all().stream().map(ImagePlus::getTitle).collect(Collectors.toSet());
        String unique = title;
        for (int i = 2; taken.contains(unique); i++) {
            unique = title + "-" + i;
        }
        return unique;
    }
}
