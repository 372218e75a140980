/** Image encoders: CLIP's vision transformer and ResNet. */
package io.magma.vision;
