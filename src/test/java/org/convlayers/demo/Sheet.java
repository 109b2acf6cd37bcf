package org.convlayers.demo;

import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Pictures beside one another: large ones at the left, a grid of small ones of the same height at the right. */
final class Sheet {
    private static final int GAP = 12;
    private static final int LINE = 14;
    private static final int CAPTION = 2 * LINE + 4;
    private static final int HEADING = 30;
    private static final Color TEXT = new Color(40, 40, 40);
    private static final Font HEADING_FONT = new Font(Font.MONOSPACED, Font.BOLD, 14);
    private static final Font CAPTION_FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    /** A picture and what is written under it. */
    record Panel(String caption, BufferedImage image) {}

    private final String heading;
    private final List<Panel> large;
    private final List<Panel> small;
    private final int columns;
    private final int largeSide;
    private final int smallSide;

    /**
     * Lays out a sheet.
     *
     * @param heading the line at the top
     * @param largeSide the side of a large picture, in pixels
     * @param large the pictures at the left
     * @param small those of the grid, row by row
     * @param columns of the grid
     */
    Sheet(String heading, int largeSide, List<Panel> large, List<Panel> small, int columns) {
        this.heading = heading;
        this.large = large;
        this.small = small;
        this.columns = columns;
        int rows = Math.max(1, (small.size() + columns - 1) / columns);
        this.largeSide = largeSide;
        this.smallSide = (largeSide - (rows - 1) * (GAP + CAPTION)) / rows;
    }

    /** Draws it. */
    BufferedImage draw() {
        int left = GAP + large.size() * (largeSide + GAP);
        int width = left + (small.isEmpty() ? 0 : columns * (smallSide + GAP));
        BufferedImage sheet = new BufferedImage(
                Math.max(width, headingWidth() + 2 * GAP),
                HEADING + largeSide + CAPTION + GAP,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(TEXT);
        graphics.setFont(HEADING_FONT);
        graphics.drawString(heading, GAP, HEADING - GAP + 3);
        graphics.setFont(CAPTION_FONT);
        for (int i = 0; i < large.size(); i++) {
            draw(large.get(i), GAP + i * (largeSide + GAP), HEADING, largeSide, graphics);
        }
        for (int i = 0; i < small.size(); i++) {
            int x = left + (i % columns) * (smallSide + GAP);
            int y = HEADING + (i / columns) * (smallSide + GAP + CAPTION);
            draw(small.get(i), x, y, smallSide, graphics);
        }
        graphics.dispose();
        return sheet;
    }

    private int headingWidth() {
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            return graphics.getFontMetrics(HEADING_FONT).stringWidth(heading);
        } finally {
            graphics.dispose();
        }
    }

    private static void draw(Panel panel, int x, int y, int side, Graphics2D graphics) {
        graphics.drawImage(resize(panel.image(), side), x, y, null);
        FontMetrics metrics = graphics.getFontMetrics();
        boolean fits = metrics.stringWidth(panel.caption()) <= side;
        List<String> lines =
                fits ? List.of(panel.caption()) : List.of(panel.caption().split("(?<=:) ", 2));
        for (int i = 0; i < lines.size(); i++) {
            String line = shortened(lines.get(i), side, metrics);
            graphics.drawString(line, x, y + side + metrics.getAscent() + 2 + i * LINE);
        }
    }

    private static String shortened(String line, int width, FontMetrics metrics) {
        String fitting = line;
        while (metrics.stringWidth(fitting) > width) {
            fitting = fitting.substring(0, fitting.length() - 2) + "…";
        }
        return fitting;
    }

    /** Enlarges sharply, and averages where it makes smaller. */
    private static BufferedImage resize(BufferedImage image, int side) {
        ImageProcessor pixels = new ColorProcessor(image);
        pixels.setInterpolationMethod(side < image.getWidth() ? ImageProcessor.BILINEAR : ImageProcessor.NONE);
        return pixels.resize(side, side, side < image.getWidth()).getBufferedImage();
    }
}
