package org.convlayers.ij.field;

import ij.ImagePlus;
import java.awt.BorderLayout;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.FlowLayout;
import java.awt.Font;
import java.awt.GridLayout;
import java.awt.Label;
import java.awt.Panel;
import java.awt.Scrollbar;
import java.awt.SystemColor;
import java.awt.TextArea;
import java.awt.event.ActionListener;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convlayers.ij.option.FieldElement;

/** The window of a live field: which layer, what is drawn, and the numbers. */
final class LivePanel extends SidePanel {
    private static final long serialVersionUID = 1;

    private static final String TITLE = "Live Field of ";
    private static final int LAYER_ROWS = 3;
    private static final int TEXT_ROWS = 14;
    private static final int LEAST_COLUMNS = 50;
    private static final int MOST_COLUMNS = 80;

    /** Fractions and signs may make a line longer than foreseen. */
    private static final int SPARE_COLUMNS = 4;

    private static final int FONT_SIZE = 12;

    private final transient Client client;
    private final transient List<String> layers;
    private final Scrollbar slider;
    private final TextArea layerText;
    private final transient Map<FieldElement, Checkbox> switches = new EnumMap<>(FieldElement.class);
    private final Checkbox before = new Checkbox("layers before", true);
    private final Checkbox weights = new Checkbox("weights", true);
    private final Checkbox following = new Checkbox("follow the mouse", true);
    private final TextArea numbers;
    private final Button keep = new Button("Keep");

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
     * @param longest the length of the lines that there has to be room for
     */
    LivePanel(ImagePlus map, List<String> layers, int layer, Set<FieldElement> elements, int longest, Client client) {
        super(TITLE, map);
        this.layers = List.copyOf(layers);
        this.client = client;
        int columns = Math.max(LEAST_COLUMNS, Math.min(longest + SPARE_COLUMNS, MOST_COLUMNS));
        layerText = text(LAYER_ROWS, columns, TextArea.SCROLLBARS_NONE);
        numbers = text(TEXT_ROWS, columns, TextArea.SCROLLBARS_BOTH);
        slider = new Scrollbar(Scrollbar.HORIZONTAL, layer, 1, 0, layers.size());
        setLayout(new BorderLayout(MARGIN, MARGIN));
        add(top(elements), BorderLayout.NORTH);
        add(numbers, BorderLayout.CENTER);
        add(bottom(), BorderLayout.SOUTH);
        layerText.setName("layer text");
        layerText.setFocusable(false);
        numbers.setName("numbers");
        nameLayer();
    }

    private static TextArea text(int rows, int columns, int scrollbars) {
        TextArea text = new TextArea("", rows, columns, scrollbars);
        text.setEditable(false);
        text.setFont(new Font(Font.MONOSPACED, Font.PLAIN, FONT_SIZE));
        text.setBackground(SystemColor.control);
        return text;
    }

    private Panel top(Set<FieldElement> elements) {
        Panel choice = new Panel(new BorderLayout(MARGIN, 0));
        choice.add(new Label("layer"), BorderLayout.WEST);
        choice.add(slider, BorderLayout.CENTER);
        Panel top = new Panel(new BorderLayout(MARGIN, MARGIN));
        top.add(choice, BorderLayout.NORTH);
        top.add(layerText, BorderLayout.CENTER);
        top.add(switches(elements), BorderLayout.SOUTH);
        slider.setName("layer");
        slider.addAdjustmentListener(event -> {
            nameLayer();
            client.redraw();
        });
        return top;
    }

    private Panel switches(Set<FieldElement> elements) {
        Panel drawn = row();
        for (FieldElement element : FieldElement.values()) {
            Checkbox box = new Checkbox(element.word(), elements.contains(element));
            switches.put(element, box);
            addSwitch(drawn, box);
        }
        Panel others = row();
        addSwitch(others, before);
        addSwitch(others, weights);
        addSwitch(others, following);
        Panel both = new Panel(new GridLayout(0, 1));
        both.add(drawn);
        both.add(others);
        return both;
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
        addButton(bottom, keep, event -> client.keep());
        addButton(bottom, new Button("To ROI Manager"), event -> client.select());
        addButton(bottom, new Button("Close"), event -> close());
        return bottom;
    }

    private static void addButton(Panel row, Button button, ActionListener action) {
        button.setName(button.getLabel());
        button.addActionListener(action);
        row.add(button);
    }

    /** The index of the layer that the slider stands at. */
    int layer() {
        return slider.getValue();
    }

    private void nameLayer() {
        show(layerText, (layer() + 1) + " of " + layers.size() + ": " + layers.get(layer()));
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

    /**
     * Shows text.
     *
     * @param canBeKept whether it is about something that {@link Client#keep} would keep
     */
    void tell(String text, boolean canBeKept) {
        show(numbers, text);
        keep.setEnabled(canBeKept);
    }

    /** From the first line on; AWT would scroll to the last. */
    private static void show(TextArea area, String text) {
        area.setText(text);
        area.setCaretPosition(0);
    }

    @Override
    public void close() {
        client.end();
        super.close();
    }
}
