/** The packaged jar in plain ImageJ, in real windows: menu, dialog, recorder and replay. */
package org.convlayers.window;
