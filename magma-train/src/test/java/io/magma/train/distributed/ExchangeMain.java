package io.magma.train.distributed;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** Every operation of a collective, against what arithmetic says. */
public final class ExchangeMain {
    private ExchangeMain() {}

    public static void main(String[] arguments) {
        Collective all = Collectives.join(
                ProcessEnvironment.of(System.getenv()), System.getenv(), Device.cpu(), Duration.ofMinutes(2));
        int n = all.size();
        int rank = all.rank();
        require(n == Integer.parseInt(arguments[0]), "size");
        require(all.allReduceSum(rank + 0.5) == n * n / 2.0, "sum of doubles");
        require(all.allReduceSum(1L << (40 + rank)) == ((1L << n) - 1) << 40, "sum of longs");
        require(
                all.allGather(-7L * rank)
                        .equals(LongStream.range(0, n).mapToObj(r -> -7 * r).toList()),
                "gather");
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            // One that is copied, one that is not contiguous, one of several pieces and a rest, a scalar.
            List<NDArray> arrays = List.of(
                    manager.arange(0f, 10f, 1f, DataType.FLOAT32),
                    manager.arange(0f, 6f, 1f, DataType.FLOAT32).reshape(2, 3).transpose(),
                    manager.ones(new Shape(9_000_001), DataType.FLOAT32),
                    manager.create(3f));
            arrays.forEach(a -> a.muli(rank + 1));
            all.allReduceSum(arrays);
            float times = n * (n + 1) / 2f;
            for (int i = 0; i < 10; i++) {
                require(arrays.get(0).getFloat(i) == i * times, "small array");
            }
            require(arrays.get(1).getFloat(2, 1) == 5 * times && arrays.get(1).getFloat(0, 1) == 3 * times, "strided");
            require(
                    arrays.get(2).sum().getFloat() == 9_000_001 * times
                            && arrays.get(2).getFloat(9_000_000) == times,
                    "large array");
            require(arrays.get(3).getFloat() == 3 * times, "scalar");
            arrays.forEach(a -> a.addi(rank));
            all.broadcast(arrays, 1);
            require(
                    arrays.get(0).getFloat(2) == 2 * times + 1 && arrays.get(2).getFloat(8_999_999) == times + 1,
                    "root 1");
        }
        all.barrier();
        all.close();
        System.out.println("rank " + rank + " is right");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            System.err.println("wrong: " + what);
            System.exit(3);
        }
    }
}
