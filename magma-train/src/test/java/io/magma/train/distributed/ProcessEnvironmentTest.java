package io.magma.train.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.config.ConfigException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessEnvironmentTest {
    @Test
    void launchersSayWhereAProcessStands() {
        assertThat(ProcessEnvironment.of(Map.of(
                        "OMPI_COMM_WORLD_RANK", "5",
                        "OMPI_COMM_WORLD_SIZE", "8",
                        "OMPI_COMM_WORLD_LOCAL_RANK", "1")))
                .isEqualTo(new ProcessEnvironment(5, 8, 1, "mpirun"));
        assertThat(ProcessEnvironment.of(Map.of(
                        "SLURM_PROCID", "3",
                        "SLURM_STEP_NUM_TASKS", "4",
                        "SLURM_LOCALID", "3",
                        "PMIX_RANK", "3")))
                .isEqualTo(new ProcessEnvironment(3, 4, 3, "srun"));
        assertThat(ProcessEnvironment.of(Map.of("PMI_RANK", "1", "PMI_SIZE", "2")))
                .isEqualTo(new ProcessEnvironment(1, 2, 0, "mpiexec"));
    }

    @Test
    void aBatchScriptAndASingleProcessAreAlone() {
        assertThat(ProcessEnvironment.of(Map.of())).isEqualTo(ProcessEnvironment.ALONE);
        assertThat(ProcessEnvironment.of(Map.of("SLURM_NTASKS", "4", "SLURM_PROCID", "0")))
                .isEqualTo(ProcessEnvironment.ALONE);
        assertThat(ProcessEnvironment.of(Map.of("OMPI_COMM_WORLD_SIZE", "1", "OMPI_COMM_WORLD_RANK", "0")))
                .isEqualTo(ProcessEnvironment.ALONE);
    }

    @Test
    void processesOfSrunThatAreNotConnectedAreAMistake() {
        assertThatThrownBy(() -> ProcessEnvironment.of(Map.of("SLURM_PROCID", "3", "SLURM_STEP_NUM_TASKS", "4")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "srun started 4 processes that know nothing of each other; start them with srun --mpi=pmix, or say"
                                + " --distributed none if each is a run of its own");
    }

    @Test
    void aSizeThatIsNoNumberIsNamed() {
        assertThatThrownBy(() -> ProcessEnvironment.of(Map.of("PMI_SIZE", "two")))
                .hasMessage("environment variable PMI_SIZE: expected a whole number, was two");
    }
}
