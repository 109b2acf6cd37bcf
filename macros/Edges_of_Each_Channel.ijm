// Edges of Each Channel
//
// How steeply each channel of the active image changes: the magnitude of its gradient, in grey levels
// per pixel. Edges are bright, whatever their direction.
//
//   in    the active image, of any type and with any Z and T; RGB is its three channels. It is not changed.
//   out   a 32-bit hyperstack of the same size and calibration, one channel for each channel of the image
//   how   a depthwise layer takes Sobel's two derivatives of each channel; after squaring, a grouped
//         1x1 layer adds the two of each channel; then the square root

bank = "sobel";         // or scharr, prewitt
border = "replicate";   // the image goes on as it ends, so that its border is no edge

setBatchMode(true);
title = getTitle();
run("Convolution Layer...", "weights=" + bank + " edges=" + border);
derivatives = getImageID();
getDimensions(width, height, maps, slices, frames);
channels = maps / 2;
names = newArray(channels);
for (c = 0; c < channels; c++) {
  setSlice(2 * c + 1);
  label = Property.getSliceLabel;                                // sobel x of red
  names[c] = substring(label, lastIndexOf(label, " of ") + 4);
}

run("Square", "stack");
run("Convolution Layer...", "weights=1 groups=" + channels);
magnitude = getImageID();
run("Square Root", "stack");
selectImage(derivatives);
close();

selectImage(magnitude);
rename("Edges of " + title);
for (plane = 1; plane <= nSlices; plane++) {
  setSlice(plane);
  resetMinAndMax();
  Property.setSliceLabel("edges of " + names[(plane - 1) % channels], plane);
}
setSlice(1);
setBatchMode("exit and display");
