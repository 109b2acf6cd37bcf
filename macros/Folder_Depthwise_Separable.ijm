// Folder, Depthwise Separable
//
// Applies a depthwise separable layer to every image of a folder, for example overnight. A file that
// cannot be read does not stop the rest. Started again, it goes on where it ended: an image is done if its
// result is there and was made from the same file with the same options and the same weights.
//
//   in        a folder of images: .tif .tiff .png .jpg .bmp .gif .pgm .dcm
//   out       in a second folder, for each image: NAME.tif with the feature maps, written as a whole or not
//             at all, and NAME.tif.txt, a record of how it was made; for all: report.csv
//   headless  fiji --headless -macro Folder_Depthwise_Separable.ijm "/in;/out"

weights = "gaussian(2)"; // or a file
options = "weights=[" + weights + "] filters=8 edges=reflect activation=ReLU seed=1";

folders = split(getArgument(), ";");
if (folders.length == 2) {
  in = folderName(folders[0]);
  out = folderName(folders[1]);
} else if (getArgument() != "") {
  exit("The argument is IN;OUT, two folders, not " + getArgument());
} else {
  in = getDirectory("Folder with the images");
  out = getDirectory("Folder for the results");
}
if (!File.isDirectory(in))
  exit("There is no folder " + in);
if (!File.isDirectory(out))
  File.makeDirectory(out);
if (in == out)
  exit("The results need a folder of their own");

// What a file of weights holds counts, not only its name; what stands behind # names tensors in it.
weightsFile = weights;
if (indexOf(weights, "#") >= 0)
  weightsFile = substring(weights, 0, indexOf(weights, "#"));
weightsHash = "";
if (File.exists(weightsFile))
  weightsHash = "\nweights file: " + call("org.convlayers.Macros.sha256", weightsFile);

setBatchMode(true);
files = imagesOf(in);
report = "file,outcome,seconds\n";
failed = 0;
for (i = 0; i < files.length; i++) {
  showProgress(i, files.length);
  start = getTime();
  outcome = process(files[i]);
  seconds = d2s((getTime() - start) / 1000, 1);
  if (outcome == "failed")
    failed++;
  print("[" + i + 1 + "/" + files.length + "] " + files[i] + ": " + outcome + ", " + seconds + " s");
  report += "\"" + files[i] + "\"," + outcome + "," + seconds + "\n";
  File.saveString(report, out + "report.csv");
}
showProgress(1);
print(files.length - failed + " of " + files.length + " images are done, see " + out + "report.csv");
if (failed > 0)
  print("Why the other " + failed + " failed is said above");

function process(file) {
  result = out + file + ".tif";
  record = "source: " + file + "\nbytes: " + File.length(in + file) + "\nmodified: " + File.lastModified(in + file)
    + "\noptions: " + options + weightsHash + "\n";
  if (File.exists(result) && File.exists(result + ".txt")) {
    if (startsWith(File.openAsRawString(result + ".txt"), record))
      return "was done before";
  }
  // A macro of its own, so that an error ends it and not this one. ImageJ's own open() fills what is missing of a
  // file with black.
  opened = nImages;
  answer = eval(
    "call(\"ij.IJ.redirectErrorMessages\");"
    + "if (call(\"org.convlayers.Macros.open\", \"" + slashes(in + file) + "\") == \"\") return \"\";"
    + "run(\"Depthwise Separable Convolution...\", \"" + options + " save=[" + slashes(result) + "]\");"
    + "made = \"weights: \" + Property.get(\"convlayers.weights.sha256\");"
    + "made += \"\\nversion: \" + Property.get(\"convlayers.version\") + \"\\n\";"
    + "return made;");
  while (nImages > opened) {
    selectImage(nImages);
    close();
  }
  if (!startsWith(answer, "weights: "))
    return "failed";
  File.saveString(record + answer, result + ".txt");
  return "done";
}

function slashes(path) {
  return replace(path, "\\", "/");
}

function folderName(path) {
  if (endsWith(path, "/") || endsWith(path, File.separator))
    return path;
  return path + "/";
}

function imagesOf(folder) {
  found = newArray(0);
  names = getFileList(folder);
  for (n = 0; n < names.length; n++) {
    if (matches(toLowerCase(names[n]), ".*\\.(tiff?|png|jpe?g|bmp|gif|pgm|dcm)"))
      found = Array.concat(found, names[n]);
  }
  return Array.sort(found);
}
