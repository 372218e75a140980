/** What applications use: a trained model behind one class, prompts of pictures and texts, and the way in through DJL. */
package io.magma.inference;
