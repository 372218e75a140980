package io.magma.image.webp;

/**
 * Smooths the edges of macroblocks and blocks.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6386#section-15">RFC 6386, section 15</a>
 */
final class Vp8LoopFilter {
    private final boolean simple;
    private final int sharpness;

    Vp8LoopFilter(boolean simple, int sharpness) {
        this.simple = simple;
        this.sharpness = sharpness;
    }

    /**
     * Filters the edges of one macroblock, after those above and to the left.
     *
     * @param column of the macroblock
     * @param row of the macroblock
     * @param level 1 to 63
     * @param inner whether the edges between its blocks are filtered too
     */
    void macroblock(Vp8Plane y, Vp8Plane u, Vp8Plane v, int column, int row, int level, boolean inner) {
        int interior = interiorLimit(level);
        int limit = 2 * (2 * level + interior) + 1;
        int outerLimit = limit + 8;
        int variance = level >= 40 ? 2 : level >= 15 ? 1 : 0;
        int luma = y.at(16 * column, 16 * row);
        int chroma = u.at(8 * column, 8 * row);
        if (column > 0) {
            edge(y, luma, y.stride, 1, 16, outerLimit, interior, variance, true);
            chromaEdge(u, v, chroma, u.stride, 1, outerLimit, interior, variance, true);
        }
        for (int i = 4; i < 16 && inner; i += 4) {
            edge(y, luma + i, y.stride, 1, 16, limit, interior, variance, false);
        }
        if (inner) {
            chromaEdge(u, v, chroma + 4, u.stride, 1, limit, interior, variance, false);
        }
        if (row > 0) {
            edge(y, luma, 1, y.stride, 16, outerLimit, interior, variance, true);
            chromaEdge(u, v, chroma, 1, u.stride, outerLimit, interior, variance, true);
        }
        for (int i = 4; i < 16 && inner; i += 4) {
            edge(y, luma + i * y.stride, 1, y.stride, 16, limit, interior, variance, false);
        }
        if (inner) {
            chromaEdge(u, v, chroma + 4 * u.stride, 1, u.stride, limit, interior, variance, false);
        }
    }

    private int interiorLimit(int level) {
        int limit = level;
        if (sharpness > 0) {
            limit = Math.min(limit >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
        }
        return Math.max(1, limit);
    }

    private void chromaEdge(
            Vp8Plane u,
            Vp8Plane v,
            int at,
            int along,
            int across,
            int limit,
            int interior,
            int variance,
            boolean outer) {
        if (!simple) {
            edge(u, at, along, across, 8, limit, interior, variance, outer);
            edge(v, at, along, across, 8, limit, interior, variance, outer);
        }
    }

    private void edge(
            Vp8Plane plane,
            int start,
            int along,
            int across,
            int length,
            int limit,
            int interior,
            int variance,
            boolean outer) {
        for (int i = 0; i < length; i++) {
            int at = start + i * along;
            int p1 = plane.sample(at - 2 * across);
            int p0 = plane.sample(at - across);
            int q0 = plane.sample(at);
            int q1 = plane.sample(at + across);
            if (4 * Math.abs(p0 - q0) + Math.abs(p1 - q1) > limit) {
                continue;
            }
            if (simple) {
                two(plane, at, across, p1, p0, q0, q1);
            } else if (flat(plane, at, across, interior)) {
                if (Math.abs(p1 - p0) > variance || Math.abs(q1 - q0) > variance) {
                    two(plane, at, across, p1, p0, q0, q1);
                } else if (outer) {
                    six(plane, at, across, p1, p0, q0, q1);
                } else {
                    four(plane, at, across, p1, p0, q0, q1);
                }
            }
        }
    }

    /** Whether no neighbours on either side of the edge differ by more than the limit. */
    private static boolean flat(Vp8Plane plane, int at, int across, int limit) {
        for (int i = 1; i < 4; i++) {
            int before = plane.sample(at - i * across) - plane.sample(at - (i + 1) * across);
            int after = plane.sample(at + i * across) - plane.sample(at + (i - 1) * across);
            if (Math.abs(before) > limit || Math.abs(after) > limit) {
                return false;
            }
        }
        return true;
    }

    private static void two(Vp8Plane plane, int at, int across, int p1, int p0, int q0, int q1) {
        int a = 3 * (q0 - p0) + signed(p1 - q1);
        plane.samples[at - across] = Vp8Plane.clip(p0 + fifth((a + 3) >> 3));
        plane.samples[at] = Vp8Plane.clip(q0 - fifth((a + 4) >> 3));
    }

    private static void four(Vp8Plane plane, int at, int across, int p1, int p0, int q0, int q1) {
        int a = 3 * (q0 - p0);
        int after = fifth((a + 4) >> 3);
        int outer = (after + 1) >> 1;
        plane.samples[at - 2 * across] = Vp8Plane.clip(p1 + outer);
        plane.samples[at - across] = Vp8Plane.clip(p0 + fifth((a + 3) >> 3));
        plane.samples[at] = Vp8Plane.clip(q0 - after);
        plane.samples[at + across] = Vp8Plane.clip(q1 - outer);
    }

    private static void six(Vp8Plane plane, int at, int across, int p1, int p0, int q0, int q1) {
        int a = signed(3 * (q0 - p0) + signed(p1 - q1));
        int near = (27 * a + 63) >> 7;
        int middle = (18 * a + 63) >> 7;
        int far = (9 * a + 63) >> 7;
        plane.samples[at - 3 * across] = Vp8Plane.clip(plane.sample(at - 3 * across) + far);
        plane.samples[at - 2 * across] = Vp8Plane.clip(p1 + middle);
        plane.samples[at - across] = Vp8Plane.clip(p0 + near);
        plane.samples[at] = Vp8Plane.clip(q0 - near);
        plane.samples[at + across] = Vp8Plane.clip(q1 - middle);
        plane.samples[at + 2 * across] = Vp8Plane.clip(plane.sample(at + 2 * across) - far);
    }

    private static int signed(int value) {
        return Math.min(127, Math.max(-128, value));
    }

    private static int fifth(int value) {
        return Math.min(15, Math.max(-16, value));
    }
}
