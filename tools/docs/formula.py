"""Formulas of the documentation as MathML, which browsers show without a script or a font of ours.

The pages write formulas as plain text: `D <- D exp(g dt + sigma sqrt(dt) z)`, with words for what has no symbol. Grammar: a
formula is terms between relations, signs and commas; a term is factors side by side, `x` for times and `/` for a fraction of
all that stands before it in the term over the next factor; a factor may have an exponent. Words that follow one another are one
factor. Whatever does not fit raises ValueError, and the page shows the text as code."""
import html
import re

GREEK = {name: letter for name, letter in zip(
    "alpha beta gamma delta kappa lambda mu nu xi pi rho sigma phi Theta theta".split(), "αβγδκλμνξπρσφΘθ")}
FUNCTIONS = {"exp", "ln", "log10", "log2", "min", "max", "logistic", "logit", "sqrt"}
DIFFERENTIALS = {"dt", "dX", "dM", "dn", "du"}
GLUE = {"at", "of", "in"}  # `F at the start` is one quantity
TOKEN = re.compile(r"""\s*(?:
    (?P<number>\d+(?:,\d{3})*(?:\.\d+)?%?)
  | (?P<word>[^\W\d_](?:[\w&]|'(?=\w))*)
  | (?P<operator><-|>=|<=|[-+/^=(),.'×|<>←Σ])
  )""", re.VERBOSE)
RELATIONS = {"=": "=", "<-": "←", "←": "←", "<": "&lt;", ">": "&gt;", "<=": "≤", ">=": "≥", "+": "+", "-": "−", ",": ","}
CODE = re.compile(r"^(?:detente|build/|--|tools/|tests/|src/|docs/|data/|include/)|[:{}\[\]*\\\"]|\w\.\w*[a-z]\w|//|\(\)")


def looks_like_formula(text):
    """Whether a code span is a formula rather than a name or a command."""
    if CODE.search(text):
        return False
    if re.fullmatch(r"[A-Za-zβγτπθ](?:_[a-z0-9]{1,3})?|[a-z]+_[hijkt]|" + "|".join(GREEK), text):
        return True
    return bool(re.search(r" [-=+/x←<^] |\^|\w\(|[βγτπλΣ]|[A-Z]_[a-z]|\w/dt|\) \(|^(?:pi nu D|mean \+)", text)) and " " in text


def tokens(text):
    place, found = 0, []
    text = text.rstrip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if not match:
            raise ValueError(f"not a formula: {text[place:]!r}")
        found.append((match.lastgroup, match.group(match.lastgroup)))
        place = match.end()
    return found


def row(items):
    return items[0] if len(items) == 1 else f"<mrow>{''.join(items)}</mrow>"


def word(text):
    """Words inside a formula. Not as mtext, which counts as space: an operator between two such would lose its own."""
    return f'<mi class="word">{html.escape(text, quote=False).replace(" ", "&nbsp;")}</mi>'


def symbol(name):
    """One name without subscript."""
    if name in GREEK:
        return f"<mi>{GREEK[name]}</mi>"
    if name in DIFFERENTIALS:
        return f"<mrow><mi>d</mi><mi>{name[1]}</mi></mrow>"
    if len(name) == 1:
        return f"<mi>{name}</mi>"
    return word(name)


def is_phrase(name):
    return len(name) > 1 and name not in GREEK and name not in FUNCTIONS and name not in DIFFERENTIALS and "_" not in name


