/* Finds pages, sections and facts in the index that `factbook publish` made (factbook/publish/search.py).

   MiniSearch scores words; what a query means is worked out here: which words stand for one thing, what amounts are
   meant, which misspelling is near, and what of that a page has. The words are told apart as in factbook/words.py. */

globalThis.searchEngine = (data) => {
  "use strict";

  const FIELDS = { title: 3, page: 2, text: 1 };
  const LONGEST = 200;       // of a query, in characters
  const MOST_WORDS = 12;
  const MOST_PAGES = 20;
  const QUANTITY = /\b(how (many|much|long|big|large|often|old|fast)|max\w*|min\w*|limits?|quotas?|defaults?|sizes?|timeouts?|retention|prices?|costs?|period|duration|expir\w*|ttl|per second|interval|number of|largest|longest|most|least)\b/;
  const COMPOUND = /[\p{L}\p{N}]+(?:(?:::|[.:_\-/+@])[\p{L}\p{N}]+)*/gu;
  const stop = new Set(data.stop.split(" "));
  const aside = new Set(data.aside);
  const spellings = Object.keys(data.units).sort((one, other) => other.length - one.length || (one < other ? -1 : 1));
  const number = "(\\d+(?:\\.\\d+)?)";
  const AMOUNT = new RegExp(
    `(?<![\\p{L}\\p{N}_.])${number}(?:\\s*(?:to|-|–)\\s*${number})?[\\s-]?(${spellings.join("|")})(?![\\p{L}\\p{N}])`, "gu");

  const { documents, pages } = data;
  const vocabulary = [];     // sorted
  const names = pages.map(([, , ...called]) => called.map((name) =>
    compounds(name).flatMap(({ whole }) => (stop.has(whole) ? [] : [whole]))));
  const mini = load();
  const known = new Set(vocabulary);
  const synonyms = new Map(Object.entries(data.synonyms).map(([typed, meant]) => [typed, meant.map((each) => each.split(" "))]));
  const longestSynonym = Math.max(0, ...[...synonyms.keys()].map((each) => each.split(" ").length));

  return { search, words };

  /* Reading the index */

  function load() {
    const lengths = data.lengths.split(" ").map((each) => each.split(",").map((digits) => parseInt(digits, 36)));
    const loaded = globalThis.MiniSearch.loadJS({
      documentCount: documents.length,
      nextId: documents.length,
      documentIds: documents.map((_, id) => id),
      fieldIds: { title: 0, page: 1, text: 2 },
      fieldLength: lengths,
      averageFieldLength: [0, 1, 2].map((field) => lengths.reduce((sum, each) => sum + each[field], 0) / lengths.length),
      storedFields: {},
      dirtCount: 0,
      index: [],
      serializationVersion: 2,
    }, { fields: Object.keys(FIELDS), tokenize: (text) => [text], processTerm: (term) => term });
    // Unpacking everything would take ten times as long as the few words that are asked for.
    for (const line of data.postings.split("\n")) {
      const end = line.indexOf(" ");
      vocabulary.push(line.slice(0, end));
      loaded._index.set(line.slice(0, end), postings(line.slice(end + 1)));
    }
    return loaded;
  }

  function postings(packed) {
    let fields = null;
    return {
      get(field) {
        fields ??= packed.split("|").map((each) => (each ? unpacked(each) : undefined));
        return fields[field];
      },
    };
  }

  function unpacked(packed) {
    const found = new Map();
    let id = 0;
    for (const part of packed.split(",")) {
      const [step, often] = part.split("*");
      id += parseInt(step, 36);
      found.set(id, often ? Number(often) : 1);
    }
    return found;
  }

  /* Words: as in factbook/words.py */

  function plain(text) {
    return text.normalize("NFKC").replace(/(?<=\d),(?=\d{3}(?!\d))/g, "").replace(/['\u2019]s\b/g, "");
  }

  function amount(digits, spelling) {
    const [sign, factor] = data.units[spelling];
    return `=${shortest(Number(digits) * Number(factor))}${sign}`;
  }

  function shortest(value) {
    return Number.isInteger(value) ? value.toFixed(0) : value.toFixed(6).replace(/\.?0+$/, "");
  }

  function compounds(text) {
    return [...text.matchAll(COMPOUND)].map(([found]) => {
      if (/^\d+\.\d+$/.test(found)) return { whole: shortest(Number(found)), parts: [], pieces: [] };
      const parts = found.split(/[^\p{L}\p{N}]+/u);
      const pieces = parts.flatMap((part) => {
        const split = part.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
        return split.length > 1 ? split.map((each) => each.toLowerCase()) : [];
      });
      return { whole: parts.join("").toLowerCase(), parts: parts.map((part) => part.toLowerCase()), pieces };
    });
  }

  /* All words of a text, for the test that holds this against Python. */
  function words(text) {
    text = plain(text);
    const found = [...text.toLowerCase().matchAll(AMOUNT)].flatMap(([, low, high, spelling]) =>
      [low, high].filter(Boolean).map((digits) => amount(digits, spelling)));
    for (const { whole, parts, pieces } of compounds(text)) {
      if (parts.length > 1 || !parts.length) found.push(whole);
      found.push(...parts, ...pieces);
    }
    return found.filter((word) => word.length <= 40);
  }

  /* What a query asks for: slots, each with the alternatives that fill it. */

  function read(query) {
    let text = plain(query.slice(0, LONGEST));
    const slots = [];
    text = text.replace(new RegExp(AMOUNT, "giu"), (_, low, high, spelling) => {
      for (const digits of [low, high].filter(Boolean)) {
        slots.push({ ways: [{ word: amount(digits, spelling.toLowerCase()), exact: true, weight: 2 }], amount: true });
      }
      return " ; ";
    });
    let terms = compounds(text).slice(0, MOST_WORDS);
    const useful = terms.filter(({ whole, parts }) => parts.length > 1 || !stop.has(whole));
    if (!useful.length && !slots.length) return terms.map(slot);
    for (let at = 0; at < terms.length;) {
      const length = synonymAt(terms, at);
      if (length) {
        const covered = terms.slice(at, at + length);
        const typed = covered.map(({ whole }) => whole);
        const own = length > 1 ? [{ all: typed.filter((word) => !stop.has(word)), weight: 1 }] : slot(covered[0]).ways;
        slots.push({ ways: [...own, ...synonyms.get(phrase(covered)).map(meaning)] });
        at += length;
      } else {
        if (useful.includes(terms[at])) slots.push(slot(terms[at]));
        at += 1;
      }
    }
    return [...slots, ...joined(useful)];
  }

  function phrase(terms) {
    return terms.map(({ parts, whole }) => (parts.length ? parts.join(" ") : whole)).join(" ");
  }

  function synonymAt(terms, at) {
    for (let length = Math.min(longestSynonym, terms.length - at); length; length -= 1) {
      if (synonyms.has(phrase(terms.slice(at, at + length)))) return length;
    }
    return 0;
  }

  function meaning(words_) {
    const all = words_.filter((word) => !stop.has(word));
    return all.length > 1 ? { all, weight: 0.7, prefix: true } : { word: all[0] || words_[0], weight: 0.7 };
  }

  function slot({ whole, parts, pieces }) {
    const ways = [];
    if (parts.length > 1) ways.push({ word: whole, weight: 1.3 }, { all: parts.filter((part) => !stop.has(part)), weight: 0.7, prefix: true });
    else ways.push({ word: whole, weight: 1 }, ...forms(whole));
    if (pieces.length && !known.has(whole)) ways.push({ all: pieces, weight: 0.7 });
    if (!ways.some(({ word }) => word && (known.has(word) || begins(word)))) {
      if (whole.length > 3) ways.push({ word: whole, fuzzy: true, weight: 1 });
    }
    return { ways };
  }

  /* Neighbours written as one word, where there is such a word, "dynamo db", or such a name of a fact, "^timeout".
     Both count for more, and nothing is worse for not having them. */
  function joined(terms) {
    const found = [];
    for (let length = 1; length < 4; length += 1) {
      for (let at = 0; at + length <= terms.length; at += 1) {
        const word = terms.slice(at, at + length).map(({ whole }) => whole).join("");
        if (length > 1 && begins(word)) found.push({ ways: [{ word, weight: 1 }], bonus: true });
        if (known.has(`^${word}`)) found.push({ ways: [{ word: `^${word}`, exact: true, weight: length }], bonus: true });
      }
    }
    return found;
  }

  /* A word without its ending; MiniSearch then finds all words that begin so. */
  function forms(word) {
    if (word.length < 4 || /\d/.test(word)) return [];
    const found = new Set();
    if (/ies$/.test(word)) found.add(word.replace(/ies$/, "y"));
    else if (/[^s]s$/.test(word)) found.add(word.slice(0, -1));
    const stem = word.replace(/(ations?|ions?|ings?|ed|es|ers?|e|y)$/, "");
    if (stem.length > 3) found.add(stem);
    found.delete(word);
    return [...found].map((each) => ({ word: each, weight: 0.6 }));
  }

  function begins(start) {
    let low = 0;
    let high = vocabulary.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (vocabulary[middle] < start) low = middle + 1;
      else high = middle;
    }
    return low < vocabulary.length && vocabulary[low].startsWith(start);
  }

  /* The score of each document that fills a slot, with the words it was filled by. */
  function fill({ ways }) {
    const found = new Map();
    for (const way of ways) {
      const boost = Object.fromEntries(Object.entries(FIELDS).map(([name, weight]) => [name, weight * way.weight]));
      const options = { boost, weights: { prefix: way.word?.length < 4 ? 0.15 : 0.5, fuzzy: 0.5 } };
      const hits = way.all
        ? mini.search({ queries: way.all, combineWith: "AND", ...options, prefix: way.prefix })
        : mini.search(way.word, {
          ...options,
          prefix: !way.exact && !way.fuzzy && way.word.length > 1,
          fuzzy: way.fuzzy ? (way.word.length > 5 ? 2 : 1) : false,
        });
      for (const { id, score, terms } of hits) {
        const before = found.get(id);
        if (!before || before.score < score) found.set(id, { score, terms });
      }
    }
    return found;
  }

  /* Pages with what was found on each, the best first. */
  function search(query) {
    const slots = read(query).map((each) => ({ ...each, found: fill(each) }));
    const quantity = QUANTITY.test(query.toLowerCase()) || slots.some(({ amount: is }) => is);
    let total = 0;
    for (const each of slots) {
      each.rare = each.bonus ? 0 : Math.log(2 + documents.length / (1 + each.found.size));
      total += each.rare;
    }
    const hits = new Map();
    for (const { found, rare } of slots) {
      for (const [id, { score, terms }] of found) {
        const hit = hits.get(id) || { id, score: 0, covered: 0, terms: [] };
        hit.score += score;
        hit.covered += rare;
        hit.terms.push(...terms);
        hits.set(id, hit);
      }
    }
    const asked = compounds(plain(query)).map(({ whole }) => whole).filter((word) => !stop.has(word)).join("");
    const groups = new Map();
    for (const hit of hits.values()) {
      const shown = documents[hit.id];
      const isFact = shown.length > 4;
      const [, weight, ...called] = pages[shown[0]];
      hit.score *= (total ? hit.covered / total : 1) ** 2.5 * weight;
      if (isFact) hit.score *= shown[6] * (quantity ? 1.1 : 0.5) * (hit.terms.some((term) => term[0] === "^") ? 1.25 : 1);
      else if (aside.has(shown[1])) hit.score *= 0.6;
      else if (!shown[1] && called.some((name) => asked === name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ""))) hit.score *= 3;
      const group = groups.get(shown[0]) || [];
      group.push(hit);
      groups.set(shown[0], group);
    }
    const named = new Set(slots.flatMap(({ ways, found }) => [...ways.map(({ word }) => word), ...corrected(ways, found)]));
    const ranked = [...groups].map(([page, found]) => {
      found.sort((one, other) => other.score - one.score || one.id - other.id);
      const score = found[0].score + 0.15 * ((found[1]?.score || 0) + (found[2]?.score || 0));
      return { page, found, score: score * (names[page].some((name) => name.every((word) => named.has(word))) ? 1.4 : 1) };
    });
    ranked.sort((one, other) => other.score - one.score || one.page - other.page);
    return ranked.slice(0, MOST_PAGES).map(({ page, found, score }) => ({
      address: pages[page][0],
      title: pages[page][2],
      score,
      found: found.filter((hit) => hit.score > 0.2 * found[0].score).slice(0, 6).map((hit) => entry(hit)),
    }));
  }

  /* What a misspelt word was most likely meant to be. */
  function corrected(ways, found) {
    if (!ways.some(({ fuzzy }) => fuzzy) || !found.size) return [];
    return [...found.values()].reduce((best, each) => (each.score > best.score ? each : best)).terms;
  }

  function entry({ id, score, terms }) {
    const [page, anchor, title, teaser, value, checked, , past] = documents[id];
    const address = pages[page][0] + (anchor ? `#${anchor}` : "");
    return { address, title, teaser, value, checked, past, score, terms: [...new Set(terms)] };
  }
};
