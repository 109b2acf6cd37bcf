package org.convlayers.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.convlayers.layer.Network;

/**
 * Writes a network as source for PyTorch (1.13 or newer) that gives the same results; its weights are read from a .safetensors
 * file beside it.
 *
 * <p>Names of layers come out of files: they become identifiers only if they are letters, digits and underscores, and
 * literals in which everything else is escaped.
 */
public final class TorchSource {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_]{1,40}");

    private final Network network;
    private final Map<String, String> identifiers = new HashMap<>(Map.of(Network.INPUT, "x"));
    private final List<TorchLayer> layers = new ArrayList<>();

    private TorchSource(Network network) {
        this.network = network;
        for (Network.Node node : network.nodes()) {
            String name = node.name();
            // The prefixes differ from each other, from keywords, and from the attributes of modules.
            identifiers.put(name, PLAIN.matcher(name).matches() ? "layer_" + name : "node_" + network.indexOf(name));
            layers.add(TorchLayer.of(node.layer()));
        }
    }

    /**
     * Writes a network.
     *
     * @param network the layers
     * @param weights the name of the file of weights
     * @param input what is done with the values of an image before, in words
     * @param version of this software
     */
    public static String write(Network network, String weights, String input, String version) {
        return new TorchSource(network).write(weights, input, version);
    }

    private String write(String weights, String input, String version) {
        return """
                '''A network written by ConvLayers %s.

                    import THIS; network = THIS.load()
                    python THIS.py input.npy output.npy    # 32-bit numbers of shape (N, C, H, W)
                '''
                import array
                import functools
                import json
                import operator
                import os
                import struct
                import sys
                from math import inf, nan

                import torch
                import torch.nn as nn
                import torch.nn.functional as F

                WEIGHTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), %s)

                # What ConvLayers does with the values of an image first; here that is up to you.
                INPUT = %s

                # What the layers here are called in the weights.
                NAMES = {
                %s}


                class Network(nn.Module):
                    def __init__(self):
                        super().__init__()
                %s
                    def forward(self, x):
                %s        return %s


                %s""".formatted(
                        version.replaceAll("[^A-Za-z0-9.+-]", "_"),
                        literal(weights),
                        literal(input),
                        names(),
                        modules(),
                        statements(),
                        identifiers.get(network.output().name()),
                        functions());
    }

    private String names() {
        return network.nodes().stream()
                .filter(node -> !node.layer().parameters().isEmpty())
                .map(node -> "    '" + identifiers.get(node.name()) + "': " + literal(node.name()) + ",\n")
                .collect(Collectors.joining());
    }

    private String modules() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < layers.size(); i++) {
            String self = "self." + identifiers.get(network.nodes().get(i).name());
            layers.get(i).module().ifPresent(module -> lines.append("        " + self + " = " + module + "\n"));
        }
        return lines.toString();
    }

    private String statements() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < layers.size(); i++) {
            Network.Node node = network.nodes().get(i);
            String identifier = identifiers.get(node.name());
            String inputs = node.inputs().stream().map(identifiers::get).collect(Collectors.joining(", "));
            String call = layers.get(i).call().apply("self." + identifier, inputs);
            lines.append("        " + identifier + " = " + call + "\n");
        }
        return lines.toString();
    }

    private static String functions() {
        try (InputStream in = TorchSource.class.getResourceAsStream("torch_functions.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Python string in single quotes: printable ASCII as it is, everything else as a number. */
    static String literal(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.codePoints().forEach(c -> {
            boolean isPlain = c >= ' ' && c <= '~' && c != '\'' && c != '\\';
            quoted.append(
                    isPlain
                            ? Character.toString(c)
                            : String.format(Locale.ROOT, c > Character.MAX_VALUE ? "\\U%08x" : "\\u%04x", c));
        });
        return quoted.append('\'').toString();
    }
}
