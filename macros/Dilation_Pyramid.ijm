// Dilation Pyramid
//
// Splits the active plane into structures of growing size: fine detail, then spots of about 2, 4, 8, ...
// pixels, then what is left, the background. The planes add up to the image again. Known as the
// "a trous" wavelet transform; spots are found in one of its planes more easily than in the image.
//
//   in    the active plane of the active image, not RGB. It is not changed.
//   out   a 32-bit stack: detail 1, detail 2, ..., background
//   how   each level smooths the level before with the same 5x5 spline kernel, dilated by 1, 2, 4, ...;
//         a detail is the difference of two levels
//   from  J.-L. Starck, F. Murtagh, A. Bijaoui, Image Processing and Data Analysis, Cambridge 1998

levels = 4;

setBatchMode(true);
if (bitDepth() == 24)
  exit("Dilation Pyramid: choose one channel of the RGB image, for example with Image > Color > Split Channels");

spline = newArray(1, 4, 6, 4, 1);
kernel = "";
for (row = 0; row < 5; row++) {
  for (column = 0; column < 5; column++)
    kernel += " " + d2s(spline[row] * spline[column] / 256, 8);   // exact
  if (row < 4)
    kernel += ";";
}

title = getTitle();
run("Duplicate...", "title=level");
run("32-bit");
level = getImageID();
for (i = 0; i < levels; i++) {
  selectImage(level);
  run("Dilated Convolution...", "weights=[" + kernel + "] rates=" + pow(2, i) + " edges=mirror");
  smoother = getImageID();
  imageCalculator("Subtract 32-bit", level, smoother);   // the level becomes the detail
  selectImage(level);
  rename("~detail " + i + 1);
  level = smoother;
}
selectImage(level);
rename("~background");
run("Images to Stack", "name=pyramid title=~ use");
rename("Pyramid of " + title);
for (plane = 1; plane <= nSlices; plane++) {
  setSlice(plane);
  Property.setSliceLabel(replace(Property.getSliceLabel, "~", ""), plane);
}
setSlice(1);
resetMinAndMax();
setBatchMode("exit and display");