class Parser:
    def __init__(self, text):
        self.tokens, self.place = tokens(text), 0

    def peek(self, ahead=0):
        at = self.place + ahead
        return self.tokens[at] if at < len(self.tokens) else ("end", "")

    def take(self):
        token = self.peek()
        self.place += 1
        return token

    def formula(self, closing=""):
        """Terms up to a closing bracket, which is not taken, or to the end."""
        out = []
        while True:
            kind, text = self.peek()
            if kind == "end" or text == closing:
                break
            if text in RELATIONS:
                self.take()
                out.append(f"<mo>{RELATIONS[text]}</mo>")
                continue
            out.append(self.term(closing))
        if not out:
            raise ValueError("empty")
        return row(out)

    def is_times(self):
        """An `x` between two factors; alone at an end it is a variable."""
        kind, text = self.peek(1)
        return self.peek() == ("word", "x") and (kind in ("number", "word") or text == "(") and text != "closing"

    def term(self, closing):
        out = [] if not self.is_times() else [self.take() and "<mo>×</mo>"]
        while True:
            kind, text = self.peek()
            if kind == "end" or text in RELATIONS or text == ")" or (closing and text == closing):
                break
            if text == "/" and out:
                self.take()
                out = [f"<mfrac>{row(out)}{self.factor(is_below=True)}</mfrac>"]
            elif text in (".", "×"):
                self.take()
                out.append("<mo>⋅</mo>" if text == "." else "<mo>×</mo>")
            elif out and self.is_times():
                self.take()
                out.append("<mo>×</mo>")
            else:
                if out and not out[-1].startswith("<mo>"):
                    out.append('<mspace width="0.22em"/>')
                out.append(self.factor())
        if not out:
            raise ValueError(f"a factor is missing at {self.peek()}")
        return row(out)

    def factor(self, is_below=False):
        base = self.atom(is_below)
        while self.peek()[1] in ("'", "^"):
            if self.take()[1] == "'":
                base = f"<msup>{base}<mo>′</mo></msup>"
                continue
            sign = "<mo>−</mo>" if self.peek()[1] == "-" and self.take() else ""
            base = f"<msup>{base}{row([part for part in (sign, self.atom(True)) if part])}</msup>"
        return base

    def bracket(self, is_shown):
        self.take()
        inside = self.formula(")")
        if self.take()[1] != ")":
            raise ValueError("a bracket is open")
        return f'<mrow><mo>(</mo>{inside}<mo>)</mo></mrow>' if is_shown else inside

    def atom(self, is_bare=False):
        kind, text = self.peek()
        if text == "(":
            return self.bracket(not is_bare)
        if text == "|":
            self.take()
            inside = self.formula("|")
            self.take()
            return f"<mrow><mo>|</mo>{inside}<mo>|</mo></mrow>"
        if kind == "number":
            self.take()
            return f"<mn>{text}</mn>"
        if kind != "word" and text != "Σ":
            raise ValueError(f"not a factor: {text!r}")
        self.take()
        return self.name(text)

    def name(self, text):
        if text == "sqrt" and self.peek()[1] == "(":
            return f"<msqrt>{self.bracket(False)}</msqrt>"
        base, _, below = text.partition("_")
        if base in ("sum", "Σ"):
            sign = f"<msub><mo>∑</mo><mi>{below}</mi></msub>" if below else "<mo>∑</mo>"
            return row([sign, self.term(")")]) if self.peek()[0] != "end" else sign
        if base in FUNCTIONS:
            return f"<mi mathvariant=\"normal\">{base}</mi>"
        if below and (len(base) == 1 or base in GREEK or len(below) <= 2):
            inside = f"<mi>{below}</mi>" if len(below) == 1 else word(below)
            if len(below) == 2 and len(base) == 1:
                inside = row([f"<mi>{letter}</mi>" for letter in below])
            made = f"<msub>{symbol(base)}{inside}</msub>"
        elif below and "_" in below and len(below.rpartition("_")[2]) == 1:
            first, _, last = text.rpartition("_")
            made = f"<msub>{word(first.replace('_', ' '))}<mi>{last}</mi></msub>"
        elif below:
            return f'<mi class="code">{text}</mi>'
        elif is_phrase(base):
            return self.phrase(base)
        else:
            made = symbol(base)
        if self.peek()[0] == "word" and self.peek()[1] in GLUE:
            return row([made, "<mspace width=\"0.3em\"/>", self.phrase(self.take()[1])])
        return made

    def phrase(self, first):
        """Words side by side, with the single letters that `of`, `a` and the like bring along."""
        words = [first]
        while self.peek()[0] == "word" and is_phrase(self.peek()[1]) and self.peek()[1] != "x":
            words.append(self.take()[1])
        return word(" ".join(words))


def mathml(text, is_block=False):
    """A formula as MathML. ValueError if it is none."""
    parser = Parser(text)
    inside = parser.formula()
    if parser.peek()[0] != "end":
        raise ValueError(f"left over: {parser.peek()}")
    display = ' display="block"' if is_block else ' displaystyle="true"' if "<mfrac>" in inside else ""
    kind = "formula long" if len(text) > 90 else "formula"
    return f'<span class="{kind}"><math{display} title="{html.escape(text)}">{inside}</math></span>'
