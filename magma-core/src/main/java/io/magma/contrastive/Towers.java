package io.magma.contrastive;

import io.magma.vision.LoadedEncoder;

/**
 * The two towers.
 *
 * @param encoder what the image tower is built on
 * @param images embeds pictures
 * @param texts embeds texts
 */
record Towers(LoadedEncoder encoder, ImageTower images, TextTower texts) {}
