package io.magma.train.eval.run;

import io.magma.config.ConfigException;
import io.magma.train.eval.protocol.AnswerMode;
import io.magma.train.eval.protocol.Protocol;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a model chooses among the labels of a request. */
final class ClosedSet {
    private static final Logger logger = LoggerFactory.getLogger(ClosedSet.class);

    private ClosedSet() {}

    /**
     * The request with the way of answering that this model takes, and the labels that it chooses among.
     *
     * @param classes that the model's class head knows; none if it has no head
     * @throws ConfigException if a class head is asked for and the model has none, or one that lacks a label; or if there are
     *     not two labels to choose among
     */
    static TaskRequest settled(TaskRequest request, List<String> classes) {
        AnswerMode mode = request.protocol().decoding().mode();
        return switch (mode) {
            case GENERATE -> request;
            case RANK_SUM, RANK_MEAN -> requireLabels(request);
            case CLASS_HEAD -> byHead(request, classes);
            case CLOSED_SET -> {
                boolean knows = classes.containsAll(request.labels());
                if (!classes.isEmpty() && !knows) {
                    logger.warn(
                            "{}: the labels {} are ranked by log-likelihood, since the model's class head tells apart {}",
                            request.name(),
                            request.labels(),
                            classes);
                }
                yield !classes.isEmpty() && knows
                        ? byHead(request, classes)
                        : requireLabels(with(request, AnswerMode.RANK_MEAN, request.labels()));
            }
        };
    }

    private static TaskRequest byHead(TaskRequest request, List<String> classes) {
        if (classes.isEmpty()) {
            throw new ConfigException(
                    "decoding.mode: class_head, but the model has none; rank the labels by rank_mean or rank_sum");
        }
        List<String> labels = request.labels().isEmpty() ? classes : request.labels();
        for (String label : labels) {
            if (!classes.contains(label)) {
                throw new ConfigException("decoding.mode: class_head, but the model's tells apart "
                        + String.join(", ", classes) + " and not " + label);
            }
        }
        return requireLabels(with(request, AnswerMode.CLASS_HEAD, labels));
    }

    private static TaskRequest with(TaskRequest request, AnswerMode mode, List<String> labels) {
        Protocol protocol = request.protocol();
        return new TaskRequest(
                request.name(),
                request.task(),
                protocol.with(protocol.decoding().with(mode)),
                request.data(),
                request.shots(),
                labels,
                request.baselines(),
                request.skipMissing());
    }

    private static TaskRequest requireLabels(TaskRequest request) {
        if (request.labels().size() < 2) {
            throw new ConfigException("decoding.mode: " + request.task().name()
                    + " has no closed set of answers to rank; give at least two, or generate");
        }
        return request;
    }

    /** The labels as they follow a prompt; none where answers are generated. */
    static List<String> continuations(TaskRequest request) {
        Protocol protocol = request.protocol();
        if (protocol.decoding().mode() == AnswerMode.GENERATE) {
            return List.of();
        }
        return request.labels().stream()
                .map(label -> protocol.prompt().answerLead() + label)
                .toList();
    }
}
