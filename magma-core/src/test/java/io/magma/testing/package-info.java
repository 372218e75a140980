/** What tests of several modules share: fixed weights, tiny models, comparisons. */
package io.magma.testing;
