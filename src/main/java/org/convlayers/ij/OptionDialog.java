package org.convlayers.ij;

import ij.gui.GenericDialog;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Color;
import java.awt.Component;
import java.awt.GridBagConstraints;
import java.awt.Insets;
import java.awt.Panel;
import java.awt.SystemColor;
import java.awt.TextArea;
import java.awt.TextField;
import java.io.IOException;
import java.util.Optional;

/**
 * ImageJ's dialog for the keys of a command. While one types it says what would come out, or what is wrong.
 *
 * <p>The fields are this project's own and are read by key; of ImageJ's dialog come the window, the buttons and the keyboard.
 * Nothing is recorded here: ImageJ's reading of its own fields would record each of them, whether it matters or not.
 */
final class OptionDialog {
    private static final int EXPLANATION_ROWS = 5;
    private static final int EXPLANATION_COLUMNS = 62;
    private static final Color ERROR_COLOR = new Color(0xa0, 0, 0);

    private final GenericDialog dialog;
    private final OptionPanel fields;
    private final TextArea explanation;
    private final Client client;

    /** What a command does while its dialog is open. */
    interface Client {
        /**
         * Says what would come out.
         *
         * @throws IOException if a file cannot be read
         * @throws IllegalArgumentException if the options do not go together
         */
        String explain(Options options) throws IOException;

        /** Shows what would come out, or stops showing it. */
        default void preview(Optional<Options> options) {}

        /** Whether {@link #preview} does something. */
        default boolean hasPreview() {
            return false;
        }
    }

    /**
     * Makes a dialog.
     *
     * @param command the command's name
     * @param initial what the fields show
     * @param help address of the page of the user guide
     * @param client is asked while the dialog is open
     */
    OptionDialog(String command, Options initial, String help, Client client) {
        this.client = client;
        dialog = new GenericDialog(command.replace("...", ""));
        fields = new OptionPanel(initial, this::listenTo);
        dialog.addPanel(fields);
        explanation = new TextArea("", EXPLANATION_ROWS, EXPLANATION_COLUMNS, TextArea.SCROLLBARS_NONE);
        explanation.setEditable(false);
        explanation.setFocusable(false);
        explanation.setBackground(SystemColor.control);
        Panel frame = new Panel();
        frame.add(explanation);
        dialog.addPanel(frame, GridBagConstraints.CENTER, new Insets(8, 0, 0, 0));
        Optional<Checkbox> preview = addPreview();
        dialog.addHelp(help);
        dialog.addDialogListener((source, event) -> update(preview));
    }

    private Optional<Checkbox> addPreview() {
        if (!client.hasPreview()) {
            return Optional.empty();
        }
        Checkbox preview = new Checkbox("Preview of the visible region");
        preview.setName("preview");
        listenTo(preview);
        Panel frame = new Panel();
        frame.add(preview);
        dialog.addPanel(frame, GridBagConstraints.WEST, new Insets(0, 0, 0, 0));
        return Optional.of(preview);
    }

    private void listenTo(Component field) {
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

    /**
     * Shows the dialog.
     *
     * @return the options, or empty if the user cancelled
     */
    Optional<Options> ask() {
        dialog.getButtons()[0].setEnabled(update(Optional.empty()));
        dialog.showDialog();
        client.preview(Optional.empty());
        return dialog.wasCanceled() ? Optional.empty() : Optional.of(fields.options());
    }

    /** Whether OK may be pressed. */
    private boolean update(Optional<Checkbox> preview) {
        try {
            Options options = fields.options();
            explain(client.explain(options), SystemColor.controlText);
            client.preview(Optional.of(options)
                    .filter(o -> preview.map(Checkbox::getState).orElse(false)));
            return true;
        } catch (IllegalArgumentException | IOException e) {
            explain(e.getMessage(), ERROR_COLOR);
            client.preview(Optional.empty());
            return false;
        }
    }

    private void explain(String text, Color color) {
        explanation.setForeground(color);
        explanation.setText(text);
    }
}
