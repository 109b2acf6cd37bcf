package org.convlayers.io.tiff;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.convlayers.io.SampleType;

/**
 * What a TIFF file of a hyperstack says about itself, but for the display ranges, which are known when all is written.
 *
 * @param width pixels in a row
 * @param height rows of a plane
 * @param channels C; of the planes, channels run fastest
 * @param slices Z
 * @param frames T; runs slowest
 * @param type how a value is stored
 * @param calibration sizes, origins and units
 * @param labels one for each plane, in the order of the planes, or none at all
 * @param info the text of ImageJ's Image > Show Info; empty if there is none
 * @param properties what {@code ImagePlus.setProp} holds
 */
public record TiffStackDescription(
        int width,
        int height,
        int channels,
        int slices,
        int frames,
        SampleType type,
        StackCalibration calibration,
        List<String> labels,
        String info,
        Map<String, String> properties) {
    /** ImageJ's virtual stacks count the bytes of a plane in an int. */
    private static final long MAX_STACK_PLANE_BYTES = Integer.MAX_VALUE;
    /** TIFF counts the bytes of a strip in 32 bits. */
    private static final long MAX_PLANE_BYTES = 0xffff_ffffL;

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a size is below 1, a plane is larger than ImageJ reads, or the number of labels is
     *     neither 0 nor that of the planes
     */
    public TiffStackDescription {
        Objects.requireNonNull(type);
        Objects.requireNonNull(calibration);
        Objects.requireNonNull(info);
        labels = List.copyOf(labels);
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        if (width < 1 || height < 1 || channels < 1 || slices < 1 || frames < 1) {
            throw new IllegalArgumentException("a stack needs sizes of at least 1, but got " + width + " x " + height
                    + " pixels, C " + channels + ", Z " + slices + ", T " + frames);
        }
        long planes = (long) channels * slices * frames;
        if (planes > Integer.MAX_VALUE || (long) channels * slices > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("ImageJ holds up to " + Integer.MAX_VALUE + " planes, but got C "
                    + channels + " x Z " + slices + " x T " + frames);
        }
        requireReadable(width, height, type, planes);
        if (!labels.isEmpty() && labels.size() != planes) {
            throw new IllegalArgumentException("there are " + planes + " planes, but got " + labels.size() + " labels");
        }
    }

    private static void requireReadable(int width, int height, SampleType type, long planes) {
        long pixels = (long) width * height;
        long bytes = Math.multiplyExact(pixels, type.bytes());
        long most = planes > 1 ? MAX_STACK_PLANE_BYTES : MAX_PLANE_BYTES;
        if (pixels > Integer.MAX_VALUE || bytes > most) {
            throw new IllegalArgumentException("a plane of " + width + " x " + height + " pixels of " + type + " has "
                    + bytes + " bytes, but ImageJ reads planes of up to " + Integer.MAX_VALUE + " pixels and " + most
                    + " bytes from TIFF");
        }
    }

    /** A stack without calibration, labels, info and properties. */
    public static TiffStackDescription of(
            int width, int height, int channels, int slices, int frames, SampleType type) {
        return new TiffStackDescription(
                width, height, channels, slices, frames, type, StackCalibration.NONE, List.of(), "", Map.of());
    }

    public TiffStackDescription withCalibration(StackCalibration newCalibration) {
        return new TiffStackDescription(
                width, height, channels, slices, frames, type, newCalibration, labels, info, properties);
    }

    public TiffStackDescription withLabels(List<String> newLabels) {
        return new TiffStackDescription(
                width, height, channels, slices, frames, type, calibration, newLabels, info, properties);
    }

    public TiffStackDescription withInfo(String newInfo) {
        return new TiffStackDescription(
                width, height, channels, slices, frames, type, calibration, labels, newInfo, properties);
    }

    public TiffStackDescription withProperties(Map<String, String> newProperties) {
        return new TiffStackDescription(
                width, height, channels, slices, frames, type, calibration, labels, info, newProperties);
    }

    /** C Z T, the number of planes. */
    public int planes() {
        return channels * slices * frames;
    }

    /** The bytes of one plane. */
    public long planeBytes() {
        return (long) width * height * type.bytes();
    }

    /**
     * The index of a plane.
     *
     * @param channel from 0
     * @param slice from 0
     * @param frame from 0
     */
    public int plane(int channel, int slice, int frame) {
        return channel + channels * (Objects.checkIndex(slice, slices) + slices * Objects.checkIndex(frame, frames));
    }
}
