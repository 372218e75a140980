package io.magma.train.eval.protocol;

import io.magma.train.eval.task.TaskItem;

/**
 * An example.
 *
 * @param item the item it is made of
 * @param answer which of its answers is shown
 * @param withPicture whether its picture is shown
 */
public record Shot(TaskItem item, String answer, boolean withPicture) {}
