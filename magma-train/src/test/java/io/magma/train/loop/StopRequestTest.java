package io.magma.train.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class StopRequestTest {
    /** A process whose loop ends only when asked. */
    static final class Loop {
        public static void main(String[] args) throws InterruptedException {
            try (StopRequest stop = StopRequest.onShutdown()) {
                System.out.println("running");
                while (!stop.isRequested()) {
                    Thread.sleep(10);
                }
                Thread.sleep(200);
                System.out.println("saved");
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void sigtermIsHeldUpUntilTheLoopHasSaved() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(), "-cp", System.getProperty("java.class.path"), Loop.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("running");
            process.toHandle().destroy(); // Process.destroy would close the streams as well
            assertThat(out.readLine()).isEqualTo("saved");
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 15);
    }

    @Test
    void aRunThatEndsByItselfLeavesNoHook() {
        StopRequest stop = StopRequest.onShutdown();
        stop.close();
        assertThat(stop.isRequested()).isFalse();
    }
}
