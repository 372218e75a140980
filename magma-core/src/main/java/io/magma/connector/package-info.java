/** What connects an image encoder to a language model. */
package io.magma.connector;
