package org.convlayers.window;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageCanvas;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.gui.Toolbar;
import ij.plugin.frame.Recorder;
import ij.plugin.frame.RoiManager;
import ij.process.ImageProcessor;
import java.awt.Button;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.io.File;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Plays a user who moves the mouse over a feature map, and looks at what the overlay of its source holds. Prints what was
 * done; the first thing that is not as it should be ends it.
 */
public final class LiveFieldDriver {
    /** Printed when all was as it should be. */
    static final String PASSED = "live session passed";

    private static final String COMMAND = "Receptive Field...";
    private static final String LIVE = "ConvLayers live ";
    static final int WIDTH = 60;
    static final int HEIGHT = 40;
    static final int ZOOM = 6;
    private static final int OPENINGS = 1000;

    /** AWT itself may hold the last few windows that had the focus; a leak would hold them all. */
    private static final int HELD_BY_AWT = 5;

    private final Robot robot = new Robot();
    private final Mouse mouse;
    private final ImagePlus source;
    private final ImagePlus map;
    private final Roi own = new Roi(1, 1, 5, 5);
    private final Overlay overlay = new Overlay(own);

    private LiveFieldDriver(Mouse mouse, ImagePlus source, ImagePlus map) throws Exception {
        this.mouse = mouse;
        this.source = source;
        this.map = map;
        source.setOverlay(overlay);
    }

    /**
     * Runs the scenes.
     *
     * @param arguments a folder for a picture of the screen if something fails
     */
    public static void main(String... arguments) throws Exception {
        CommandWindow.endOnFailure();
        new ImageJ();
        Mouse mouse = new Mouse();
        ImagePlus source = open(mouse, IJ.createImage("source", "8-bit ramp", WIDTH, HEIGHT, 1), 20);
        // A kernel of 3 with dilation 2: pixel u sees u - 2, u and u + 2.
        IJ.run(source, "Convolution Layer...", "weights=laplacian dilation=2 padding=same");
        ImagePlus map = open(mouse, WindowManager.getImage("source-conv"), 440);
        LiveFieldDriver driver = new LiveFieldDriver(mouse, source, map);
        int heard = driver.listeners();
        try {
            driver.play(heard);
        } catch (AssertionError e) {
            driver.picture(new File(arguments[0], "failed.png"));
            throw e;
        }
        System.out.println(PASSED);
        System.exit(0);
    }

    private void play(int heard) throws Exception {
        mapIsMovedFromItsSource();
        fieldFollowsTheMouse();
        shareKeepsItsSizeOnTheScreen();
        handAndMagnifierDoNotHoldIt();
        clickHoldsThePixel();
        selectionShowsItsSources();
        sourcePixelShowsWhatItReaches();
        whatIsKeptIsRecordedAndReplayed();
        overlayOfTheUserComesBack();
        require(listeners() == heard, "nobody listens any more");
        closedImagesEndIt();
        nothingIsLeftOfManyOpenings();
        mapIsMovedWithoutAPanelToo();
    }

    private static void require(boolean condition, String what) {
        CommandWindow.require(condition, what);
    }

    static ImagePlus open(Mouse mouse, ImagePlus image, int x) {
        image.show();
        ImageCanvas canvas = image.getCanvas();
        canvas.setMagnification(ZOOM);
        canvas.setSize(WIDTH * ZOOM, HEIGHT * ZOOM);
        image.getWindow().pack();
        mouse.moveWindow(image.getWindow(), new Point(x, 160));
        return image;
    }

    private void openPanel(String options) {
        run(COMMAND, options);
    }

    private void run(String command, String options) {
        WindowManager.setTempCurrentImage(map);
        IJ.run(command, options);
        WindowManager.setTempCurrentImage(null);
    }

    /** Under the map the field could not be seen; windows that do not cover each other stay where they are. */
    private void mapIsMovedFromItsSource() {
        Point apart = map.getWindow().getLocation();
        openPanel("live");
        require(map.getWindow().getLocation().equals(apart), "windows apart stay where they are");
        closePanels();
        coverSource();
        openPanel("live");
        CommandWindow.await("the map to move from its source", () -> !covers(map, source));
        CommandWindow.await(
                "a panel that does not cover the map",
                () -> !onScreen(panels().get(0)).intersects(onScreen(map.getWindow())));
        closePanels();
        mouse.moveWindow(map.getWindow(), apart);
    }

    private void mapIsMovedWithoutAPanelToo() {
        for (String command : List.of(COMMAND, "Effective Receptive Field...")) {
            coverSource();
            run(command, "x=5 y=5");
            CommandWindow.await("the map to move from its source for " + command, () -> !covers(map, source));
        }
    }

