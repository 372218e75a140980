/** Models from the Hugging Face Hub: downloaded, checked, and laid out in the cache that Python's tools share. */
package io.magma.hub;
