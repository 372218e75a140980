/** Image encoders: CLIP's vision transformer and ResNet, and NF-ResNet. */
package io.magma.vision;
