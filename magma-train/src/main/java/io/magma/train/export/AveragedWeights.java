package io.magma.train.export;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.ConfigException;
import io.magma.multimodal.ModelFolder;
import io.magma.train.optim.ParameterAverage;
import io.magma.weights.SafetensorsWriter;
import io.magma.weights.StateDict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The moving averages of a checkpoint as a file of trained tensors. */
final class AveragedWeights {
    private AveragedWeights() {}

    /**
     * Writes them; what takes no average, such as running statistics, is as it was at the checkpoint's step.
     *
     * @param folder takes the file
     * @return the file, named as that of the checkpoint
     * @throws ConfigException if the run kept no averages
     */
    static Path write(ExportSource source, Path folder) {
        Path file = folder.resolve(ModelFolder.TRAINED);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            StateDict state = StateDict.load(source.optimizer(), manager);
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            boolean averaged = false;
            for (Map.Entry<String, NDArray> trained :
                    StateDict.load(source.trained(), manager).tensors().entrySet()) {
                NDArray average = state.tensors().get(ParameterAverage.PREFIX + trained.getKey());
                averaged |= average != null;
                tensors.put(trained.getKey(), average == null ? trained.getValue() : average);
            }
            if (!averaged) {
                throw new ConfigException(
                        source.folder() + ": the run kept no moving averages; training.ema_decay keeps them");
            }
            SafetensorsWriter.write(file, tensors, Map.of());
        }
        return file;
    }
}
