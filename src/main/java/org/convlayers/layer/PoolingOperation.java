package org.convlayers.layer;

/** What pooling makes of the values it sees. */
public enum PoolingOperation {
    /** The largest; NaN if one of them is. */
    MAX,
    /** Their mean. */
    AVERAGE
}
