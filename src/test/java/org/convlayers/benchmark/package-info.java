/**
 * How fast layers and microkernels are, for JMH: {@code ./mvnw -Pbenchmark} runs them, and the tests run each once, so that
 * they cannot rot.
 */
package org.convlayers.benchmark;
