package org.convlayers.ij.image;

import java.awt.Color;

/**
 * Colours that the colour-blind can tell apart.
 *
 * <p>Source: M. Okabe and K. Ito, Color Universal Design, 2008.
 */
public final class OkabeIto {
    public static final Color ORANGE = new Color(230, 159, 0);
    public static final Color SKY_BLUE = new Color(86, 180, 233);
    public static final Color GREEN = new Color(0, 158, 115);
    public static final Color BLUE = new Color(0, 114, 178);
    public static final Color YELLOW = new Color(240, 228, 66);
    public static final Color VERMILION = new Color(213, 94, 0);
    public static final Color PURPLE = new Color(204, 121, 167);

    private OkabeIto() {}

    /**
     * A lighter shade of a colour.
     *
     * @param share how much of the colour is left, 0 (white) to 1
     */
    public static Color tint(Color color, double share) {
        return new Color(
                mix(color.getRed(), 255, share), mix(color.getGreen(), 255, share), mix(color.getBlue(), 255, share));
    }

    /**
     * A darker shade of a colour, for text.
     *
     * @param share how much of the colour is left, 0 (black) to 1
     */
    public static Color shade(Color color, double share) {
        return new Color(
                mix(color.getRed(), 0, share), mix(color.getGreen(), 0, share), mix(color.getBlue(), 0, share));
    }

    /**
     * A colour through which the image can be seen.
     *
     * @param alpha 0 (not to be seen) to 255
     */
    public static Color translucent(Color color, int alpha) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
    }

    private static int mix(int color, int other, double share) {
        return (int) Math.round(share * color + (1 - share) * other);
    }
}
