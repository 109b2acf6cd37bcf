/**
 * How fast layers and microkernels are: {@code ./mvnw -Pbenchmark} runs what is here.
 *
 * <p>The benchmarks for JMH stand among the tests, which run each once, so that they cannot rot. What compares the engine
 * with others lies in {@code src/benchmark}, apart, because it needs hundreds of megabytes of native libraries.
 */
package org.convlayers.benchmark;
