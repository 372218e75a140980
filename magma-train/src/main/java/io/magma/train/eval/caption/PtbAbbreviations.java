package io.magma.train.eval.caption;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words that keep the dot behind them, as Stanford's tokenizer (CoreNLP 3.4.1) knows them; single letters do too. */
final class PtbAbbreviations {
    private static final String TITLES =
            "adm atty brig capt cmdr col comdr cpl dr drs gen gov govs hon insp lieut lt maj messrs mlle mme mr mrs ms msgr mt"
                    + " ph pfc pres prof pvt rep reps rev sen sens sfc sgt spc ste st supt esq jr sr ens";

    private static final String TIMES =
            "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri";

    private static final String PLACES =
            "ala alex ariz calif colo conn ct dak fla ga ind kan kans ky md mich minn mo mont neb nev okla penn tenn va vt wis"
                    + " wisc wyo ave blvd bldg ft rd rt sq";

    private static final String FIRMS =
            "asst assn assoc bhd bros cie co corp cos dept elec inc intl ltd mfg mtg natl plc ppte ppty pte ptes pty ptys sys"
                    + " univ";

    private static final String OTHERS = "adj adv al cf det est etc ext invt jos seq tel vs wm";

    /** With a capital letter only, since they are words too. */
    private static final String CAPITALIZED = "Ark Az Del Ill La Mass Miss Ore Pa Tex Wash";

    /** Only before a number: {@code no. 7}, but {@code she said no.} */
    private static final String BEFORE_NUMBERS = "art ca fig figs no nos op pp prop";

    private PtbAbbreviations() {}

    /** A regular expression of an abbreviation with its dot. */
    static String regex() {
        String always = String.join(" ", TITLES, TIMES, PLACES, FIRMS, OTHERS);
        return "(?:(?:(?i:" + anyOf(always) + ")|" + anyOf(CAPITALIZED) + "|"
                + anyOf(CAPITALIZED.toUpperCase(Locale.ROOT)) + "|[A-Za-z])\\.(?!\\p{L})|(?i:" + anyOf(BEFORE_NUMBERS)
                + ")\\.(?=\\s*\\d))";
    }

    private static String anyOf(String words) {
        return Arrays.stream(words.split(" ")).collect(Collectors.joining("|", "(?:", ")"));
    }
}
