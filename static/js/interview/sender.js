// Sends what is written, one answer at a time, until the portal has said that it is stored.
//
// An attempt is sent again, letter by letter and with the same id, until there is an answer to it: the portal then knows
// that it has it already. Only after that goes what was written since.

import { whyItStays } from "./stays.js";

const PAUSE = 1000;
const LONGEST_WAIT = 8000;
const FIRST_RETRY = 2000;
const LAST_RETRY = 60000;
const PATIENCE = 20000;
const MOST_TRIES = 6;
// Bytes that a browser lets a page send while it closes.
const SMALL = 30000;

/** One for each page, of one interview or of none. `changed(state)` is called whenever something to show has changed. */
export class Sender {
  constructor({ person, root, interview = "", csrf = "", who, changed, answered = () => {} }) {
    Object.assign(this, { person, root, interview, csrf, who, changed, answered });
    this.page = crypto.randomUUID();
    this.drafts = new Map();
    this.keeper = null;
    this.problem = "";
    this.isGone = false;
    this.savedAt = "";
    this.retryIn = FIRST_RETRY;
    // Whether a fresh token was fetched since anything else was heard: another is not asked for at once.
    this.renewed = false;
    this.timer = 0;
    this.since = 0;
    this.running = null;
    navigator.locks?.request(`interview-page:${this.page}`, () => new Promise(() => {}));
    addEventListener("online", () => this.now());
    addEventListener("focus", () => this.now());
    addEventListener("pagehide", () => this.now());
    document.addEventListener("visibilitychange", () => this.now());
    addEventListener("beforeunload", (event) => {
      if (!this.keeps && this.pending) event.preventDefault();
    });
  }

  /** Whether all that is unsent also lies on the phone. */
  get keeps() {
    return Boolean(this.keeper) && ![...this.drafts.values()].some((draft) => draft.unkept && !draft.clean);
  }

  get pending() {
    return [...this.drafts.values()].filter((draft) => !draft.clean).length;
  }

  get state() {
    const drafts = [...this.drafts.values()];
    return {
      problem: this.isGone ? "gone" : this.problem,
      pending: this.pending,
      refused: drafts.filter((draft) => draft.refused && !draft.clean).length,
      kept: this.keeps,
      savedAt: this.savedAt,
    };
  }

  /** From now on drafts may lie on the phone; also those that are there already. */
  async keepOn(keeper) {
    this.keeper = keeper;
    await Promise.all([...this.drafts.values()].map((draft) => this.#persist(draft)));
    this.changed(this.state);
  }

  /**
   * Take over what earlier pages, that are gone, could not send. `taken(draft)` puts one of this interview into its
   * field, at once. Where something is written on this page already, the earlier text is sent by itself, so that neither
   * is lost.
   */
  async adopt(interview, taken = () => {}) {
    const found = new Set();
    for (const draft of await this.#left(interview)) {
      const isWritten = this.drafts.has(keyOf({ ...draft, page: this.page }));
      const isFirst = draft.interview === interview && !found.has(draft.question) && !isWritten;
      // Tried anew: what was in the way may be gone, and if not the question says again why.
      draft.refused = "";
      if (isFirst) {
        Object.assign(draft, { former: draft.page, page: this.page });
        this.drafts.set(keyOf(draft), draft);
        found.add(draft.question);
        taken(draft);
        await this.#persist(draft);
      } else {
        this.drafts.set(keyOf(draft), draft);
      }
    }
    this.changed(this.state);
    this.now();
  }

  /** Drafts whose page is gone. The page one has just left may take a moment to go. */
  async #left(interview) {
    for (let tries = 1; ; tries += 1) {
      const alive = new Set(((await navigator.locks?.query())?.held ?? []).map((lock) => lock.name));
      const others = (await this.keeper.drafts(this.person)).filter((draft) => draft.page !== this.page);
      const left = others.filter((draft) => !alive.has(`interview-page:${draft.page}`));
      const waits = others.some((draft) => (!interview || draft.interview === interview) && !left.includes(draft));
      if (!waits || tries === MOST_TRIES) return left;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** Something was written. It is on the phone at once, and sent when the writer pauses. */
  write(interview, question, base, content) {
    const fresh = { interview, question, page: this.page, base, attempt: null };
    const key = keyOf(fresh);
    let draft = this.drafts.get(key);
    if (!draft || draft.removed) {
      draft = fresh;
      this.drafts.set(key, draft);
    }
    Object.assign(draft, { content, clean: false, refused: "" });
    const kept = this.#persist(draft);
    this.since ||= performance.now();
    const waited = performance.now() - this.since;
    this.#later(Math.min(PAUSE, Math.max(LONGEST_WAIT - waited, 0)));
    this.changed(this.state);
    return kept;
  }

  /** Send now what waits. Returns when there is nothing more to do, or nothing that can be done. */
  now() {
    clearTimeout(this.timer);
    this.since = 0;
    this.running ??= this.#alone().finally(() => {
      this.running = null;
      this.changed(this.state);
    });
    return this.running;
  }

  /** Wait until all that was written lies on the phone. */
  settled() {
    return Promise.all([...this.drafts.values()].map((draft) => draft.writing));
  }

  /** Forget everything on this page: cleared, or gone at the portal. */
  forget(interview = "") {
    for (const [key, draft] of this.drafts) {
      if (!interview || draft.interview === interview) {
        // A write to the phone that goes on now is followed by its end.
        Object.assign(draft, { clean: true, removed: true, dirty: true });
        this.drafts.delete(key);
      }
    }
    this.changed(this.state);
  }

  #later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), delay);
  }

