package org.convlayers.cli;

import org.convlayers.app.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What is common to all commands. */
@Command(
        name = "convlayers",
        description = "Convolution layers and exact receptive fields for images.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = ConvLayersCommand.VersionProvider.class,
        subcommands = {
            ApplyCommand.class,
            SummaryCommand.class,
            ReceptiveFieldCommand.class,
            ArithmeticCommand.class,
            ExportCommand.class,
            BenchmarkCommand.class
        },
        footer = {
            "",
            "Layers are written as in PyTorch: --network 'Conv2d(3, 8, 3); ReLU()'.",
            "Exit codes: 0 done, 1 the work failed, 2 wrong usage, 130 cancelled."
        })
final class ConvLayersCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean version;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where in the program an error arose.")
    private boolean debug;

    boolean isDebug() {
        return debug;
    }

    /** Asks the jar. */
    static final class VersionProvider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"ConvLayers " + Version.current()};
        }
    }
}
