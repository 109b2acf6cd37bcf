package org.convlayers.ij.network;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convlayers.app.RunShare;
import org.convlayers.ij.image.AppliedWeights;
import org.convlayers.ij.image.ProgressMonitor;

/**
 * What a command wants done to an image: one result or more.
 *
 * @param jobs one for each result; that of the first becomes the active image
 * @param notes what the user should know
 */
record NetworkJobs(List<NetworkJob> jobs, List<String> notes) {
    /** Copies the lists. */
    NetworkJobs {
        jobs = List.copyOf(jobs);
        notes = List.copyOf(notes);
    }

    /** Makes the jobs; weights are read meanwhile. */
    interface Planner {
        /** The jobs. */
        NetworkJobs plan() throws IOException;
    }

    /**
     * Does the jobs and shows their results. Whoever cancels is left with nothing half made.
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
            NetworkJobs planned = planner.plan();
            List<NetworkApplication> applications = planned.jobs().stream()
                    .map(job -> new NetworkApplication(image, job))
                    .toList();
            NetworkApplication first = applications.get(0);
            IJ.showStatus(command + " " + first.dimensions() + "; " + first.tiling());
            List<ImagePlus> results = compute(applications, monitor);
            for (int i = results.size() - 1; i >= 0; i--) {
                NetworkJob job = planned.jobs().get(i);
                new AppliedWeights(job.filled(), job.input()).keepWith(results.get(i));
                results.get(i).show();
            }
            ImagePlus result = results.get(0);
            Optional<String> loss = planned.jobs().get(0).type().loss();
            loss.ifPresent(text -> IJ.log(result.getTitle() + ": " + text));
            IJ.showStatus(Stream.of(Stream.of(first.dimensions()), planned.notes().stream(), loss.stream())
                    .flatMap(parts -> parts)
                    .collect(Collectors.joining("; ")));
            return result.getTitle();
        } finally {
            image.unlock();
        }
    }

    /** No file appears before all results are computed. */
    private static List<ImagePlus> compute(List<NetworkApplication> applications, ProgressMonitor monitor)
            throws IOException {
        RunShare share = new RunShare(
                monitor, applications.stream().map(NetworkApplication::work).toList());
        List<PendingResult> pending = new ArrayList<>();
        try {
            for (NetworkApplication application : applications) {
                pending.add(application.compute(share.next()));
            }
            List<ImagePlus> results = new ArrayList<>();
            for (PendingResult result : pending) {
                results.add(result.finish());
            }
            return results;
        } finally {
            for (PendingResult result : pending) {
                result.close();
            }
        }
    }
}
