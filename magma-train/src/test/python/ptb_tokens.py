"""Writes captions of ours beside the tokens that coco-caption makes of them.

Run from this folder:  python3 ptb_tokens.py stanford-corenlp-3.4.1.jar     (the jar is on Maven Central; GPL, so it is neither in
the repository nor a dependency; Java on the path). Writes ../resources/io/magma/train/eval/caption/ptb_tokens.tsv.
coco-caption calls the jar's PTBTokenizer with -preserveLines -lowerCase and then drops the tokens below.
"""

import pathlib
import subprocess
import sys
import tempfile

OUT = pathlib.Path(__file__).resolve().parent.parent / "resources/io/magma/train/eval/caption/ptb_tokens.tsv"
DROPPED = {"''", "'", "``", "`", "-LRB-", "-RRB-", "-LCB-", "-RCB-", ".", "?", "!", ",", ":", "-", "--", "...", ";"}

CAPTIONS = """
A man rides a horse.
Two DOGS, one cat and a bird; all asleep!
A man's dog isn't happy.
The dogs' owner can't go, won't stay and shouldn't've come.
I'm sure they've seen it's where he'll be and she'd go; you're not.
You cannot do it, but you're gonna wanna try. Gotta run, lemme see, gimme that.
'Tis a cat and 'twas a dog.
A rock 'n' roll band tells 'em why, 'cause it can.
It's five o'clock, ma'am, says Mr. O'Neil to Ms. D'Angelo.
Y'all ain't ready
The Smiths' house and James's boat
A DON'T WALK sign that's lit
It’s a sign that doesn’t say “stop” or ‘go’
A "quoted" word, 'single' quotes and ``old'' ones
Wait... what… is this ....
A . . . B
A well-known two-year-old boy in a T-shirt
A cat -- asleep -- on a mat—a red one – indoors
Trees ----- and ------ lines
black-and -white and black- and-white
A -5 degree day, +5 points, 5-10 people
A man (left) with a hat [red] and {blue}
((nested)) parts, dog(s).
A clock reads 5:55 pm or 10:30am, maybe 6:05pm.
At 5 p.m. a man waits. At 9 a.m. he left
A $5.00 bill, $20, 50% off, 3.5% more, US$20
A coin of 5¢ and a £5 note, a €10 note, ¥500
1,000 people and 1,000,000.50 dollars, 0.5 or .5
a 3/4 full glass, ½ of a pie, ¼ mile, 1/2 an hour
A 2x4, a 4x4 truck and a 10th 21st-century 1.5-inch 3.5-year-old thing
the 1990's, the 1990s, the '90s and '50s cars
A man 6' tall, a 3" x 4" card, 5'10" high
Route 66. A Boeing 747-800, an F-16, an A380's wing
#1 fan, player # 7 and #winning by @user
jersey no. 7, No. 10, but he said no.
see fig. 3, pp. 5 and art. 7, a work of art.
A U.S. flag near the U.S. Capitol in Washington, D.C.
Dr. Who, St. Bernard dogs, Mt. Rushmore, Main St. and Ocean Blvd. at dusk
Martin Luther King Jr. spoke with Sen. Smith, Gov. Brown and Gen. Lee.
fruits, vegetables, etc. on a table
cats, dogs, etc.
e.g. a cat, i.e. a pet vs. a dog
Acme Inc. and Foo Corp. of Calif. and Mass. in Dec. 2010
A boy washes. The wash. A bat. A sun. A sat. In may.
A vitamin C. Plan B. Letter x.
J. K. Rowling and J.R.R. Tolkien
A T.V. and a TV/VCR, and/or a PC w/ a screen
A refrigerator/freezer, black/white, he/she
yellow.curtains and a wall.The next one,two semi;colon a:b
Really?! Wow!! What?? Yes!
AT&T store, R&B singer, B&W photo, black & white, M&M's
salt &amp; pepper &lt;3
see http://www.example.com/a/b?c=d or www.foo.com, example.com
mail me@example.com now
a <b>bold</b> tag
C++ and C# books
a_b and __ lines
stars * and ** and *** here
= + % @ ~ ^ | alone
a=b a+b a~b a|b
résumé at a café, naïve jalapeño, déjà-vu in Zürich
niño's кошка 日本語
90° turn, Lego™, © 2010
A dog 😀 smiles
don`t
Ph.D. student, M.D., a.k.a. doc
A man is goin' fishin', says ol' Joe
rock'n'roll dog'dog
tree-lined.the end
isn't.it so
 leading and   inner   spaces
...
!
""".strip("\n").split("\n")


def main(jar):
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("\n".join(CAPTIONS))
        file.flush()
        command = ["java", "-cp", jar, "edu.stanford.nlp.process.PTBTokenizer", "-preserveLines", "-lowerCase", file.name]
        lines = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8").split("\n")
    rows = []
    for caption, line in zip(CAPTIONS, lines):
        rows.append(caption + "\t" + " ".join(t for t in line.rstrip().split(" ") if t not in DROPPED))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text("\n".join(rows) + "\n", encoding="utf-8")


main(sys.argv[1])