    private void coverSource() {
        Point place = source.getWindow().getLocation();
        place.translate(30, 30);
        mouse.moveWindow(map.getWindow(), place);
        require(covers(map, source), "the map covers its source");
    }

    private static boolean covers(ImagePlus image, ImagePlus other) {
        return onScreen(image.getWindow()).intersects(onScreen(other.getWindow()));
    }

    /** Where a window is seen, which it may be moving from already. */
    private static Rectangle onScreen(Window window) {
        return new Rectangle(window.getLocationOnScreen(), window.getSize());
    }

    static void moveTo(Mouse mouse, ImagePlus image, int x, int y) {
        ImageCanvas canvas = image.getCanvas();
        mouse.moveTo(canvas, () -> new Point(canvas.screenX(x) + ZOOM / 2, canvas.screenY(y) + ZOOM / 2));
    }

    private void moveTo(ImagePlus image, int x, int y) {
        moveTo(mouse, image, x, y);
    }

    static Rectangle bounds(ImagePlus image, String element) {
        return find(image, element).map(Roi::getBounds).orElse(new Rectangle(-1, -1, 0, 0));
    }

    private static BooleanSupplier shows(ImagePlus image, String element, Rectangle expected) {
        return () -> bounds(image, element).equals(expected);
    }

    static void await(ImagePlus image, String element, Rectangle expected, String what) {
        CommandWindow.await(what, shows(image, element, expected));
        System.out.println(what);
    }

    private void fieldFollowsTheMouse() {
        openPanel("live show=[box centre taps]");
        await(source, " box", new Rectangle(28, 18, 5, 5), "the field of the middle is shown first");
        moveTo(map, 20, 10);
        await(source, " box", new Rectangle(18, 8, 5, 5), "the field of the pixel under the mouse is shown");
        require(bounds(source, " taps").equals(new Rectangle(18, 8, 5, 5)), "with its taps");
        Roi taps = named(source, " taps");
        require(taps.contains(18, 8) && !taps.contains(19, 8) && taps.contains(20, 10), "and the holes between them");
        ImageProcessor weights = ((ImageRoi) named(source, " weights")).getProcessor();
        require((weights.get(0, 0) >>> 24) == 0 && (weights.get(2, 2) >>> 24) > 0, "and the weights that are not 0");
        moveTo(map, 21, 11);
        await(source, " box", new Rectangle(19, 9, 5, 5), "it follows the mouse");
        moveTo(map, 0, 10);
        await(source, " box", new Rectangle(-2, 8, 5, 5), "it reaches into the padding");
        require(bounds(source, "padding").width > 0, "which is marked");
        require(named(source, "padding share") != null, "with its share");
    }

    /** ImageJ would enlarge the words with the image. */
    private void shareKeepsItsSizeOnTheScreen() {
        require(shareSize() == 2, "the share has 12 pixels on the screen");
        source.getCanvas().setMagnification(2 * ZOOM);
        CommandWindow.await("the share to be drawn anew", () -> shareSize() == 1);
        source.getCanvas().setMagnification(ZOOM);
        CommandWindow.await("the share to come back", () -> shareSize() == 2);
    }

    private int shareSize() {
        return find(source, "padding share")
                .map(share -> ((TextRoi) share).getCurrentFont().getSize())
                .orElse(0);
    }

    private static Roi named(ImagePlus image, String element) {
        return find(image, element).orElseThrow(() -> new AssertionError("no element " + element));
    }

    /** One of our elements, looked for between events: while one is handled, they are taken away and put back. */
    static Optional<Roi> find(ImagePlus image, String element) {
        return CommandWindow.betweenEvents(() -> {
            Overlay shown = image.getOverlay();
            return Arrays.stream(shown == null ? new Roi[0] : shown.toArray())
                    .filter(roi -> roi.getName() != null && roi.getName().startsWith(LIVE))
                    .filter(roi -> roi.getName().endsWith(element))
                    .findFirst();
        });
    }

    private void picture(File file) throws Exception {
        robot.waitForIdle();
        robot.delay(500);
        BufferedImage screen = robot.createScreenCapture(
                new Rectangle(Toolkit.getDefaultToolkit().getScreenSize()));
        ImageIO.write(screen, "png", file);
    }

    private void handAndMagnifierDoNotHoldIt() {
        IJ.setTool(Toolbar.HAND);
        moveTo(map, 20, 20);
        mouse.press();
        moveTo(map, 21, 20);
        mouse.release();
        moveTo(map, 25, 15);
        await(source, " box", new Rectangle(23, 13, 5, 5), "who has moved the view goes on to follow the mouse");
        IJ.setTool(Toolbar.RECTANGLE);
    }

