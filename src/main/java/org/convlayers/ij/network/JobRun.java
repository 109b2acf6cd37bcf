package org.convlayers.ij.network;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convlayers.app.FilledNetwork;
import org.convlayers.ij.image.AppliedWeights;
import org.convlayers.ij.image.ProgressMonitor;

/** Does what commands want done to an image, and shows the results. */
final class JobRun {
    private JobRun() {}

    /** Makes a job; weights are read meanwhile. */
    interface Planner {
        /** The job. */
        NetworkJob plan() throws IOException;
    }

    /** What was decided, for those who ask ImageJ to tell. */
    private static void log(String command, NetworkApplication application) {
        IJ.log(command + " " + application.dimensions() + "; " + application.tiling());
        application.algorithms().forEach(IJ::log);
    }

    /**
     * Does a job and shows its results. Whoever cancels is left with nothing half made.
     *
     * @param command the name of the command
     * @param image is locked meanwhile
     * @return the title of the first result
     * @throws IllegalArgumentException if a network does not take the image; thrown before anything is computed
     */
    static String run(String command, ImagePlus image, Planner planner) throws IOException {
        if (!image.lockSilently()) {
            throw new IllegalArgumentException("'" + image.getTitle() + "' is locked by another command");
        }
        try {
            ProgressMonitor monitor = new ProgressMonitor(); // first: an Esc while weights are read counts
            NetworkJob job = planner.plan();
            NetworkApplication application = new NetworkApplication(image, job);
            IJ.showStatus(command + " " + application.dimensions() + "; " + application.tiling());
            if (IJ.debugMode) {
                log(command, application);
            }
            List<ImagePlus> results = application.run(monitor);
            for (int i = results.size() - 1; i >= 0; i--) {
                FilledNetwork filled = job.results().get(i).maps().filled();
                new AppliedWeights(filled, job.input()).keepWith(results.get(i));
                results.get(i).show();
            }
            ImagePlus result = results.get(0);
            List<String> warnings = Stream.concat(job.type().loss().stream(), application.remarks().stream())
                    .toList();
            warnings.forEach(text -> IJ.log(result.getTitle() + ": " + text));
            IJ.showStatus(Stream.of(Stream.of(application.dimensions()), job.notes().stream(), warnings.stream())
                    .flatMap(parts -> parts)
                    .collect(Collectors.joining("; ")));
            return result.getTitle();
        } finally {
            image.unlock();
        }
    }
}
