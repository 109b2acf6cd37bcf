/** The demonstration of {@code ./mvnw -q -Pdemo}, which also makes the pictures of the user guide. */
package org.convlayers.demo;