    private void clickHoldsThePixel() {
        moveTo(map, 30, 20);
        mouse.click();
        await(source, " box", new Rectangle(28, 18, 5, 5), "a click shows the field of its pixel");
        moveTo(map, 40, 20);
        robot.waitForIdle();
        robot.delay(300);
        require(bounds(source, " box").x == 28, "and holds it while the mouse moves on");
    }

    private void selectionShowsItsSources() {
        moveTo(map, 10, 10);
        mouse.press();
        for (int i = 1; i <= 6; i++) {
            moveTo(map, 10 + i, 10 + i);
        }
        mouse.release();
        CommandWindow.await("a selection", () -> isSelected(map));
        Rectangle selected = CommandWindow.betweenEvents(() -> map.getRoi().getBounds());
        Rectangle expected = new Rectangle(selected);
        expected.grow(2, 2);
        await(source, "pixels", expected, "a selection of " + selected + " shows the pixels it is computed from");
        goesToTheRoiManager(expected);
        map.deleteRoi();
    }

    /** Once the mouse is released; before, the selection grows. */
    private static boolean isSelected(ImagePlus image) {
        return CommandWindow.betweenEvents(
                () -> image.getRoi() != null && image.getRoi().getState() == Roi.NORMAL);
    }

    private void sourcePixelShowsWhatItReaches() {
        moveTo(source, 33, 21);
        mouse.click();
        await(map, "pixels", new Rectangle(31, 19, 5, 5), "a pixel of the source shows what it has an influence on");
        require(!named(map, "pixels").contains(32, 20), "without the holes");
        goesToTheRoiManager(new Rectangle(31, 19, 5, 5));
    }

    private void goesToTheRoiManager(Rectangle pixels) {
        require(!button("Keep").isEnabled(), "a macro cannot draw it, so it is not to keep");
        pressButton("To ROI Manager");
        RoiManager manager = RoiManager.getInstance();
        CommandWindow.await("a selection in the manager", () -> manager != null && manager.getCount() == 1);
        require(manager.getRoi(0).getBounds().equals(pixels), "the ROI Manager has " + pixels);
        close(manager);
    }

    /** Without selections, in the thread that paints its list: ImageJ changes the list in the thread of the caller. */
    private static void close(RoiManager manager) {
        CommandWindow.inEventThread(() -> {
            manager.reset();
            manager.close();
        });
        CommandWindow.await("the ROI Manager to be gone", () -> !manager.isShowing());
    }

    private void whatIsKeptIsRecordedAndReplayed() {
        Recorder recorder = new Recorder();
        recorder.setLocation(20, 560); // away from the images
        CommandWindow.await(
                "the recorder stands away from the images",
                () -> recorder.isShowing() && recorder.getLocationOnScreen().y >= 560);
        CommandWindow.awaitEvents();
        moveTo(map, 0, 20);
        mouse.click();
        await(source, " box", new Rectangle(-2, 18, 5, 5), "another field is shown");
        pressButton("Keep");
        CommandWindow.await("a row of results", () -> WindowManager.getFrame("Results") != null);
        WindowManager.getFrame("Results").setLocation(20, 560);
        String line = "run(\"" + COMMAND;
        CommandWindow.await("a recorded line", () -> recorder.getText().contains(line));
        List<String> kept = field();
        require(kept.size() > 5, "it is kept " + kept);
        String recorded = recorder.getText();
        recorder.close();
        removeField();
        IJ.runMacro(recorded.substring(recorded.indexOf("selectImage")));
        require(field().equals(kept), "the recorded line draws the same: " + recorded.strip());
        removeField();
        pressButton("To ROI Manager");
        RoiManager manager = RoiManager.getInstance();
        CommandWindow.await("selections", () -> manager != null && manager.getCount() == 3);
        require(
                manager.getRoi(0).getBounds().equals(new Rectangle(0, 18, 3, 5)),
                "the ROI Manager has the box without its padding");
        close(manager);
    }

    private List<String> field() {
        return CommandWindow.betweenEvents(
                () -> Arrays.stream(source.getOverlay().toArray())
                        .filter(roi -> roi.getName() != null && roi.getName().startsWith("ConvLayers field"))
                        .map(roi -> roi.getName() + roi.getFloatBounds())
                        .toList());
    }

    private void removeField() {
        CommandWindow.inEventThread(() -> {
            for (Roi roi : source.getOverlay().toArray()) {
                if (roi.getName() != null && roi.getName().startsWith("ConvLayers field")) {
                    source.getOverlay().remove(roi.getName());
                }
            }
        });
        require(field().isEmpty(), "what was kept is removed");
    }

