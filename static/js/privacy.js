// Looks at free text for what may point somebody out: the same rules, step by step, as common/privacy in Python.
// Nothing is sent anywhere. The rule file and what it means: common/privacy/README.md.
//
//   import { loadRules, lookAt } from privacy.js
//   lookAt(text, await loadRules(address), { added: [], ignored: [] });
//
// Places are counted as browsers count: text.slice(remark.start, remark.end) is the passage.

const LAST_LETTER = "\u024f";
const SENTENCE_ENDS = ".!?:\n\r•…";
const LOOK_BACK = 8;
const LONGEST_WORD = 40;
const MOST_NAMES = 4;
const SHORTEST_SMALL = 4;
const NO_WORDS = { added: [], ignored: [] };
const BEFORE_MONTH = new Set(["i", "under", "sedan", "till", "och"]);
const PIECE = 8192;
const DROPPED = 1;
const ACCENT = 2;

const ready = new WeakMap();
const loaded = new Map();

/** Fetch the rule file once for each address. A failed attempt is tried again the next time. */
export function loadRules(address) {
  if (!loaded.has(address)) {
    const answer = fetch(address).then((response) => {
      if (!response.ok) throw new Error(`rules: ${response.status}`);
      return response.json();
    });
    loaded.set(address, answer);
    answer.catch(() => loaded.delete(address));
  }
  return loaded.get(address);
}

/** Return the remarks on a text in its order: {kind, start, end, severity, label, explanation, replacement}. */
export function lookAt(text, rules, words = NO_WORDS) {
  const known = prepared(rules);
  const folded = fold(text, known);
  const ignored = new Set(words.ignored);
  return withoutOverlap(folded, allFound(folded, known, words))
    .filter((found) => !isIgnored(folded, found, ignored))
    .map((found) => remark(folded, found, rules));
}

// --- the rule file, made ready ---------------------------------------------------------------

function prepared(rules) {
  if (!ready.has(rules)) ready.set(rules, prepare(rules));
  return ready.get(rules);
}

function prepare(rules) {
  const { fold: table, names } = rules;
  const single = Uint16Array.from({ length: 65536 }, (_, code) => code);
  const replace = (sign, by) => { single[sign.charCodeAt(0)] = by.charCodeAt(0); };
  [...table.upper].forEach((large, index) => replace(large, table.lower[index]));
  for (const space of table.spaces) replace(space, " ");
  for (const dash of table.dashes) replace(dash, "-");
  for (const row of table.digits) [...row].forEach((sign, value) => replace(sign, String(value)));
  const moves = new Uint8Array(65536);
  for (const sign of table.drop) moves[sign.charCodeAt(0)] = DROPPED;
  for (const pair of Object.keys(table.compose)) moves[pair.charCodeAt(1)] = ACCENT;
  return {
    single,
    moves,
    capitals: new Set([...table.upper].map((sign) => sign.charCodeAt(0))),
    composed: new Map(Object.entries(table.compose)),
    patterns: rules.patterns.map((rule) => ({ ...rule, search: rule.pattern && compiled(rule.pattern, rules.macros) })),
    lists: {
      first: new Set([...names.first.split(" "), ...names.nicknames.split(" ")]),
      last: new Set(names.last.split(" ")),
      ambiguous: new Set(names.ambiguous),
      notAtStart: new Set(names.not_at_start),
      notSmall: new Set(names.not_small),
      suffixes: names.suffixes,
      introducing: new Set(names.introducing),
      titles: new Set(names.titles),
      months: new Set(names.months),
      places: new Set(names.places),
      ignored: names.ignored,
    },
  };
}

function compiled(source, macros) {
  const written = macros.reduce((text, [short, long]) => text.replaceAll(short, () => long), source);
  return new RegExp(written, "g");
}

// --- one spelling of everything --------------------------------------------------------------

