package org.convlayers.ij.option;

import ij.ImagePlus;
import ij.gui.GUI;
import ij.gui.GenericDialog;
import java.awt.BorderLayout;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.GridBagConstraints;
import java.awt.Insets;
import java.awt.Label;
import java.awt.Panel;
import java.awt.SystemColor;
import java.awt.TextArea;
import java.awt.TextField;
import java.awt.event.KeyAdapter;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * ImageJ's dialog for the keys of a command. While one types it says what would come out, or what is wrong.
 *
 * <p>The fields are this project's own and are read by key; of ImageJ's dialog come the window, the buttons and the keyboard.
 * Nothing is recorded here: ImageJ's reading of its own fields would record each of them, whether it matters or not.
 */
public final class OptionDialog {
    private static final int EXPLANATION_ROWS = 8;
    private static final int EXPLANATION_COLUMNS = 62;
    private static final int TITLE_LENGTH = 57;
    private static final int MOST_MAPS = 200;
    private static final Color ERROR_COLOR = new Color(0xa0, 0, 0);

    private final GenericDialog dialog;
    private final OptionPanel fields;
    private final TextArea explanation;
    private final Client client;
    private final Optional<ImagePlus> image;
    private final Checkbox preview = new Checkbox("Preview on the image");
    private final Choice map = new Choice();
    private List<String> offered = List.of();
    private volatile boolean imageIsClosed;

    /**
     * What would come out.
     *
     * @param text for the user
     * @param maps the feature maps that can be shown beforehand; may be empty
     */
    public record Outlook(String text, List<String> maps) {
        public Outlook {
            maps = List.copyOf(maps);
        }

        /** An outlook that there is nothing to preview of. */
        public Outlook(String text) {
            this(text, List.of());
        }
    }

    /** Reads something from a file; may take its time. */
    public interface Reading {
        /** Reads; afterwards the outlook needs no file any more. */
        void read() throws IOException;
    }

    /** What a command does while its dialog is open. */
    public interface Client {
        /**
         * What has to be read before there can be an outlook; empty if nothing has. It is read in a thread of its own, because
         * nobody can type while a large file is read in that of the events.
         *
         * @throws IllegalArgumentException if the options do not tell
         */
        default Optional<Reading> reading(Options options) {
            return Optional.empty();
        }

        /**
         * Says what would come out.
         *
         * @throws IOException if a file cannot be read
         * @throws IllegalArgumentException if the options do not go together
         */
        Outlook outlook(Options options) throws IOException;

        /** Whether there is a preview. */
        default boolean hasPreview() {
            return false;
        }

        /** Shows one of the maps of the outlook. */
        default void showPreview(Options options, int map) {}

        /** Shows nothing any more. */
        default void hidePreview() {}
    }

    /**
     * Makes a dialog.
     *
     * @param command the command's name
     * @param initial what the fields show
     * @param image what the command will work on; empty if no image is open
     * @param help address of the page of the user guide
     * @param client is asked while the dialog is open
     */
    OptionDialog(String command, Options initial, Optional<ImagePlus> image, String help, Client client) {
        this.image = image;
        this.client = client;
        // Not modal: the user may look at other parts of the image, and at the preview.
        dialog = GUI.newNonBlockingDialog(command.replace("...", ""));
        fields = new OptionPanel(initial, this::listenTo);
        image.ifPresent(this::addTitle);
        dialog.addPanel(fields);
        explanation = new TextArea("", EXPLANATION_ROWS, EXPLANATION_COLUMNS, TextArea.SCROLLBARS_VERTICAL_ONLY);
        explanation.setName("explanation");
        explanation.setEditable(false);
        explanation.setFocusable(false);
        explanation.setBackground(SystemColor.control);
        dialog.addPanel(new Below(fields, explanation), GridBagConstraints.CENTER, new Insets(8, 0, 0, 0));
        if (client.hasPreview()) {
            addPreview();
        }
        dialog.addHelp(help);
        dialog.addDialogListener((source, event) -> update());
    }

    /** As wide as what stands above, so that the edges of both are in line. */
    private static final class Below extends Panel {
        private static final long serialVersionUID = 1;

        private final Component above;

        Below(Component above, Component content) {
            super(new BorderLayout());
            this.above = above;
            add(content, BorderLayout.CENTER);
        }

        @Override
        public Dimension getPreferredSize() {
            Dimension own = super.getPreferredSize();
            return new Dimension(Math.max(own.width, above.getPreferredSize().width), own.height);
        }
    }

    private void addTitle(ImagePlus named) {
        Label title = new Label("Image: " + shortened(named.getTitle()));
        title.setName("image");
        Panel frame = new Panel(new FlowLayout(FlowLayout.LEFT, 0, 0));
        frame.add(title);
        dialog.addPanel(frame, GridBagConstraints.WEST, new Insets(0, 0, 4, 0));
    }

    /** The beginning and the end of a long title: what tells images of a series apart may stand at either. */
    static String shortened(String title) {
        if (title.length() <= TITLE_LENGTH) {
            return title;
        }
        int half = (TITLE_LENGTH - 3) / 2;
        return title.substring(0, half) + "..." + title.substring(title.length() - half);
    }