    private static void pressButton(String label) {
        Button button = button(label);
        EventQueue.invokeLater(() ->
                button.dispatchEvent(new ActionEvent(button, ActionEvent.ACTION_PERFORMED, button.getActionCommand())));
        CommandWindow.awaitEvents();
    }

    private static Button button(String label) {
        return buttons(panels().get(0))
                .filter(candidate -> candidate.getLabel().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Button> buttons(Container container) {
        return Arrays.stream(container.getComponents())
                .flatMap(part -> part instanceof Container inner
                        ? buttons(inner)
                        : part instanceof Button button ? Stream.of(button) : Stream.empty());
    }

    private void overlayOfTheUserComesBack() {
        Roi added = new Roi(9, 9, 4, 4);
        CommandWindow.inEventThread(() -> source.getOverlay().add(added));
        moveTo(map, 25, 25);
        mouse.click();
        await(source, " box", new Rectangle(23, 23, 5, 5), "an element of the user is added meanwhile");
        closePanels();
        require(source.getOverlay() == overlay, "the overlay of the user is there when the panel is closed");
        require(Arrays.asList(overlay.toArray()).equals(List.of(own, added)), "with what the user added, and no more");
        require(map.getOverlay() == null, "and none where there was none");
    }

    static List<Frame> panels() {
        return Arrays.stream(Frame.getFrames())
                .filter(frame -> frame.getTitle().startsWith("Live Field"))
                .filter(Frame::isDisplayable)
                .toList();
    }

    /** Where windows are closed by hand: elsewhere a field may be drawn meanwhile, and be taken away a little later. */
    static void closePanels() {
        CommandWindow.inEventThread(() ->
                panels().forEach(panel -> panel.dispatchEvent(new WindowEvent(panel, WindowEvent.WINDOW_CLOSING))));
        CommandWindow.await("the panel to close", () -> panels().isEmpty());
    }

    /** Everybody who listens to the images, wherever ImageJ and Java keep them. */
    private int listeners() throws ReflectiveOperationException {
        int count = 0;
        for (ImagePlus image : List.of(source, map)) {
            ImageCanvas canvas = image.getCanvas();
            count += canvas.getMouseListeners().length + canvas.getMouseMotionListeners().length;
        }
        return count + size(ImagePlus.class) + size(Roi.class);
    }

    private static int size(Class<?> type) throws ReflectiveOperationException {
        Field listeners = type.getDeclaredField("listeners");
        listeners.setAccessible(true);
        return ((Collection<?>) listeners.get(null)).size();
    }

    private void closedImagesEndIt() {
        for (boolean first : new boolean[] {true, false}) {
            ImagePlus otherSource = IJ.createImage("other", "8-bit ramp", WIDTH, HEIGHT, 1);
            otherSource.show();
            IJ.run(otherSource, "Convolution Layer...", "weights=laplacian");
            ImagePlus otherMap = WindowManager.getImage("other-conv");
            WindowManager.setTempCurrentImage(otherMap);
            IJ.run(COMMAND, "live");
            WindowManager.setTempCurrentImage(null);
            require(panels().size() == 1, "a panel is open");
            close(first ? otherMap : otherSource);
            CommandWindow.await("the panel to close", () -> panels().isEmpty());
            ImagePlus left = first ? otherSource : otherMap;
            require(left.getOverlay() == null, "closing the " + (first ? "map" : "source") + " ends it");
            close(left);
        }
    }

    private static void close(ImagePlus image) {
        image.changes = false;
        image.close();
    }

    private void nothingIsLeftOfManyOpenings() throws Exception {
        openPanel("live");
        closePanels();
        int heard = listeners();
        int threads = Thread.activeCount();
        int windows = WindowManager.getNonImageWindows().length;
        List<WeakReference<Frame>> opened = new ArrayList<>();
        for (int i = 0; i < OPENINGS; i++) {
            openPanel("live");
            opened.add(new WeakReference<>(panels().get(0)));
            closePanels();
        }
        require(listeners() == heard, OPENINGS + " openings leave no listener");
        require(WindowManager.getNonImageWindows().length == windows, "no window");
        CommandWindow.await("the end of their threads", () -> Thread.activeCount() <= threads);
        require(overlay.size() == 2 && map.getOverlay() == null, "no element");
        CommandWindow.await("the panels to be forgotten", () -> {
            System.gc();
            return opened.stream().filter(reference -> reference.get() != null).count() <= HELD_BY_AWT;
        });
    }
}
