package io.magma.weights.torchfile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a pickle of protocols 2 to 5 and executes nothing: objects are made by {@link PickleFactory} alone.
 *
 * <p>Values are {@code Long}, {@code BigInteger}, {@code Double}, {@code String}, {@code Boolean}, {@code byte[]}, {@link
 * PickleNone}, {@link PickleTuple}, {@code List}, {@code Map}, {@link PickleGlobal} and what the factory makes.
 *
 * @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">the opcodes</a>
 */
final class PickleMachine {
    private static final int HIGHEST_PROTOCOL = 5;

    private final PickleReader in;
    private final PickleFactory factory;
    private final List<Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Long, Object> memo = new HashMap<>();

    PickleMachine(PickleReader in, PickleFactory factory) {
        this.in = in;
        this.factory = factory;
    }

    /** The value that the pickle ends with. */
    Object run() {
        for (int op = in.unsignedByte(); op != '.'; op = in.unsignedByte()) {
            step(op);
        }
        Object value = pop();
        if (!stack.isEmpty()) {
            throw in.problem("it ends with " + stack.size() + " values too many");
        }
        return value;
    }

    private void step(int op) {
        switch (op) {
            case 0x80 -> protocol();
            case 0x95 -> in.length8(); // a frame's length
            case '(' -> marks.push(stack.size());
            case '0' -> pop();
            case '1' -> popMark();
            case '2' -> push(peek());
            case 'q' -> memo.put((long) in.unsignedByte(), peek());
            case 'r' -> memo.put(in.length4(), peek());
            case 0x94 -> memo.put((long) memo.size(), peek());
            case 'h' -> push(remembered(in.unsignedByte()));
            case 'j' -> push(remembered(in.length4()));
            case 'c' -> push(factory.global(in.line(), in.line()));
            case 0x93 -> stackGlobal();
            case 'R', 0x81 -> apply(op == 'R');
            case 'b' -> build();
            case 'Q' -> push(factory.persistent(pop()));
            case '}' -> push(new LinkedHashMap<>());
            case ']', 0x8f -> push(new ArrayList<>());
            case ')' -> push(new PickleTuple(List.of()));
            case 't' -> push(new PickleTuple(popMark()));
            case 0x85, 0x86, 0x87 -> push(new PickleTuple(popLast(op - 0x84)));
            case 'a' -> append(popLast(1));
            case 'e', 0x90 -> append(popMark());
            case 's' -> put(popLast(2));
            case 'u' -> put(popMark());
            default -> push(literal(op));
        }
    }

    private Object literal(int op) {
        return switch (op) {
            case 'N' -> PickleNone.NONE;
            case 0x88 -> true;
            case 0x89 -> false;
            case 'J' -> (long) in.signedInt();
            case 'K' -> (long) in.unsignedByte();
            case 'M' -> (long) in.unsignedShort();
            case 0x8a -> in.integer(in.unsignedByte());
            case 0x8b -> in.integer(in.length4());
            case 'G' -> in.bigEndianDouble();
            case 'X' -> in.text(in.length4());
            case 0x8c -> in.text(in.unsignedByte());
            case 0x8d -> in.text(in.length8());
            case 'T' -> in.text(in.length4(), StandardCharsets.ISO_8859_1);
            case 'U' -> in.text(in.unsignedByte(), StandardCharsets.ISO_8859_1);
            case 'B' -> in.bytes(in.length4());
            case 'C' -> in.bytes(in.unsignedByte());
            case 0x8e -> in.bytes(in.length8());
            default -> throw in.problem("opcode 0x" + Integer.toHexString(op) + " is not supported");
        };
    }

    private void protocol() {
        int protocol = in.unsignedByte();
        if (protocol > HIGHEST_PROTOCOL) {
            throw in.problem("protocol " + protocol + " is not supported");
        }
    }

    private void stackGlobal() {
        List<Object> names = popLast(2);
        if (names.get(0) instanceof String module && names.get(1) instanceof String attribute) {
            push(factory.global(module, attribute));
        } else {
            throw in.problem("a class is not named by texts");
        }
    }

    private void apply(boolean call) {
        List<Object> both = popLast(2);
        if (both.get(0) instanceof PickleGlobal global && both.get(1) instanceof PickleTuple arguments) {
            push(call ? factory.call(global, arguments.items()) : factory.instance(global));
        } else {
            throw in.problem("something is called that is no class");
        }
    }

    private void build() {
        Object state = pop();
        factory.build(peek(), state);
    }

    @SuppressWarnings("unchecked")
    private void append(List<Object> values) {
        if (!(peek() instanceof List<?> list)) {
            throw in.problem("values are appended to something that is no list");
        }
        ((List<Object>) list).addAll(values);
    }

    @SuppressWarnings("unchecked")
    private void put(List<Object> pairs) {
        if (!(peek() instanceof Map<?, ?> map) || pairs.size() % 2 != 0) {
            throw in.problem("pairs are put into something that is no dictionary");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            ((Map<Object, Object>) map).put(key(pairs.get(i)), pairs.get(i + 1));
        }
    }

    // Nested keys would make hashing as deep and as long as the file pleases.
    private Object key(Object key) {
        if (key instanceof String || key instanceof Long || key instanceof Boolean || key instanceof Double) {
            return key;
        }
        throw in.problem("a dictionary key is neither text nor number");
    }

    private Object remembered(long index) {
        Object value = memo.get(index);
        if (value == null) {
            throw in.problem("nothing is remembered as " + index);
        }
        return value;
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object pop() {
        return popLast(1).get(0);
    }

    private Object peek() {
        requireDepth(1);
        return stack.get(stack.size() - 1);
    }

    private List<Object> popLast(int count) {
        requireDepth(count);
        return cut(stack.size() - count);
    }

    private List<Object> popMark() {
        if (marks.isEmpty()) {
            throw in.problem("a mark is missing");
        }
        return cut(marks.pop());
    }

    private List<Object> cut(int from) {
        List<Object> tail = stack.subList(from, stack.size());
        List<Object> values = new ArrayList<>(tail);
        tail.clear();
        return values;
    }

    private void requireDepth(int count) {
        int floor = marks.isEmpty() ? 0 : marks.peek();
        if (stack.size() - count < floor) {
            throw in.problem("a value is missing");
        }
    }
}
