package io.magma.train.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser: its controls find items, and hostile texts stay texts. */
class EvaluationPageTest {
    private static final int ITEMS = 2 * 36;

    @TempDir
    private Path dir;

    private Path page() throws IOException {
        Path page = dir.resolve("page.html");
        EvaluationReport.read(List.of(EvaluationFiles.write(dir.resolve("a"), "runs/demo", 36, List.of(7L))))
                .write(page, 200);
        return page;
    }

    private static long visible(String document) {
        return Pattern.compile("<article (?![^>]*hidden)")
                .matcher(document)
                .results()
                .count();
    }

    private static String chosen(String document) {
        return document.replaceFirst("(?s).*<output id=\"chosen\"[^>]*>([^<]*)</output>.*", "$1");
    }

    @Test
    void showsABeginningAndRunsNoScriptOfTheFiles() throws Exception {
        Chromium chromium = Chromium.orSkip(dir);
        String document = chromium.document(page(), "");

        assertThat(chosen(document)).isEqualTo(ITEMS + " of " + ITEMS + ", mean 53.3");
        assertThat(visible(document)).isEqualTo(60);
        assertThat(document).contains(">Show 12 more</button>").contains("<title>demo on okvqa");
        assertThat(document).doesNotContain("<title>hurt", "<img src=\"x\"");
    }

    @Test
    void theAddressChooses() throws Exception {
        Chromium chromium = Chromium.orSkip(dir);
        // With 4 examples, (item + 4 + 7) % 3 = 1 gives 0.6, and items % 3 = 2 are of the type yes/no.
        String document = chromium.document(page(), "#items&shots=4&answer=yes%2Fno&low=50&high=70");

        assertThat(chosen(document)).isEqualTo("12 of " + ITEMS + ", mean 60.0");
        assertThat(visible(document)).isEqualTo(12);
    }

    /** What somebody does with a keyboard, as a script at the end of the page. */
    @Test
    void controlsChoose() throws Exception {
        Chromium chromium = Chromium.orSkip(dir);
        Path page = page();
        Files.writeString(page, Files.readString(page).replace("</body>", """
                <script>
                  const seen = [];
                  const form = document.getElementById("choose");
                  const note = () => seen.push(document.getElementById("chosen").textContent);
                  const set = (name, value) => {
                    form.elements[name].focus();
                    form.elements[name].value = value;
                    form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
                    note();
                  };
                  set("text", "PICTURE 35?");
                  set("shots", "0");
                  set("low", "100");
                  seen.push(form.elements.high.value, location.hash, String(document.getElementById("none").hidden));
                  form.reset();
                  setTimeout(() => {
                    note();
                    document.getElementById("further").click();
                    seen.push(document.querySelectorAll(".answer:not([hidden])").length, location.hash);
                    const every = [...form.elements].every((e) => e.tabIndex === 0 || e.tagName === "OUTPUT");
                    const summaries = document.querySelectorAll(".answer summary").length;
                    document.body.setAttribute("data-seen", [...seen, every, summaries].join(" | "));
                  }, 50);
                </script></body>"""));

        String document = chromium.document(page, "");

        assertThat(document.replaceFirst("(?s).*data-seen=\"([^\"]*)\".*", "$1"))
                .isEqualTo("2 of 72, mean 30.0 | 1 of 72, mean 0.0 | 0 of 72 | 100 | "
                        + "#items&amp;text=PICTURE+35%3F&amp;shots=0&amp;low=100 | false | "
                        + "72 of 72, mean 53.3 | 72 |  | true | 72");
    }
}
