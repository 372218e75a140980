/** Makes data sets in the formats of {@link io.magma.train.data} from what ordinary packages ship. */
package io.magma.train.prepare;
