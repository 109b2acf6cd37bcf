package org.convlayers.ij.option;

import ij.io.OpenDialog;
import ij.io.SaveDialog;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.FlowLayout;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.GridLayout;
import java.awt.Insets;
import java.awt.Label;
import java.awt.MenuItem;
import java.awt.Panel;
import java.awt.PopupMenu;
import java.awt.TextArea;
import java.awt.TextComponent;
import java.awt.TextField;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A field for each key of a command, two a row, files in a row of their own. Each is read by its key, so that neither their
 * order nor their number can be mistaken.
 */
final class OptionPanel extends Panel {
    private static final long serialVersionUID = 1;

    private static final int COLUMNS = 10;
    private static final int WIDE_COLUMNS = 34;
    private static final int LAYER_ROWS = 4;
    private static final int LAYER_COLUMNS = 48;
    private static final int FIELDS_A_ROW = 2;
    private static final int GRID_COLUMNS = 2 * FIELDS_A_ROW;

    private final transient OptionSchema schema;
    private final transient Map<String, Supplier<String>> values = new LinkedHashMap<>();
    private final transient FieldListener listener;
    private Component first;
    private int row;
    private int column;

    /** Who is told of changes and keys; ImageJ's dialog is. */
    interface FieldListener {
        /** Listens to a field that was added. */
        void listenTo(Component field);
    }

    /**
     * Lays out the fields.
     *
     * @param initial what they show
     * @param listener listens to each of them
     */
    OptionPanel(Options initial, FieldListener listener) {
        super(new GridBagLayout());
        this.schema = initial.schema();
        this.listener = listener;
        for (OptionKey key : schema.keys()) {
            add(key, initial.text(key));
        }
    }

    /**
     * What the fields show now.
     *
     * @throws OptionException if a value is not one of its key's choices
     */
    Options options() {
        Options options = schema.defaults();
        for (OptionKey key : schema.keys()) {
            options = options.with(key, values.get(key.name()).get());
        }
        return options;
    }

    /** Whether these options are what the fields show. */
    boolean shows(Options options) {
        return schema.keys().stream()
                .allMatch(key -> key.check(values.get(key.name()).get()).equals(options.text(key)));
    }

    /** Gives the keyboard to the first field. */
    void focus() {
        first.requestFocusInWindow();
    }

    private void add(OptionKey key, String value) {
        switch (key.kind()) {
            case FLAG -> addFlag(key, value);
            case CHOICE -> addChoice(key, value);
            case PATH, NEW_PATH -> addPath(key, value);
            case LAYERS -> addLayers(key, value);
            case TEXT -> addText(key, value);
        }
    }

    private void addFlag(OptionKey key, String value) {
        Checkbox box = new Checkbox(key.label(), value.equals(OptionKey.TRUE));
        add(box, cell(2, GridBagConstraints.WEST));
        register(key, box, () -> Boolean.toString(box.getState()));
    }

    private void addChoice(OptionKey key, String value) {
        Choice choice = new Choice();
        key.choices().forEach(choice::add);
        choice.select(value);
        addLabel(key);
        add(choice, cell(1, GridBagConstraints.WEST));
        register(key, choice, choice::getSelectedItem);
    }

    private void addText(OptionKey key, String value) {
        TextField field = new TextField(value, COLUMNS);
        addLabel(key);
        add(withButtons(field, key), cell(1, GridBagConstraints.WEST));
        register(key, field, field::getText);
    }

    private void addPath(OptionKey key, String value) {
        startRow();
        TextField field = new TextField(value, WIDE_COLUMNS);
        Button browse = new Button("Browse...");
        browse.addActionListener(event -> browse(key, field));
        addLabel(key);
        add(withButtons(field, key, browse), cell(GRID_COLUMNS - 1, GridBagConstraints.WEST));
        startRow();
        register(key, field, field::getText);
    }

    /** As many lines as one pastes: in a field of one line, what follows a comment would be lost. */
    private void addLayers(OptionKey key, String value) {
        startRow();
        TextArea area = new TextArea(value, LAYER_ROWS, LAYER_COLUMNS, TextArea.SCROLLBARS_VERTICAL_ONLY);
        Button browse = new Button("Browse...");
        browse.addActionListener(event -> browse(key, area));
        Panel left = new Panel(new GridLayout(2, 1));
        left.add(new Label(key.label()));
        left.add(withButtons(browse, area, key));
        add(left, cell(1, GridBagConstraints.NORTHEAST));
        add(area, cell(GRID_COLUMNS - 1, GridBagConstraints.WEST));
        startRow();
        register(key, area, area::getText);
    }

    /** The button, and one that opens a menu of suggestions for the area if there are any. */
    private static Panel withButtons(Button button, TextArea area, OptionKey key) {
        Panel panel = new Panel(new FlowLayout(FlowLayout.LEFT, 0, 0));
        panel.add(button);
        if (!key.choices().isEmpty()) {
            panel.add(suggestions(area, key));
        }
        return panel;
    }

    /** The field, a button that opens a menu of suggestions if there are any, and other buttons. */
    private static Panel withButtons(TextField field, OptionKey key, Button... buttons) {
        Panel panel = new Panel(new FlowLayout(FlowLayout.LEFT, 0, 0));
        panel.add(field);
        if (!key.choices().isEmpty()) {
            panel.add(suggestions(field, key));
        }
        for (Button button : buttons) {
            panel.add(button);
        }
        return panel;
    }

    private static Button suggestions(TextComponent field, OptionKey key) {
        PopupMenu menu = new PopupMenu();
        for (String value : key.choices()) {
            MenuItem item = new MenuItem(value);
            item.addActionListener(event -> field.setText(value));
            menu.add(item);
        }
        Button open = new Button("\u25be");
        open.add(menu);
        open.addActionListener(event -> menu.show(open, 0, open.getHeight()));
        return open;
    }

    private static void browse(OptionKey key, TextComponent field) {
        String title = "Select a file for " + key.name();
        Optional<String> path = key.kind() == OptionKey.Kind.NEW_PATH
                ? fileToWrite(title, key, new File(field.getText()).getName())
                : Optional.ofNullable(new OpenDialog(title).getPath());
        path.ifPresent(field::setText);
    }

    /** A hint that names a single ending is one that the dialog of ImageJ can insist on. */
    private static Optional<String> fileToWrite(String title, OptionKey key, String shown) {
        String ending = key.hint().startsWith("a .") ? key.hint().substring("a ".length()) : null;
        SaveDialog dialog = new SaveDialog(title, shown.isEmpty() ? "result" : shown, ending);
        return Optional.ofNullable(dialog.getFileName()).map(name -> dialog.getDirectory() + name);
    }

    private void addLabel(OptionKey key) {
        add(new Label(key.label()), cell(1, GridBagConstraints.EAST));
    }

    private void register(OptionKey key, Component field, Supplier<String> value) {
        field.setName(key.name());
        first = first == null ? field : first;
        values.put(key.name(), value);
        listener.listenTo(field);
    }

    private void startRow() {
        if (column > 0) {
            column = 0;
            row++;
        }
    }

    private GridBagConstraints cell(int width, int anchor) {
        GridBagConstraints cell = new GridBagConstraints();
        cell.gridx = column;
        cell.gridy = row;
        cell.gridwidth = width;
        cell.anchor = anchor;
        cell.insets = new Insets(1, column > 0 && column % 2 == 0 ? 12 : 0, 1, 0);
        column += width;
        if (column >= GRID_COLUMNS) {
            startRow();
        }
        return cell;
    }
}
