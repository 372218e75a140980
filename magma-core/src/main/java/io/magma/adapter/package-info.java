/** Bottleneck adapters and where they stand in a decoder. */
package io.magma.adapter;
