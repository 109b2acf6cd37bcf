package org.convlayers.io;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files as chance would: cut off, left out, repeated, overwritten, and with pieces that mean something to readers. */
public final class Damage {
    /** Numbers that length fields may be turned into, and pieces that mean something to a reader. */
    private static final List<String> PIECES = List.of(
            "\377\377\377\377",
            "\377\377\377\177",
            "\0\0\0\0",
            "\0\0\0\200",
            "99999999999",
            "-1",
            "0",
            "{",
            "}",
            "(",
            "'",
            "\"",
            ",",
            "[[[[[[[[",
            "PK\1\2",
            "PK\3\4",
            "\\u0000",
            "1e999",
            "NaN",
            "\n");

    private Damage() {}

    /** A file with up to three faults. */
    public static byte[] of(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            bytes = damageOnce(bytes, random);
        }
        return bytes;
    }

    /** Heads of files are damaged more often than their numbers. */
    private static byte[] damageOnce(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 200));
        byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.ISO_8859_1);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(40));
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
            case 2 -> joined(Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
            case 3 -> joined(Arrays.copyOf(bytes, at), piece, Arrays.copyOfRange(bytes, at, bytes.length));
            case 4 -> {
                byte[] changed = bytes.clone();
                System.arraycopy(piece, 0, changed, at, Math.min(piece.length, changed.length - at));
                yield changed;
            }
            default -> {
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
        };
    }

    private static byte[] joined(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}
