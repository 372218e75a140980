package io.magma.inference;

import ai.djl.Model;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;

/** Lets DJL's predictors take a {@link Prompt} and give a text; goes with {@link MagmaBlockFactory}. */
public final class MagmaTranslatorFactory implements TranslatorFactory {
    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return Set.of(new Pair<>(Prompt.class, String.class));
    }

    @Override
    @SuppressWarnings("unchecked") // checked by value
    public <I, O> Translator<I, O> newInstance(Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
            throws TranslateException {
        if (!isSupported(input, output)) {
            throw new TranslateException(
                    "a model takes " + Prompt.class.getName() + " and gives String, not " + input + " and " + output);
        }
        return (Translator<I, O>) new PromptTranslator();
    }
}
