/** The engine edge: TorchScript operators that DJL lacks, element types, autograd and array lifetimes. */
package io.magma.torch;
