package io.magma.offload;

/** Blocks that stay on the device. */
public enum AlwaysResident implements BlockResidency {
    /** For every decoder that is not offloaded. */
    INSTANCE;

    @Override
    public void use(int block) {}

    @Override
    public void expect(int block) {}

    @Override
    public boolean holdsAll() {
        return true;
    }

    @Override
    public void close() {}
}
