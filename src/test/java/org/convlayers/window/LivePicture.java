package org.convlayers.window;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageCanvas;
import java.awt.Frame;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Window;
import java.io.File;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Shows a live field of the sample image in an ImageJ of its own, and writes what it looks like for the user guide. */
public final class LivePicture {
    /** Printed when the picture is written. */
    static final String PASSED = "live field pictured";

    private static final int ZOOM = 5;
    private static final int SETTLE_MS = 700;
    private static final Rectangle PART = new Rectangle(300, 240, 76, 56);

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
        IJ.run("Dilated Convolution...", "weights=gaussian(1) kernel=3 rates=2,2,2 arrangement=series");
        ImagePlus map = open(WindowManager.getCurrentImage(), 410, 110);
        WindowManager.setTempCurrentImage(map);
        IJ.run("Receptive Field...", "live show=[box centre taps shade]");
        Robot robot = new Robot();
        ImageCanvas canvas = map.getCanvas();
        Point corner = canvas.getLocationOnScreen();
        robot.mouseMove(corner.x + canvas.screenX(50) + ZOOM / 2, corner.y + canvas.screenY(25) + ZOOM / 2);
        robot.waitForIdle();
        robot.delay(SETTLE_MS);
        Frame panel = Arrays.stream(Frame.getFrames())
                .filter(frame -> frame.getTitle().startsWith("Live Field"))
                .findFirst()
                .orElseThrow();
        Rectangle area = Stream.of(source.getWindow(), map.getWindow(), panel)
                .map(Window::getBounds)
                .reduce(Rectangle::union)
                .orElseThrow();
        File file = new File(arguments[1], "live-field.png");
        ImageIO.write(robot.createScreenCapture(area), "png", file);
        System.out.println(PASSED);
        System.exit(0);
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
