package io.magma.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository of the Hugging Face Hub at a revision.
 *
 * @param repository name, {@code organisation/name}, or {@code name} alone for the oldest ones
 * @param revision branch, tag or commit
 */
public record HubReference(String repository, String revision) {
    /** The revision that is meant when none is named. */
    public static final String MAIN = "main";

    private static final String WORD = "[A-Za-z0-9_](?:[A-Za-z0-9_]|[.-](?![.-])(?=[A-Za-z0-9_]))*";
    private static final Pattern NAME = Pattern.compile(WORD + "(?:/" + WORD + ")?");
    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_/-]|\\.(?!\\.))*");
    private static final Pattern FORM = Pattern.compile("([^@]+)(?:@(.+))?");

    /** Both become parts of file names and addresses. */
    public HubReference {
        if (!NAME.matcher(repository).matches() || !REVISION.matcher(revision).matches()) {
            throw new IllegalArgumentException("not a repository and a revision: " + repository + "@" + revision);
        }
    }

    /** Reads {@code organisation/name} or {@code organisation/name@revision}; empty if it is neither. */
    public static Optional<HubReference> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        String revision = Optional.ofNullable(form.group(2)).orElse(MAIN);
        boolean valid = NAME.matcher(form.group(1)).matches()
                && REVISION.matcher(revision).matches();
        return valid ? Optional.of(new HubReference(form.group(1), revision)) : Optional.empty();
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return revision.equals(MAIN) ? repository : repository + "@" + revision;
    }
}
