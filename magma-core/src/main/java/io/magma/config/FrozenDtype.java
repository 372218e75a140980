package io.magma.config;

/** Element type in which frozen weights are kept. */
public enum FrozenDtype {
    /** 32-bit IEEE. */
    FLOAT32,
    /** 16-bit with the exponent of float32. */
    BFLOAT16,
    /** 16-bit IEEE. */
    FLOAT16,
    /** 8-bit whole numbers with a scale a row, of the matrices of the decoder's blocks; all else is {@link #BFLOAT16}. */
    INT8;

    /**
     * This type, if files can have it.
     *
     * @param option what names the type, for the message
     * @throws ConfigException for {@link #INT8}, which is made of other files while they are loaded
     */
    public FrozenDtype requireOfFiles(String option) {
        if (this == INT8) {
            throw new ConfigException(option + ": int8 is a type of loaded models, not of files; take float32, bfloat16"
                    + " or float16, and set model.language_model.dtype: int8 where the model is used");
        }
        return this;
    }
}
