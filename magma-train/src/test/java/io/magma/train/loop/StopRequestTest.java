package io.magma.train.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** A process whose loop does not end when asked. */
    static final class Stubborn {
        public static void main(String[] args) throws InterruptedException {
            try (StopRequest stop = StopRequest.onShutdown()) {
                System.out.println("running");
                while (!stop.isRequested()) {
                    Thread.sleep(10);
                }
                System.out.println("asked");
                Thread.sleep(120_000);
            }
        }
    }

    /** A process that makes a request and ends in one of several ways. */
    static final class Ending {
        public static void main(String[] args) {
            StopRequest stop = StopRequest.onShutdown();
            switch (args[0]) {
                case "returns" -> {}
                case "throws" -> throw new IllegalStateException("on purpose");
                case "exits" -> System.exit(3);
                case "closes and exits" -> {
                    stop.request();
                    stop.close();
                    System.exit(3);
                }
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
    }

    private static ProcessBuilder java(Class<?> program, String... arguments) {
        ProcessBuilder process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName())
                .redirectErrorStream(true);
        process.command().addAll(List.of(arguments));
        return process;
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void sigtermIsHeldUpUntilTheLoopHasSaved() throws IOException, InterruptedException {
        Process process = java(Loop.class).start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("running");
            process.toHandle().destroy(); // Process.destroy would close the streams as well
            assertThat(out.readLine()).isEqualTo("saved");
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 15);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aSecondInterruptEndsTheProcessAtOnce() throws IOException, InterruptedException {
        Process process = java(Stubborn.class).start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("running");
            interrupt(process);
            assertThat(out.readLine()).isEqualTo("asked");
            for (int tries = 0; tries < 40 && !process.waitFor(250, TimeUnit.MILLISECONDS); tries++) {
                interrupt(process); // the second one may come before the hook runs
            }
            assertThat(process.isAlive()).isFalse();
            assertThat(process.exitValue()).isEqualTo(128 + 2);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    @ParameterizedTest
    @CsvSource({"returns, 0", "throws, 1", "exits, 3", "closes and exits, 3"})
    void aProcessEndsWhetherItIsClosedOrNot(String way, int status) throws IOException, InterruptedException {
        Process process = java(Ending.class, way)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
            assertThat(process.exitValue()).isEqualTo(status);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aRunThatEndsByItselfLeavesNoHook() {
        StopRequest stop = StopRequest.onShutdown();
        stop.close();
        assertThat(stop.isRequested()).isFalse();
    }
}