function fold(source, known) {
  const { single, moves, composed, capitals } = known;
  const codes = new Uint16Array(source.length);
  const places = new Uint32Array(source.length + 1);
  let length = 0;
  for (let at = 0; at < source.length; at += 1) {
    let code = source.charCodeAt(at);
    const next = at + 1 < source.length ? source.charCodeAt(at + 1) : 0;
    if (moves[code] === DROPPED) continue;
    places[length] = at;
    if (moves[next] === ACCENT) {
      const pair = composed.get(source.slice(at, at + 2));
      if (pair) {
        code = pair.charCodeAt(0);
        at += 1;
      }
    }
    codes[length] = single[code];
    length += 1;
  }
  places[length] = source.length;
  const pieces = [];
  for (let at = 0; at < length; at += PIECE) {
    pieces.push(String.fromCharCode(...codes.subarray(at, Math.min(at + PIECE, length))));
  }
  const isUpper = (index) => capitals.has(source.charCodeAt(places[index]));
  return { text: pieces.join(""), places, isUpper };
}

function isDigit(sign) {
  return sign >= "0" && sign <= "9";
}

function isLetter(sign) {
  return (sign >= "a" && sign <= "z") || (sign >= "ß" && sign <= LAST_LETTER && sign !== "÷");
}

function isAddressSign(sign) {
  return isLetter(sign) || isDigit(sign) || "._%+-".includes(sign);
}

function startsSentence(text, start) {
  const stop = Math.max(start - LOOK_BACK, 0);
  for (let index = start - 1; index >= stop; index -= 1) {
    const sign = text[index];
    if (SENTENCE_ENDS.includes(sign)) return true;
    if (isLetter(sign) || isDigit(sign) || sign === ",") return false;
  }
  return stop === 0;
}

