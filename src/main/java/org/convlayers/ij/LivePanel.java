package org.convlayers.ij;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GUI;
import ij.plugin.frame.PlugInFrame;
import java.awt.BorderLayout;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Font;
import java.awt.GridLayout;
import java.awt.Insets;
import java.awt.Label;
import java.awt.Panel;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Scrollbar;
import java.awt.SystemColor;
import java.awt.TextArea;
import java.awt.event.ActionListener;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The window of a live field: which layer, what is drawn, and the numbers. */
final class LivePanel extends PlugInFrame {
    private static final long serialVersionUID = 1;

    private static final String TITLE = "Live Field of ";
    private static final int TEXT_ROWS = 12;
    private static final int TEXT_COLUMNS = 50;
    private static final int MOST_LETTERS = 52;
    private static final int FONT_SIZE = 12;
    private static final int MARGIN = 6;

    private final transient ImagePlus map;
    private final transient Client client;
    private final transient List<String> layers;
    private final Scrollbar slider;
    private final Label layer = new Label();
    private final transient Map<FieldElement, Checkbox> switches = new EnumMap<>(FieldElement.class);
    private final Checkbox before = new Checkbox("layers before", true);
    private final Checkbox weights = new Checkbox("weights", true);
    private final Checkbox following = new Checkbox("follow the mouse", true);
    private final TextArea numbers = new TextArea("", TEXT_ROWS, TEXT_COLUMNS, TextArea.SCROLLBARS_BOTH);

    /** Who is told what the user does. */
    interface Client {
        /** Something else is to be shown. */
        void redraw();

        /** What is shown is to stay when the panel is closed. */
        void keep();

        /** What is shown is to go to the ROI Manager. */
        void select();

        /** The panel is closed. */
        void end();
    }

    /**
     * Lays out the panel; it is not shown yet.
     *
     * @param map the feature map it is about
     * @param layers what the slider steps through
     * @param layer where it stands
     * @param elements what is switched on
     */
    LivePanel(ImagePlus map, List<String> layers, int layer, Set<FieldElement> elements, Client client) {
        super(TITLE + map.getTitle());
        this.map = map;
        this.layers = List.copyOf(layers);
        this.client = client;
        slider = new Scrollbar(Scrollbar.HORIZONTAL, layer, 1, 0, layers.size());
        setLayout(new BorderLayout(MARGIN, MARGIN));
        add(top(elements), BorderLayout.NORTH);
        add(numbers, BorderLayout.CENTER);
        add(bottom(), BorderLayout.SOUTH);
        numbers.setName("numbers");
        numbers.setEditable(false);
        numbers.setFont(new Font(Font.MONOSPACED, Font.PLAIN, FONT_SIZE));
        numbers.setBackground(SystemColor.control);
        nameLayer();
        hearKeys(this);
    }

    private Panel top(Set<FieldElement> elements) {
        Panel top = new Panel(new GridLayout(0, 1));
        Panel choice = new Panel(new BorderLayout(MARGIN, 0));
        choice.add(new Label("layer"), BorderLayout.WEST);
        choice.add(slider, BorderLayout.CENTER);
        top.add(choice);
        top.add(layer);
        slider.setName("layer");
        slider.addAdjustmentListener(event -> {
            nameLayer();
            client.redraw();
        });
        Panel drawn = row();
        for (FieldElement element : FieldElement.values()) {
            Checkbox box = new Checkbox(element.word(), elements.contains(element));
            switches.put(element, box);
            addSwitch(drawn, box);
        }
        top.add(drawn);
        Panel others = row();
        addSwitch(others, before);
        addSwitch(others, weights);
        addSwitch(others, following);
        top.add(others);
        return top;
    }

    private static Panel row() {
        return new Panel(new FlowLayout(FlowLayout.LEFT, MARGIN, 0));
    }

    private void addSwitch(Panel row, Checkbox box) {
        box.setName(box.getLabel());
        box.addItemListener(event -> client.redraw());
        row.add(box);
    }

    private Panel bottom() {
        Panel bottom = row();
        addButton(bottom, "Keep", event -> client.keep());
        addButton(bottom, "To ROI Manager", event -> client.select());
        addButton(bottom, "Close", event -> close());
        return bottom;
    }

    private static void addButton(Panel row, String label, ActionListener action) {
        Button button = new Button(label);
        button.setName(label);
        button.addActionListener(action);
        row.add(button);
    }

    /** ImageJ's shortcuts work here too. */
    private static void hearKeys(Container container) {
        for (Component part : container.getComponents()) {
            part.addKeyListener(IJ.getInstance());
            if (part instanceof Container inner) {
                hearKeys(inner);
            }
        }
    }

    /** Shows the panel where it covers none of the images, if there is such a place. */
    void open(List<ImagePlus> images) {
        pack();
        setResizable(false);
        List<Rectangle> windows =
                images.stream().map(image -> image.getWindow().getBounds()).toList();
        Rectangle screen = GUI.getMaxWindowBounds(images.get(0).getWindow());
        Optional<Rectangle> free = windows.stream()
                .flatMap(window -> besides(window, getSize()))
                .filter(place -> screen.contains(place) && windows.stream().noneMatch(place::intersects))
                .findFirst();
        if (free.isPresent()) {
            setLocation(free.get().getLocation());
        } else {
            GUI.centerOnImageJScreen(this);
        }
        WindowManager.addWindow(this);
        setVisible(true);
    }

    /** To the right, below, to the left. */
    private static Stream<Rectangle> besides(Rectangle window, Dimension size) {
        return Stream.of(
                        new Point(window.x + window.width + MARGIN, window.y),
                        new Point(window.x, window.y + window.height + MARGIN),
                        new Point(window.x - size.width - MARGIN, window.y))
                .map(corner -> new Rectangle(corner, size));
    }

    /** The open panel of a feature map. */
    static Optional<LivePanel> of(ImagePlus map) {
        return Arrays.stream(WindowManager.getNonImageWindows())
                .filter(LivePanel.class::isInstance)
                .map(LivePanel.class::cast)
                .filter(panel -> panel.map == map)
                .findFirst();
    }

    /** The index of the layer that the slider stands at. */
    int layer() {
        return slider.getValue();
    }

    private void nameLayer() {
        String text = (layer() + 1) + " of " + layers.size() + ": " + layers.get(layer());
        layer.setText(text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS) + " ...");
    }

    /** What is switched on. */
    Set<FieldElement> elements() {
        Set<FieldElement> elements = EnumSet.noneOf(FieldElement.class);
        switches.forEach((element, box) -> {
            if (box.getState()) {
                elements.add(element);
            }
        });
        return elements;
    }

    /** Whether the boxes of the layers before are drawn. */
    boolean showsLayersBefore() {
        return before.getState();
    }

    /** Whether weights are drawn over the taps, where they are known. */
    boolean showsWeights() {
        return weights.getState();
    }

    /** Whether the mouse is followed without being pressed. */
    boolean isFollowing() {
        return following.getState();
    }

    void setFollowing(boolean follows) {
        following.setState(follows);
    }

    /** Shows text. */
    void tell(String text) {
        numbers.setText(text);
    }

    @Override
    public Insets getInsets() {
        Insets frame = super.getInsets();
        return new Insets(frame.top + MARGIN, frame.left + MARGIN, frame.bottom + MARGIN, frame.right + MARGIN);
    }

    @Override
    public void close() {
        client.end();
        super.close();
    }
}
