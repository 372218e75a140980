package io.magma.inference;

import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Prompts in, texts out; a batch is decoded together. */
final class PromptTranslator implements Translator<Prompt, String> {
    @Override
    public Batchifier getBatchifier() {
        // Rows differ in length, so batches are put together below; that there is one makes DJL ask for batches.
        return Batchifier.STACK;
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<Prompt> prompts) {
        return ((GenerationBlock) context.getBlock()).encode(prompts, context.getNDManager());
    }

    @Override
    public List<String> batchProcessOutput(TranslatorContext context, NDList output) {
        return List.of(output.singletonOrThrow().toStringArray(StandardCharsets.UTF_8));
    }

    @Override
    public NDList processInput(TranslatorContext context, Prompt prompt) {
        return batchProcessInput(context, List.of(prompt));
    }

    @Override
    public String processOutput(TranslatorContext context, NDList output) {
        return batchProcessOutput(context, output).get(0);
    }
}