  async #alone() {
    for (let waits = this.#next(); waits; waits = this.#next()) {
      const goesOn = await this.#send(waits);
      this.changed(this.state);
      if (!goesOn) return;
    }
  }

  #next() {
    return [...this.drafts.values()].find((draft) => !draft.clean && (draft.attempt || !draft.refused));
  }

  async #send(draft) {
    const looked = draft.content;
    if (!draft.attempt && (await this.#stays(draft, looked))) return true;
    if (draft.clean) return true;
    if ((!this.csrf || this.problem === "signed_out" || this.problem === "other_person") && !(await this.#signIn())) {
      return false;
    }
    draft.attempt ??= { save: crypto.randomUUID(), base: draft.base, content: looked };
    await this.#persist(draft);
    const { save, base, content } = draft.attempt;
    const sent = await this.#post(draft.interview, { save, base, question: draft.question, ...spoken(content) });
    return this.#heard(draft, sent);
  }

  async #stays(draft, content) {
    const message = await whyItStays(content);
    if (!message) return false;
    if (!same(draft.content, content)) return true;
    draft.refused = "personal_number";
    await this.#persist(draft);
    this.answered({ draft, refused: draft.refused, message });
    return true;
  }

  async #heard(draft, { status, body }) {
    if (status === 200 && body?.status === "saved") {
      const { content } = draft.attempt;
      Object.assign(draft, { attempt: null, base: body.revision, clean: same(draft.content, content) });
      Object.assign(this, { problem: "", savedAt: body.at, retryIn: FIRST_RETRY, renewed: false });
      await this.#persist(draft);
      this.answered({ draft, revision: body.revision, isDouble: body.double });
      return true;
    }
    if (status === 403 && body?.error === "stale_token" && !this.renewed) {
      Object.assign(this, { csrf: "", renewed: true });
      return this.#signIn();
    }
    if (status === 410) {
      const { interview } = draft;
      this.problem = "";
      this.isGone ||= interview === this.interview;
      this.forget(interview);
      await this.keeper?.forgetInterview(interview);
      // What waits of other interviews goes on.
      return true;
    }
    if (status === 400 || status === 409 || status === 422) {
      const changedMeanwhile = !same(draft.content, draft.attempt.content);
      Object.assign(draft, { attempt: null, refused: changedMeanwhile ? "" : body?.code || "bad" });
      this.problem = "";
      await this.#persist(draft);
      if (!changedMeanwhile) this.answered({ draft, refused: draft.refused, message: body?.message ?? "" });
      return true;
    }
    if (status === 401 || (status === 403 && body?.error === "second_factor_missing")) {
      this.problem = "signed_out";
    } else if (status === 503 && body?.code === "later") {
      this.problem = "later";
    } else {
      const mayNot = status === 404 || (status === 403 && body?.error !== "stale_token");
      this.problem = mayNot ? "no_access" : "offline";
    }
    this.#again();
    return false;
  }

  #again() {
    this.renewed = false;
    this.#later(this.retryIn);
    this.retryIn = Math.min(this.retryIn * 2, LAST_RETRY);
  }

  /** Ask who is signed in, for a fresh token. False when it is nobody, somebody else, or nobody can be reached. */
  async #signIn() {
    const { status, body } = await this.#ask(this.who, {});
    if (status === 200 && body?.person === this.person) {
      Object.assign(this, { csrf: body.csrf, problem: "" });
      return true;
    }
    if (status === 200 && body?.person) this.problem = "other_person";
    else this.problem = status === 401 || status === 403 ? "signed_out" : "offline";
    this.#again();
    return false;
  }

  #post(interview, sent) {
    const body = new TextEncoder().encode(JSON.stringify(sent));
    return this.#ask(`${this.root}${interview}/spara/`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf },
      body,
      keepalive: body.length < SMALL,
    });
  }

  async #ask(address, options) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE + (options.body?.length ?? 0) / 5);
    try {
      const headers = { Accept: "application/json", ...options.headers };
      const response = await fetch(address, { ...options, headers, cache: "no-store", signal: patience.signal });
      const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
      // A page that reads as success is none: only the portal's own JSON counts.
      return { status: response.status === 200 && !isJson ? 0 : response.status, body: isJson ? await response.json() : null };
    } catch (error) {
      console.info("the portal is not reached", error.name);
      return { status: 0, body: null };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Write the draft, or its end, to the phone; while one write goes on, the latest waits for its turn. */
  #persist(draft) {
    if (!this.keeper) return Promise.resolve();
    draft.dirty = true;
    draft.writing ??= this.#writeOut(draft).finally(() => { draft.writing = null; });
    return draft.writing;
  }

  async #writeOut(draft) {
    const { keeper } = this;
    while (draft.dirty) {
      draft.dirty = false;
      try {
        const { interview, question, page, former, base, content, attempt, refused } = draft;
        if (draft.clean) {
          await keeper.remove(this.person, draft);
          if (former) await keeper.remove(this.person, { ...draft, page: former });
        } else {
          await keeper.put(this.person, { interview, question, page, base, content, attempt, refused }, former);
        }
        Object.assign(draft, { unkept: false, former: "" });
      } catch (error) {
        // A full phone, say. The text is sent all the same, and until then the page says that it lies nowhere else.
        console.info("the phone keeps nothing more", error.name);
        draft.unkept = true;
        this.changed(this.state);
      }
    }
  }
}

function keyOf({ interview, question, page }) {
  return `${interview} ${question} ${page}`;
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The answer as the portal takes it: a number on the scale, or one of the states. */
function spoken({ answer, text, quotes, worry }) {
  const isChoice = /^\d+$/.test(answer);
  return {
    state: isChoice || !answer ? "answered" : answer,
    choice: isChoice ? Number(answer) : null,
    text,
    quotes: quotes.split("\n").filter((words) => words.trim()),
    worry,
  };
}
