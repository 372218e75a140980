package io.magma.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The list of all places where code that an optimizer step may run through waits for a GPU: reads tensors, or sends numbers from
 * ordinary memory. Each with the reason why a step does not come there.
 */
@AnalyzeClasses(
        packages = "io.magma",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTestJars.class})
class DeviceWaitsTest {
    private static final Map<String, String> KNOWN = Map.ofEntries(
            entry("HostRead.<clinit>", "the one door, at log_every"),
            entry("Gradients.dropUnused", "several processes, which wait for each other"),
            entry("AdamW.stateRestored", "a checkpoint was loaded"),
            entry("LossScaler.stateRestored", "a checkpoint was loaded"),
            entry("ContrastiveLoss.scale", "told to people"),
            entry("SampleScorer.score", "a command of its own"),
            entry("RetrievalEvaluation.count", "an evaluation"),
            entry("HostData.floats", "on the host, before page-locked memory"),
            entry("HostData.longs", "on the host, before page-locked memory"),
            entry("OpsModule.constant", "on the host, where TorchScript reads it"),
            entry("OpsModule.methodName", "on the host, a name"),
            entry("TorchOps.fromFile", "loads weights"),
            entry("TorchOps.allFinite", "generation and export"),
            entry("TorchOps.dtype", "the tensor's description, which is on the host"),
            entry("Autograd.isTracked", "the tensor's description, which is on the host"),
            entry("TensorLists.contiguous", "the tensor's description, which is on the host"),
            entry("KvCache.select", "generation"),
            entry("KvCache.reorder", "generation"));

    private static final Pattern READS = Pattern.compile(
            "to(Float|Double|Int|Long|Boolean|Byte|Uint8|String)?Array|to(Byte|Float)Buffer|toDevice|toDebugString"
                    + "|get(Float|Double|Int|Long|Boolean|Byte|Uint8)|contentEquals|allClose|nonzero|booleanMask"
                    + "|to(Boolean|Long|Double)");

    @ArchTest
    static final ArchRule ALL_PLACES_ARE_KNOWN = classes()
            .that()
            .resideInAnyPackage(Stream.of(
                            "torch",
                            "nn",
                            "lm",
                            "vision",
                            "adapter",
                            "connector",
                            "contrastive",
                            "multimodal",
                            "train.features",
                            "train.optim",
                            "train.loop",
                            "train.run")
                    .map(name -> "io.magma." + name)
                    .toArray(String[]::new))
            .should(waitOnlyWhereItIsKnown());

    private static ArchCondition<JavaClass> waitOnlyWhereItIsKnown() {
        return new ArchCondition<>("wait for a GPU only where it is known") {
            private final Set<String> gone = new TreeSet<>(KNOWN.keySet());

            @Override
            public void check(JavaClass owner, ConditionEvents events) {
                for (JavaCodeUnitAccess<?> access : owner.getCodeUnitAccessesFromSelf()) {
                    String place = place(access);
                    if (waits(access.getTarget()) && !KNOWN.containsKey(place)) {
                        events.add(SimpleConditionEvent.violated(access, place + ": " + access.getDescription()));
                    } else if (waits(access.getTarget())) {
                        gone.remove(place);
                    }
                }
            }

            @Override
            public void finish(ConditionEvents events) {
                gone.forEach(place ->
                        events.add(SimpleConditionEvent.violated(place, place + " is in the list, but waits no more")));
            }
        };
    }

    private static String place(JavaCodeUnitAccess<?> access) {
        String name = access.getOrigin().getName();
        return access.getOriginOwner().getSimpleName() + "."
                + (name.equals("<clinit>") ? name : name.replaceFirst("^lambda\\$(\\w+)\\$\\d+$", "$1"));
    }

    private static boolean waits(CodeUnitAccessTarget target) {
        if (target.getOwner().isAssignableTo(NDManager.class)) {
            // DJL sends what it gets from the heap through ordinary memory; an empty tensor of a shape sends nothing.
            return target.getName().equals("create")
                    && !target.getRawParameterTypes().get(0).getSimpleName().equals("Shape");
        }
        if (target.getOwner().isAssignableTo(NDArray.class)) {
            // A number is made a tensor, and sent, in every such call.
            return READS.matcher(target.getName()).matches()
                    || target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Number.class));
        }
        return target.getOwner().isAssignableTo(IValue.class)
                && READS.matcher(target.getName()).matches();
    }
}
