package org.convlayers.window;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageCanvas;
import java.awt.Color;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Window;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** Shows a live field of the sample image in an ImageJ of its own, and writes what it looks like for the user guide. */
public final class LivePicture {
    /** Printed when the picture is written. */
    static final String PASSED = "live field pictured";

    private static final int ZOOM = 7;
    private static final int SETTLE_MS = 700;

    /** Between the windows. */
    private static final int GAP = 10;

    private static final Rectangle PART = new Rectangle(310, 240, 56, 56);

    private LivePicture() {}

    /**
     * Takes the picture.
     *
     * @param arguments the image to open, and the folder for the picture
     */
    public static void main(String... arguments) throws Exception {
        CommandWindow.endOnFailure();
        new ImageJ();
        ImagePlus image = IJ.openImage(arguments[0]);
        image.setRoi(PART);
        ImagePlus source = open(image.crop(), 10, 110);
        source.setTitle("cells");
        WindowManager.setTempCurrentImage(source);
        IJ.run("Dilated Convolution...", "weights=gaussian(1) kernel=3 rates=2,2,2 arrangement=series edges=replicate");
        ImagePlus map = open(RecorderDriver.newestImage(), 30 + PART.width * ZOOM, 110);
        WindowManager.setTempCurrentImage(map);
        IJ.run("Receptive Field...", "live show=[box centre taps shade]");
        Robot robot = new Robot();
        ImageCanvas canvas = map.getCanvas();
        new Mouse().moveTo(canvas, () -> new Point(canvas.screenX(40) + ZOOM / 2, canvas.screenY(25) + ZOOM / 2));
        robot.waitForIdle();
        robot.delay(SETTLE_MS);
        Frame panel = Arrays.stream(Frame.getFrames())
                .filter(frame -> frame.getTitle().startsWith("Live Field"))
                .findFirst()
                .orElseThrow();
        List<BufferedImage> windows = new ArrayList<>();
        for (Window window : List.of(source.getWindow(), map.getWindow(), panel)) {
            windows.add(picture(window, robot));
        }
        ImageIO.write(sideBySide(windows), "png", new File(arguments[1], "live-field.png"));
        System.out.println(PASSED);
        System.exit(0);
    }

    /** Nothing else: neither the desktop nor what covers a part of the window. */
    private static BufferedImage picture(Window window, Robot robot) {
        EventQueue.invokeLater(window::toFront);
        robot.waitForIdle();
        robot.delay(SETTLE_MS);
        return robot.createScreenCapture(window.getBounds());
    }

    private static BufferedImage sideBySide(List<BufferedImage> windows) {
        int width = (windows.size() - 1) * GAP
                + windows.stream().mapToInt(BufferedImage::getWidth).sum();
        int height = windows.stream().mapToInt(BufferedImage::getHeight).max().orElseThrow();
        BufferedImage all = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = all.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        int x = 0;
        for (BufferedImage window : windows) {
            graphics.drawImage(window, x, 0, null);
            x += window.getWidth() + GAP;
        }
        graphics.dispose();
        return all;
    }

    private static ImagePlus open(ImagePlus image, int x, int y) {
        image.show();
        image.getWindow().setLocation(x, y);
        image.getCanvas().setMagnification(ZOOM);
        image.getCanvas().setSize(PART.width * ZOOM, PART.height * ZOOM);
        image.getWindow().pack();
        return image;
    }
}
