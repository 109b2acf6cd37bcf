package org.convlayers.ij.option;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;
import java.io.IOException;
import java.util.Optional;

/**
 * A command of the menu. With options, or where nobody could answer, it runs without a dialog; otherwise it asks, records
 * what was answered as a macro line that does the same, and remembers it for the next time.
 */
public abstract class Command implements PlugIn {
    private static final String GUIDE = "https://github.com/convlayers/convlayers/blob/main/docs/";

    private final String name;
    private final OptionSchema schema;
    private final String guide;

    /**
     * Makes a command.
     *
     * @param name its label in the menu
     * @param schema its keys
     * @param guide its page in the user guide
     */
    protected Command(String name, OptionSchema schema, String guide) {
        this.name = name;
        this.schema = schema;
        this.guide = guide;
    }

    /** The label in the menu. */
    public String name() {
        return name;
    }

    /** The keys. */
    public OptionSchema schema() {
        return schema;
    }

    /** What the dialog shows first, where the last options do not fit the moment. */
    public Options initial(Options recalled) {
        return recalled;
    }

    /**
     * What the dialog says while it is open.
     *
     * @throws IllegalArgumentException if the command cannot run at all, for example because no image is open
     */
    public abstract OptionDialog.Client client();

    /**
     * Does the work.
     *
     * @return the title of what it shows, the file that it writes, or an empty text
     * @throws IOException if a file cannot be read or written
     * @throws IllegalArgumentException if something does not fit; thrown before anything is computed
     */
    public abstract String execute(Options options) throws IOException;

    @Override
    public final void run(String argument) {
        run(Invocation.current());
    }

    /**
     * Runs the command in the way it was called; errors are told to the user.
     *
     * @return what {@link #execute} gave; empty if nothing was done
     */
    public final String run(Invocation invocation) {
        JarAdvice.tellOnce();
        try {
            if (invocation.options().isPresent()) {
                return execute(schema.parse(invocation.options().get(), Invocation::variable));
            }
            Optional<Options> answered = ask();
            if (answered.isEmpty()) {
                return "";
            }
            String result = execute(answered.get());
            Preferences.remember(name, answered.get());
            return result;
        } catch (IOException | RuntimeException | LinkageError | VirtualMachineError e) {
            UserErrors.report(name, e, invocation.isMacro());
            return "";
        } finally {
            IJ.showProgress(1);
            if (!invocation.isMacro()) {
                WindowManager.setTempCurrentImage(null);
            }
        }
    }

    private Optional<Options> ask() {
        Optional<ImagePlus> image = Optional.ofNullable(WindowManager.getCurrentImage());
        OptionDialog dialog =
                new OptionDialog(name, initial(Preferences.recall(name, schema)), image, GUIDE + guide, client());
        Optional<Options> options = dialog.ask();
        options.ifPresent(answered -> {
            image.ifPresent(Command::makeCurrent);
            if (Recorder.record) {
                // Other commands may have run while the dialog was open, on other images too.
                Recorder.setCommand(name);
                answered.record();
            }
        });
        return options;
    }

    /** The dialog was about this image; meanwhile another one may have become the active one, for the recorder too. */
    private static void makeCurrent(ImagePlus image) {
        if (image.getProcessor() == null) {
            throw new IllegalArgumentException(OptionDialog.closed(image));
        }
        if (image != WindowManager.getCurrentImage()) {
            Recorder.record("selectImage", image.getTitle());
        }
        WindowManager.setTempCurrentImage(image);
    }
}
