package io.magma.config;

/** Layout of a data source on disk. */
public enum DataFormat {
    /** Folders images/ and image_data/, one JSON file an image with its captions. */
    MAGMA,
    /** Tar shards whose members of one stem make a sample. */
    WEBDATASET,
    /** Text without images, one document a line or a JSON line. */
    TEXT,
    /** Images with questions and answers, one JSON line each. */
    QA
}
