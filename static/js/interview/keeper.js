// What lies on the phone: unsent answers, and the questions they belong to. IndexedDB survives a dead battery.
//
// Everything is bound to a person (an opaque name that the portal gives) and an interview. Answers are encrypted with a
// key that cannot be read out; the key goes with "Rensa". No name, no address and nothing that is already saved lies here.

const NAME = "intervjuer";
const STORES = ["people", "now", "interviews", "drafts"];
const CURRENT = "person";

/** Open the phone's storage; `null` where the browser has none (private window, old phone). Notes of meetings have their own. */
export async function openKeeper(ask = () => indexedDB.open(NAME, 1)) {
  if (!globalThis.indexedDB || !globalThis.crypto?.subtle) return null;
  try {
    return new Keeper(await opened(ask));
  } catch (error) {
    console.info("nothing can be kept on this phone", error.name);
    return null;
  }
}

function opened(ask) {
  return new Promise((resolve, reject) => {
    const asked = ask();
    asked.onupgradeneeded = () => STORES.forEach((store) => asked.result.createObjectStore(store));
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
}

class Keeper {
  constructor(database) {
    this.database = database;
  }

  /** Who the portal said is signed in, last time it was reached. */
  current() {
    return this.#read("now", (store) => store.get(CURRENT));
  }

  setCurrent(person) {
    return this.#write("now", (store) => (person ? store.put(person, CURRENT) : store.delete(CURRENT)));
  }

  /** "own", "until_sent" or "nothing"; undefined before the question was answered for this interview. */
  async choice(person, interview) {
    const row = await this.#read("people", (store) => store.get(person));
    if (row?.choice === "own") return "own";
    return row?.interview === interview ? row.choice : undefined;
  }

  async choose(person, interview, choice) {
    const row = (await this.#read("people", (store) => store.get(person))) ?? {};
    const key = row.key ?? (choice === "nothing" ? undefined : await newKey());
    await this.#write("people", (store) => store.put({ key, choice, interview }, person));
  }

  interview(person, interview) {
    return this.#read("interviews", (store) => store.get([person, interview]));
  }

  keepInterview(person, interview, facts) {
    return this.#write("interviews", (store) => store.put(facts, [person, interview]));
  }

  /** The interview was withdrawn or destroyed: nothing of it stays here, whoever wrote it. */
  async forgetInterview(interview) {
    for (const name of ["drafts", "interviews"]) {
      const keys = await this.#read(name, (store) => store.getAllKeys());
      const gone = keys.filter((key) => key[1] === interview);
      await this.#write(name, (store) => gone.forEach((key) => store.delete(key)));
    }
  }

  /**
   * Write one draft so that it survives a dead battery. One taken over from the page `former` is moved in the same step,
   * so that it never lies here twice.
   */
  async put(person, { interview, question, page, ...rest }, former = "") {
    const key = await this.#key(person);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const bytes = new TextEncoder().encode(JSON.stringify(rest));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes);
    await this.#write("drafts", (store) => {
      store.put({ iv, data }, [person, interview, question, page]);
      if (former) store.delete([person, interview, question, former]);
    });
  }

  remove(person, { interview, question, page }) {
    return this.#write("drafts", (store) => store.delete([person, interview, question, page]));
  }

  /** This person's drafts, opened. One whose key is gone doesn't close the others. */
  async drafts(person) {
    const range = IDBKeyRange.bound([person], [person, []]);
    const [keys, rows] = await Promise.all([
      this.#read("drafts", (store) => store.getAllKeys(range)),
      this.#read("drafts", (store) => store.getAll(range)),
    ]);
    if (!keys.length) return [];
    const key = await this.#key(person);
    const drafts = await Promise.all(keys.map(async ([, interview, question, page], index) => {
      const { iv, data } = rows[index];
      try {
        const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data);
        return { interview, question, page, ...JSON.parse(new TextDecoder().decode(bytes)) };
      } catch (error) {
        console.info("a draft can't be opened", error.name);
        return null;
      }
    }));
    return drafts.filter(Boolean);
  }

  /** How many unsent answers lie here that are somebody else's. */
  async othersCount(person) {
    const keys = await this.#read("drafts", (store) => store.getAllKeys());
    return keys.filter(([owner]) => owner !== person).length;
  }

  /** "Rensa": drafts, questions, key and choice of this person. */
  async clear(person) {
    const range = IDBKeyRange.bound([person], [person, []]);
    await this.#write("drafts", (store) => store.delete(range));
    await this.#write("interviews", (store) => store.delete(range));
    await this.#write("people", (store) => store.delete(person));
  }

  /** Read anew each time: another tab may have cleared the phone, and a text under a key that is gone opens no more. */
  async #key(person) {
    const known = await this.#read("people", (store) => store.get(person));
    if (known?.key) return known.key;
    let key = await newKey();
    await this.#write("people", (store) => {
      const asked = store.get(person);
      asked.onsuccess = () => {
        key = asked.result?.key ?? key;
        store.put({ ...asked.result, key }, person);
      };
    });
    return key;
  }

  #read(name, ask) {
    return new Promise((resolve, reject) => {
      const asked = ask(this.database.transaction(name).objectStore(name));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }

  #write(name, act) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(name, "readwrite", { durability: "strict" });
      act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
  }
}

function newKey() {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
