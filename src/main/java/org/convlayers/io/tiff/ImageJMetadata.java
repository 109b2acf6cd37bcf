package org.convlayers.io.tiff;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What ImageJ keeps in its private tags: MetaData (50839) holds a header, which names each kind of entry and how many there
 * are, and then the entries; MetaDataByteCounts (50838) the length of the header and of each entry.
 *
 * <p>Text is UTF-16 in the byte order of the file. That must be big endian: ImageJ loses the high byte of many characters of
 * little-endian metadata.
 */
final class ImageJMetadata {
    private static final int MAGIC = 0x494a494a; // "IJIJ"
    private static final int INFO = 0x696e666f; // "info"
    private static final int LABELS = 0x6c61626c; // "labl"
    private static final int RANGES = 0x72616e67; // "rang"
    private static final int PROPERTIES = 0x70726f70; // "prop"

    private final List<Kind> kinds = new ArrayList<>();

    private ImageJMetadata() {}

    private record Kind(int type, List<byte[]> entries) {}

    /**
     * Collects the metadata of a stack.
     *
     * @param stack the stack
     * @param ranges the display range of each channel
     */
    static ImageJMetadata of(TiffStackDescription stack, List<DisplayRange> ranges) {
        ImageJMetadata metadata = new ImageJMetadata();
        metadata.add(INFO, stack.info().isEmpty() ? List.of() : List.of(stack.info()));
        metadata.add(LABELS, stack.labels());
        metadata.kinds.add(new Kind(RANGES, List.of(encode(ranges))));
        metadata.add(PROPERTIES, properties(stack));
        return metadata;
    }

    /** Keys and values in turn. */
    private static List<String> properties(TiffStackDescription stack) {
        List<String> properties = new ArrayList<>();
        if (stack.labels().size() == 1) {
            // ImageJ holds the label of a single image as a property, and forgets it when it reads other properties.
            properties.addAll(List.of("Slice_Label", stack.labels().get(0)));
        }
        stack.properties().forEach((key, value) -> properties.addAll(List.of(key, value)));
        return properties;
    }

    private void add(int type, List<String> texts) {
        if (!texts.isEmpty()) {
            kinds.add(new Kind(
                    type,
                    texts.stream()
                            .map(text -> text.getBytes(StandardCharsets.UTF_16BE))
                            .toList()));
        }
    }

    private static byte[] encode(List<DisplayRange> ranges) {
        ByteBuffer bytes = ByteBuffer.allocate(ranges.size() * 2 * Double.BYTES);
        ranges.forEach(range -> bytes.putDouble(range.min()).putDouble(range.max()));
        return bytes.array();
    }

    private int headerBytes() {
        return Integer.BYTES + 2 * Integer.BYTES * kinds.size();
    }

    /** The value of MetaDataByteCounts: 32-bit numbers. */
    byte[] byteCounts() {
        int entries = kinds.stream().mapToInt(kind -> kind.entries.size()).sum();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Integer.BYTES, Math.addExact(1, entries)));
        bytes.putInt(headerBytes());
        kinds.forEach(kind -> kind.entries.forEach(entry -> bytes.putInt(entry.length)));
        return bytes.array();
    }

    /** The value of MetaData. */
    byte[] data() {
        long size = headerBytes();
        for (Kind kind : kinds) {
            size += kind.entries.stream().mapToLong(entry -> entry.length).sum();
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size));
        bytes.putInt(MAGIC);
        kinds.forEach(kind -> bytes.putInt(kind.type).putInt(kind.entries.size()));
        kinds.forEach(kind -> kind.entries.forEach(bytes::put));
        return bytes.array();
    }
}
