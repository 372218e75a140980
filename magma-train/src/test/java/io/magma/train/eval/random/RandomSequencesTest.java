package io.magma.train.eval.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Sequences that CPython and NumPy gave, see {@code src/test/python/random_sequences.py}. */
class RandomSequencesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode sequences() throws IOException {
        try (InputStream in = RandomSequencesTest.class.getResourceAsStream("sequences.json")) {
            return JSON.readTree(in);
        }
    }

    private static JsonNode shared() throws IOException {
        Path file = Path.of(System.getProperty("magma.shared", "../../shared"), "evaldata", "rng_vectors.json");
        assumeTrue(Files.exists(file), () -> file + " is not there (property magma.shared)");
        return JSON.readTree(file.toFile());
    }

    private static List<Integer> ints(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .map(JsonNode::intValue)
                .toList();
    }

    private static int[] array(JsonNode node) {
        return ints(node).stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Integer> upTo(int n) {
        return new ArrayList<>(IntStream.range(0, n).boxed().toList());
    }

    private static List<Integer> drawn(int count, java.util.function.LongSupplier each) {
        return IntStream.range(0, count).mapToObj(i -> (int) each.getAsLong()).toList();
    }

    @Test
    void pythonsSequences() throws IOException {
        for (JsonNode golden : sequences().path("python")) {
            PythonRandom random =
                    new PythonRandom(new BigInteger(golden.path("seed").textValue()));
            golden.path("random").forEach(v -> assertThat(random.random()).isEqualTo(v.doubleValue()));
            int[] bits = {1, 5, 31, 32, 33, 48, 63, 64};
            for (int i = 0; i < bits.length; i++) {
                assertThat(Long.toUnsignedString(random.getrandbits(bits[i])))
                        .isEqualTo(golden.path("getrandbits").get(i).textValue());
            }
            long[] ends = {1, 2, 3, 64, 65, 5046, 1L << 31, (1L << 40) + 1};
            for (int i = 0; i < ends.length; i++) {
                assertThat(random.randrange(ends[i]))
                        .isEqualTo(golden.path("randrange").get(i).longValue());
            }
            assertThat(drawn(12, () -> random.randint(-3, 9))).isEqualTo(ints(golden.path("randint")));
            List<Integer> deck = upTo(700);
            assertThat(drawn(6, () -> random.choice(deck))).isEqualTo(ints(golden.path("choice")));
            int[][] samples = {{21, 5}, {22, 5}, {85, 6}, {86, 6}, {277, 8}, {278, 22}, {7, 7}};
            for (int i = 0; i < samples.length; i++) {
                assertThat(random.sample(upTo(samples[i][0]), samples[i][1]))
                        .isEqualTo(ints(golden.path("sample").get(i)));
            }
            random.shuffle(deck);
            assertThat(deck.subList(0, 12)).isEqualTo(ints(golden.path("shuffle")));
            assertThat(random.random()).isEqualTo(golden.path("last").doubleValue());
        }
    }

    @Test
    void numpysSequences() throws IOException {
        for (JsonNode golden : sequences().path("numpy")) {
            NumpyRandom random = new NumpyRandom(golden.path("seed").longValue());
            golden.path("random_sample")
                    .forEach(v -> assertThat(random.randomSample()).isEqualTo(v.doubleValue()));
            int[] ends = {1, 2, 3, 64, 65, 5046, Integer.MAX_VALUE};
            for (int i = 0; i < ends.length; i++) {
                assertThat(random.randint(ends[i]))
                        .isEqualTo(golden.path("randint").get(i).intValue());
            }
            assertThat(random.permutation(9)).containsExactly(array(golden.path("permutation")));
            assertThat(random.choice(300, 7, false)).containsExactly(array(golden.path("choice")));
            assertThat(random.choice(300, 7, true)).containsExactly(array(golden.path("choice_replace")));
            int[] deck = IntStream.range(0, 700).toArray();
            random.shuffle(deck);
            assertThat(IntStream.of(deck).limit(12).toArray()).containsExactly(array(golden.path("shuffle")));
            assertThat(random.randomSample()).isEqualTo(golden.path("last").doubleValue());
        }
    }

    @Test
    void theSharedVectorsOfPython() throws IOException {
        for (JsonNode golden : shared().path("python_random")) {
            long seed = golden.path("seed").longValue();
            for (int n : new int[] {20, 5046}) {
                List<Integer> deck = upTo(n);
                new PythonRandom(seed).shuffle(deck);
                assertThat(deck.subList(0, 20))
                        .isEqualTo(ints(golden.path(n == 20 ? "shuffle_range20" : "shuffle_range5046_first20")));
            }
            PythonRandom digits = new PythonRandom(seed);
            assertThat(drawn(20, () -> digits.randint(0, 9))).isEqualTo(ints(golden.path("randint_0_9")));
            PythonRandom numbers = new PythonRandom(seed);
            assertThat(drawn(20, () -> numbers.randint(0, 33))).isEqualTo(ints(golden.path("randint_0_33")));
            PythonRandom samples = new PythonRandom(seed);
            for (JsonNode sample : golden.path("sample_range2048_k8_x3")) {
                assertThat(samples.sample(upTo(2048), 8)).isEqualTo(ints(sample));
            }
            PythonRandom reals = new PythonRandom(seed);
            golden.path("random").forEach(v -> assertThat(reals.random()).isEqualTo(v.doubleValue()));
        }
    }

    @Test
    void theSharedVectorsOfNumpy() throws IOException {
        for (JsonNode golden : shared().path("numpy_legacy_RandomState")) {
            long seed = golden.path("seed").longValue();
            NumpyRandom flamingo = new NumpyRandom(seed);
            assertThat(IntStream.of(flamingo.choice(5046, 5046, false))
                            .limit(20)
                            .toArray())
                    .containsExactly(array(golden.path("choice_5046_all_first20")));
            assertThat(IntStream.of(flamingo.choice(9009, 2048, false))
                            .limit(20)
                            .toArray())
                    .containsExactly(array(golden.path("then_choice_9009_2048_first20")));
            assertThat(new NumpyRandom(seed).permutation(20)).containsExactly(array(golden.path("permutation20")));
            assertThat(IntStream.of(new NumpyRandom(seed).choice(5000, 100, false))
                            .limit(20)
                            .toArray())
                    .containsExactly(array(golden.path("choice_5000_100_first20")));
        }
    }

    @Test
    void whatCannotBeDrawnIsRefused() {
        PythonRandom python = new PythonRandom(0);
        assertThatThrownBy(() -> python.randrange(0)).hasMessage("empty range for randrange: 0 to 0");
        assertThatThrownBy(() -> python.sample(List.of(1, 2), 3)).hasMessage("a sample of 3 from 2");
        assertThatThrownBy(() -> new NumpyRandom(-1)).hasMessage("seed must be from 0 to 2^32 - 1, was -1");
        assertThatThrownBy(() -> new NumpyRandom(0).choice(2, 3, false)).hasMessage("a choice of 3 from 2");
    }
}