function withoutGenitive(word) {
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

// --- the check itself ------------------------------------------------------------------------

function* allFound(folded, known, words) {
  for (const rule of known.patterns) {
    if (rule.kind === "name") {
      yield* findNames(folded, known.lists, words);
    } else {
      for (const [start, end] of matches(folded, rule, known.lists)) {
        yield { kind: rule.kind, severity: rule.severity, start, end };
      }
    }
  }
}

function withoutOverlap(folded, allOfThem) {
  const taken = new Uint8Array(folded.text.length);
  const kept = [];
  for (const found of allOfThem) {
    if (taken.subarray(found.start, found.end).includes(1)) continue;
    taken.fill(1, found.start, found.end);
    kept.push(found);
  }
  return kept.sort((one, other) => one.start - other.start);
}

function* matches(folded, rule, lists) {
  const { search } = rule;
  search.lastIndex = 0;
  for (let match = search.exec(folded.text); match; match = search.exec(folded.text)) {
    const end = match.index + match[0].length;
    const place = fitted(folded, rule, lists, match.index, end);
    const next = place ? end : match.index + 1;
    if (place) yield place;
    search.lastIndex = next;
  }
}

function fitted(folded, rule, lists, start, end) {
  const { text } = folded;
  if (standsInside(text, start, rule.before)) return null;
  const passage = text.slice(start, end);
  if (rule.digits) {
    const count = [...passage].filter(isDigit).length;
    if (count < rule.digits[0] || count > rule.digits[1]) return null;
  }
  if (rule.check && !checkDigitFits(passage, rule.check)) return null;
  let first = start;
  if (rule.left) first = walkLeft(folded, start, rule.left);
  if (first >= 0 && rule.previous) first = previousWord(folded, lists, first, rule.previous);
  if (first < 0) return null;
  const last = rule.next ? nextWord(folded, lists, end, rule.next) : end;
  return last < 0 ? null : [first, last];
}

function standsInside(text, start, before) {
  if (!before || start === 0) return false;
  const sign = text[start - 1];
  if (before === "word") return isLetter(sign) || isDigit(sign) || sign === "_";
  if (isDigit(sign)) return true;
  return before === "number" && "-.,/:".includes(sign) && start > 1 && isDigit(text[start - 2]);
}

function walkLeft(folded, start, terms) {
  const { text } = folded;
  const allowed = terms.chars === "email" ? isAddressSign : isLetter;
  let first = start;
  while (first > 0 && start - first < terms.max && allowed(text[first - 1])) first -= 1;
  if (start - first < terms.min || (terms.not ?? []).includes(text.slice(first, start))) return -1;
  if (terms.chars === "word" && first > 0 && isDigit(text[first - 1])) return -1;
  if (terms.upper && !folded.isUpper(first)) return -1;
  if (terms.inside && startsSentence(text, first)) return -1;
  return first;
}

function previousWord(folded, lists, start, terms) {
  const { text } = folded;
  if (start < 2 || text[start - 1] !== " ") return -1;
  let first = start - 1;
  while (first > 0 && start - first < LONGEST_WORD && (isLetter(text[first - 1]) || text[first - 1] === "-")) first -= 1;
  const word = text.slice(first, start - 1);
  if (word.length < 2 || !folded.isUpper(first) || isCapitals(folded, first, start - 1)) return -1;
  if ((terms.not ?? []).includes(word)) return -1;
  const isPlace = terms.places && (lists.places.has(word) || lists.places.has(withoutGenitive(word)));
  const owner = word.endsWith("s") && lists.first.has(withoutGenitive(word));
  const mayBegin = isPlace || owner || (terms.at_start ?? []).includes(word);
  return startsSentence(text, first) && !mayBegin ? -1 : first;
}

function nextWord(folded, lists, end, terms) {
  const { text } = folded;
  let last = end;
  while (last < text.length && last - end < LONGEST_WORD && (isLetter(text[last]) || text[last] === "-")) last += 1;
  const word = text.slice(end, last);
  if (word.length < terms.min || !folded.isUpper(end) || (terms.not ?? []).includes(word)) return -1;
  if (!terms.capitals && isCapitals(folded, end, last)) return -1;
  return terms.no_names && lists.first.has(word) ? -1 : last;
}

function isCapitals(folded, start, end) {
  if (end - start <= 1) return false;
  for (let index = start; index < end; index += 1) {
    if (isLetter(folded.text[index]) && !folded.isUpper(index)) return false;
  }
  return true;
}

function checkDigitFits(passage, check) {
  const digits = [...passage].filter(isDigit).map(Number);
  if (isDayAndTime(passage, digits)) return false;
  return luhnIsRight(digits.slice(-10)) === (check === "check_digit");
}

function isDayAndTime(passage, digits) {
  if (digits.length < 12 || passage.at(-5) !== " " || "-+/".includes(passage.at(-6))) return false;
  const year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
  return year >= 2015 && digits.at(-4) * 10 + digits.at(-3) < 24 && digits.at(-2) < 6;
}

function luhnIsRight(digits) {
  const total = digits.reduce((sum, digit, place) => {
    const doubled = place % 2 === 0 ? digit * 2 : digit;
    return sum + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return total % 10 === 0;
}

function isIgnored(folded, found, ignored) {
  if (!ignored.size || found.kind === "personal_number") return false;
  return ignored.has(folded.text.slice(found.start, found.end));
}

function remark(folded, found, rules) {
  const kind = rules.kinds[found.kind];
  return {
    kind: found.kind,
    start: folded.places[found.start],
    end: folded.places[found.end],
    severity: found.severity,
    label: kind.label,
    explanation: kind.explanations[found.severity],
    replacement: kind.replacement,
  };
}

// --- names -----------------------------------------------------------------------------------

function* findNames(folded, lists, words) {
  const { text } = folded;
  for (const [start, end] of phrases(text, words.added)) {
    if (!folded.isUpper(start) && lists.ambiguous.has(text.slice(start, end))) continue;
    yield { kind: "word", severity: "mark", start, end };
  }
  const quiet = new Set();
  for (const [start, end] of phrases(text, [...lists.ignored, ...words.ignored])) {
    for (let place = start; place < end; place += 1) quiet.add(place);
  }
  const tokens = tokensOf(folded);
  let at = 0;
  while (at < tokens.length) {
    const [found, next] = nameAt(text, tokens, at, lists);
    if (found && !quiet.has(found.start)) yield found;
    at = next;
  }
}

function tokensOf(folded) {
  const tokens = [];
  for (const match of folded.text.matchAll(/[a-zß-öø-ɏ]+(?:-[a-zß-öø-ɏ]+)*/g)) {
    const start = match.index;
    const end = start + match[0].length;
    let shouted = end - start > 1 && end - start < 4;
    for (let index = start; shouted && index < end; index += 1) shouted = folded.isUpper(index);
    tokens.push({ start, end, word: match[0], capital: folded.isUpper(start), shouted });
  }
  return tokens;
}

function nameAt(text, tokens, at, lists) {
  const token = tokens[at];
  if (token.shouted) return [null, at + 1];
  const first = listed(token.word, lists.first);
  const last = listed(token.word, lists.last);
  if (!token.capital) return smallName(text, tokens, at, first, last, lists);
  if (!first && !last) return [introducedName(text, tokens, at, lists), at + 1];
  if (isMonth(text, tokens, at, lists)) return [null, at + 1];
  let after = at + 1;
  if (first) {
    while (after < tokens.length && after - at < MOST_NAMES && goesOn(text, tokens, after, lists)) after += 1;
  }
  const alone = after === at + 1;
  const severity = alone && isUncertain(text, tokens, at, first || last, lists) ? "hint" : "mark";
  return [{ kind: "name", severity, start: token.start, end: tokens[after - 1].end }, after];
}

function smallName(text, tokens, at, first, last, lists) {
  const token = tokens[at];
  const isFirst = first.length >= SHORTEST_SMALL
    && !lists.ambiguous.has(first) && !lists.notAtStart.has(first) && !lists.notSmall.has(first);
  if (!isFirst && !last.endsWith("sson")) return [null, at + 1];
  let after = at + 1;
  if (isFirst && after < tokens.length && text.slice(token.end, tokens[after].start) === " ") {
    const following = listed(tokens[after].word, lists.last);
    if (following && !lists.ambiguous.has(following) && !lists.first.has(following)) after += 1;
  }
  return [{ kind: "name", severity: "hint", start: token.start, end: tokens[after - 1].end }, after];
}

function introducedName(text, tokens, at, lists) {
  const token = tokens[at];
  if (at === 0 || text.slice(tokens[at - 1].end, token.start) !== " " || token.word.length < 2) return null;
  if (!lists.introducing.has(tokens[at - 1].word)) return null;
  if (lists.places.has(token.word) || lists.months.has(token.word)) return null;
  return { kind: "name", severity: "hint", start: token.start, end: token.end };
}

function goesOn(text, tokens, at, lists) {
  const token = tokens[at];
  if (!token.capital || token.shouted || text.slice(tokens[at - 1].end, token.start) !== " ") return false;
  if (lists.months.has(token.word) && !lists.first.has(token.word)) return false;
  if (listed(token.word, lists.first) || listed(token.word, lists.last)) return true;
  return token.word.split("-").some((part) => lists.last.has(part) || hasNameEnding(part, lists));
}

function hasNameEnding(word, lists) {
  const bare = withoutGenitive(word);
  return word.length > 4 && lists.suffixes.some((suffix) => bare.endsWith(suffix));
}

function isUncertain(text, tokens, at, name, lists) {
  if (at > 0 && text.slice(tokens[at - 1].end, tokens[at].start) === " ") {
    const before = tokens[at - 1].word;
    if (lists.introducing.has(before) || lists.titles.has(before)) return false;
  }
  if (lists.ambiguous.has(name) || lists.places.has(name)) return true;
  return lists.notAtStart.has(name) && startsSentence(text, tokens[at].start);
}

function isMonth(text, tokens, at, lists) {
  const token = tokens[at];
  if (!lists.months.has(token.word)) return false;
  const before = text.slice(Math.max(token.start - 2, 0), token.start);
  const after = text.slice(token.end, token.end + 2);
  if (isDigit(before.slice(0, 1)) || isDigit(after.slice(1, 2))) return true;
  return at > 0 && before.endsWith(" ") && BEFORE_MONTH.has(tokens[at - 1].word);
}

function listed(word, known) {
  if (known.has(word)) return word;
  if (word.endsWith("s") && known.has(word.slice(0, -1))) return word.slice(0, -1);
  if (!word.includes("-")) return "";
  const parts = word.split("-");
  parts.push(listed(parts.pop(), known));
  return parts.every((part) => known.has(part)) ? word : "";
}

function* phrases(text, wanted) {
  for (const phrase of [...wanted].sort()) {
    for (let start = text.indexOf(phrase); start >= 0; start = text.indexOf(phrase, start + phrase.length)) {
      let end = start + phrase.length;
      if (text[end] === "s" && endsWord(text, end + 1)) end += 1;
      if (endsWord(text, end) && !(start > 0 && isWordSign(text[start - 1]))) yield [start, end];
    }
  }
}

function endsWord(text, end) {
  return end >= text.length || !isWordSign(text[end]);
}

function isWordSign(sign) {
  return isLetter(sign) || isDigit(sign);
}
