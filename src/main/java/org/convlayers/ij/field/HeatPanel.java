package org.convlayers.ij.field;

import ij.ImagePlus;
import ij.gui.Overlay;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Label;
import java.awt.Scrollbar;
import java.util.List;
import java.util.Optional;
import org.convlayers.ij.option.ImageEnd;

/** A slider for the opacity of the heat maps in the overlay of an image. It ends with its window or the image. */
final class HeatPanel extends SidePanel {
    private static final long serialVersionUID = 1;

    private static final int OPAQUE = 100;
    private static final int KNOB = 10;
    private static final int WIDTH = 200;
    private static final int HEIGHT = 20;

    private final Label percent = new Label(OPAQUE + " %", Label.RIGHT);
    private final Scrollbar slider;
    private transient Optional<ImageEnd> end = Optional.empty();

    /**
     * Lays out the panel; it is not shown yet.
     *
     * @param opacity of the heat maps now, 0 to 1
     */
    private HeatPanel(ImagePlus image, double opacity) {
        super("Heat Map of ", image);
        int value = (int) Math.round(OPAQUE * opacity);
        slider = new Scrollbar(Scrollbar.HORIZONTAL, value, KNOB, 0, OPAQUE + KNOB);
        slider.setName("opacity");
        slider.setPreferredSize(new Dimension(WIDTH, HEIGHT));
        slider.addAdjustmentListener(event -> adjust());
        setLayout(new BorderLayout(MARGIN, MARGIN));
        add(new Label("opacity"), BorderLayout.WEST);
        add(slider, BorderLayout.CENTER);
        add(percent, BorderLayout.EAST);
    }

    /**
     * Opens a panel in place of the one that an image has.
     *
     * @param image shown in a window
     * @param opacity of its heat maps now, 0 to 1
     */
    static void open(ImagePlus image, double opacity) {
        of(image, HeatPanel.class).ifPresent(HeatPanel::close);
        HeatPanel panel = new HeatPanel(image, opacity);
        panel.open(List.of(image)); // with the room that the largest number needs
        panel.tell();
        panel.end = Optional.of(new ImageEnd(image, panel::close));
    }

    private void adjust() {
        tell();
        Optional<Overlay> overlay = Optional.ofNullable(image().getOverlay());
        overlay.ifPresent(heat -> FieldHeat.setOpacity(heat, (double) slider.getValue() / OPAQUE));
        image().draw();
    }

    private void tell() {
        percent.setText(slider.getValue() + " %");
    }

    @Override
    public void close() {
        end.ifPresent(ImageEnd::close);
        super.close();
    }
}
