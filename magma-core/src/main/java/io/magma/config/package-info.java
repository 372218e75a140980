/**
 * The run configuration: immutable, validated records of the YAML file, and what reads, writes and documents them; knows
 * nothing of tensors or engines.
 */
package io.magma.config;
