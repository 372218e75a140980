package io.magma.train.checkpoint;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a checkpoint holds beside tensors and configuration: {@code state.json}.
 *
 * @param step optimizer steps done
 * @param dataCursor position in the data, in the loader's terms
 * @param seeds seeds by use; randomness of a step is a pure function of seed, step and rank
 * @param frozenHash hash of the frozen weights
 * @param totals what the run has done
 * @param evaluation numbers that were measured at this step; empty without an evaluation
 * @param evaluationDue whether the evaluation of this step is still to be made
 * @param provenance what made the checkpoint
 */
public record RunState(
        int step,
        Map<String, Long> dataCursor,
        Map<String, Long> seeds,
        String frozenHash,
        Totals totals,
        Map<String, Double> evaluation,
        boolean evaluationDue,
        Provenance provenance) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    public RunState {
        dataCursor = Collections.unmodifiableMap(new TreeMap<>(dataCursor));
        evaluation = Collections.unmodifiableMap(new TreeMap<>(evaluation));
        seeds = Collections.unmodifiableMap(new TreeMap<>(seeds));
    }

    void write(Path file) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    static RunState read(Path file) throws IOException {
        ObjectNode json = JSON.readValue(file.toFile(), ObjectNode.class);
        if (!json.has("evaluation")) { // written by 0.1, which evaluated before it saved
            json.putObject("evaluation");
            json.put("evaluation_due", false);
        }
        return JSON.treeToValue(json, RunState.class);
    }
}