    private void addPreview() {
        preview.setName("preview");
        map.setName("map");
        listenTo(preview);
        listenTo(map);
        Panel frame = new Panel(new FlowLayout(FlowLayout.LEFT, 0, 0));
        frame.add(preview);
        frame.add(map);
        dialog.addPanel(frame, GridBagConstraints.WEST, new Insets(4, 0, 0, 0));
    }

    private void listenTo(Component field) {
        if (field instanceof TextArea area) {
            listenTo(area);
            return;
        }
        field.addKeyListener(dialog);
        if (field instanceof TextField text) {
            text.addTextListener(dialog);
            text.addFocusListener(dialog);
        } else if (field instanceof Choice choice) {
            choice.addItemListener(dialog);
        } else if (field instanceof Checkbox box) {
            box.addItemListener(dialog);
        }
    }

    /** ImageJ's dialog would take Enter for OK; here it begins a line, and Tab leaves the field. */
    private void listenTo(TextArea area) {
        area.addTextListener(dialog);
        area.addFocusListener(dialog);
        area.addKeyListener(new KeyAdapter() {
            @Override
            public void keyPressed(KeyEvent event) {
                if (event.getKeyCode() == KeyEvent.VK_ESCAPE) {
                    dialog.keyPressed(event);
                } else if (event.getKeyCode() == KeyEvent.VK_TAB) {
                    event.consume();
                    if (event.isShiftDown()) {
                        area.transferFocusBackward();
                    } else {
                        area.transferFocus();
                    }
                }
            }
        });
    }

    /**
     * Shows the dialog.
     *
     * @return the options, or empty if the user cancelled
     */
    Optional<Options> ask() {
        if (!update()) {
            focusWhenOpened();
        }
        Optional<ImageEnd> end = image.map(own -> new ImageEnd(own, this::tellThatImageIsClosed));
        try {
            dialog.showDialog();
        } finally {
            end.ifPresent(ImageEnd::close);
        }
        client.hidePreview();
        return dialog.wasCanceled() ? Optional.empty() : Optional.of(fields.options());
    }

    /** From any thread. */
    private void tellThatImageIsClosed() {
        imageIsClosed = true;
        EventQueue.invokeLater(this::update);
    }

    /** ImageJ gives the keyboard to OK, which cannot take it while it is disabled: Esc would not reach the dialog. */
    private void focusWhenOpened() {
        dialog.addWindowListener(new WindowAdapter() {
            @Override
            public void windowOpened(WindowEvent event) {
                fields.focus();
            }
        });
    }

    /** Says what the fields give; whether OK may be pressed. */
    private boolean update() {
        boolean isRight = explain();
        dialog.getButtons()[0].setEnabled(isRight);
        return isRight;
    }

    private boolean explain() {
        if (imageIsClosed) {
            refuse(closed(image.orElseThrow()));
            return false;
        }
        try {
            Options options = fields.options();
            Optional<Reading> reading = client.reading(options);
            if (reading.isPresent()) {
                tell("Reading the file ...", SystemColor.controlText);
                client.hidePreview();
                new Thread(() -> read(reading.get(), options), "ConvLayers Reading").start();
                return false;
            }
            show(options, client.outlook(options));
            return true;
        } catch (IllegalArgumentException | IOException e) {
            refuse(e.getMessage());
            return false;
        }
    }

    /** What to tell whoever closed the image that a dialog is about. */
    static String closed(ImagePlus image) {
        return "'" + image.getTitle() + "' was closed while the dialog was open";
    }

    private void show(Options options, Outlook outlook) {
        tell(outlook.text(), SystemColor.controlText);
        offer(outlook.maps());
        if (preview.getState()) {
            client.showPreview(options, map.getSelectedIndex());
        } else {
            client.hidePreview();
        }
    }

    private void refuse(String reason) {
        tell(reason, ERROR_COLOR);
        client.hidePreview();
    }

    /** Reads, and goes on in the thread of the events unless the fields have been changed meanwhile. */
    private void read(Reading reading, Options options) {
        try {
            reading.read();
            ifStill(options, this::update);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            ifStill(options, () -> refuse(UserErrors.message(e)));
        }
    }

    private void ifStill(Options options, Runnable action) {
        EventQueue.invokeLater(() -> {
            boolean isOpen = !dialog.wasOKed() && !dialog.wasCanceled();
            if (isOpen && fields.shows(options)) {
                action.run();
            }
        });
    }

    private void tell(String text, Color color) {
        explanation.setForeground(color);
        explanation.setText(text);
        explanation.setCaretPosition(0); // AWT would scroll to the end
    }

    /** Puts the maps into the menu; where there was a choice, it stays at its place. */
    private void offer(List<String> maps) {
        List<String> shown = maps.subList(0, Math.min(maps.size(), MOST_MAPS));
        if (!shown.equals(offered)) {
            int selected = map.getSelectedIndex();
            map.removeAll();
            shown.forEach(map::add);
            map.select(Math.max(0, Math.min(selected, shown.size() - 1)));
            offered = shown;
        }
    }
}
