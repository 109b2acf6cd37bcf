// Receptive Field Figure
//
// A picture, for a talk or a paper, of the pixels that one pixel of a feature map saw: the source around the
// field, enlarged, with the field's box, its centre and each pixel seen.
//
//   in    a result of ConvLayers, its source open too. The middle of the selection is the pixel; without a
//         selection it is the middle of the image. Only an overlay is added to the source.
//   out   an RGB image, and a row of numbers in Results
//   how   Receptive Field... draws the field on the source; its numbers say where to cut

margin = 0.3;    // of the field's size, on each side
side = 900;      // pixels, about

setBatchMode(true);
title = getTitle();
pixel = "";
if (selectionType() >= 0) {
  getSelectionBounds(left, top, width, height);
  pixel = "x=" + floor(left + width / 2) + " y=" + floor(top + height / 2) + " ";
}
run("Receptive Field...", pixel + "show=[box centre taps]");
row = nResults - 1;
source = getResultLabel(row);
boxWidth = getResult("Size X", row);
boxHeight = getResult("Size Y", row);
boxLeft = getResult("Centre X (pixel)", row) + 0.5 - boxWidth / 2;
boxTop = getResult("Centre Y (pixel)", row) + 0.5 - boxHeight / 2;
width = round(maxOf(boxWidth, boxHeight) * (1 + 2 * margin));
left = maxOf(0, round(boxLeft + boxWidth / 2 - width / 2));
top = maxOf(0, round(boxTop + boxHeight / 2 - width / 2));

selectImage(source);
makeRectangle(left, top, width, width);
run("Duplicate...", "title=field");
selectImage(source);
run("Select None");
selectImage("field");
run("Select None");
// Lines and words would be enlarged too: box and centre are drawn below.
Overlay.removeRois("ConvLayers field centre");
Overlay.removeRois("ConvLayers field box");
Overlay.removeRois("ConvLayers field box rim");
Overlay.removeRois("ConvLayers field padding");
Overlay.removeRois("ConvLayers field padding share");
enlargement = maxOf(1, floor(side / width));
run("Scale...", "x=" + enlargement + " y=" + enlargement + " interpolation=None create title=enlarged");
run("Flatten");
rename("Field of " + title);
setLineWidth(3);
setColor("yellow");
drawRect((boxLeft - left) * enlargement, (boxTop - top) * enlargement, boxWidth * enlargement, boxHeight * enlargement);
setColor("red");
fillOval((boxLeft + boxWidth / 2 - left) * enlargement - 3, (boxTop + boxHeight / 2 - top) * enlargement - 3, 7, 7);
close("field");
close("enlarged");
setBatchMode("exit and display");
