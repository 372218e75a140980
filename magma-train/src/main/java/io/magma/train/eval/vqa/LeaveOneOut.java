package io.magma.train.eval.vqa;

/** Which annotators an annotator is compared with. */
public enum LeaveOneOut {
    /** All others. */
    INDEX,
    /**
     * All whose annotation differs as an object, as the official scripts do. Without {@code answer_id} (VizWiz) annotators
     * who agree in everything vanish together: ten times the same answer scores 0. Only for comparison with numbers that
     * were computed so.
     */
    DICT
}
