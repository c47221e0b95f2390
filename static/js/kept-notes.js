// What is written in a note and not saved yet, kept on the device: a phone that drops the tab without coverage loses nothing.
//
// The same small store as the interviews', in a database of its own: encrypted, bound to a person (an opaque name that the
// portal gives) and an item. Removed when the portal has answered that it is stored, and after a month whoever wrote it.

import { openKeeper } from "./interview/keeper.js";

const NAME = "anteckningar";
const DAYS = 30;
const DAY = 24 * 60 * 60 * 1000;

/** Open what is kept for one person and item; `null` where the browser keeps nothing. */
export async function openKept(person, item) {
  if (!person || !item) return null;
  const keeper = await openKeeper(() => indexedDB.open(NAME, 1));
  if (!keeper) return null;
  try {
    await forgetOld(keeper.database);
  } catch (error) {
    console.info("what is old is forgotten next time", error.name);
  }
  return new Kept(keeper, person, item);
}

/** Whether two texts say the same: line ends and spaces at the ends are the portal's to choose. */
export function same(one, other) {
  return plain(one) === plain(other);
}

function plain(text) {
  return text.replaceAll("\r\n", "\n").trim();
}

class Kept {
  #place;
  #wanted = null;
  #written = null;
  #writing = null;

  constructor(keeper, person, item) {
    this.keeper = keeper;
    this.person = person;
    this.item = item;
    // The place of a question holds the day, so that old text can be told without opening it.
    this.#place = { interview: item, question: dayOf(Date.now()), page: crypto.randomUUID() };
  }

  /** Keep the text, written on that version of the note; resolves when the newest lies on the device. */
  keep(text, version) {
    this.#wanted = { text, version, at: Date.now() };
    return this.#settle();
  }

  /** It is saved: nothing of this page lies here. */
  forget() {
    this.#wanted = null;
    return this.#settle();
  }

  /** What other pages left for this item, newest first. */
  async found() {
    const drafts = await this.keeper.drafts(this.person);
    const here = drafts.filter(({ interview, page }) => interview === this.item && page !== this.#place.page);
    return here.sort((one, other) => other.at - one.at);
  }

  remove(draft) {
    return this.keeper.remove(this.person, draft);
  }

  #settle() {
    this.#writing ??= this.#write();
    return this.#writing;
  }

  /** One write at a time; what is typed meanwhile is written after it. */
  async #write() {
    try {
      while (this.#wanted !== this.#written) {
        const now = this.#wanted;
        if (now) await this.keeper.put(this.person, { ...this.#place, ...now });
        else await this.keeper.remove(this.person, this.#place);
        this.#written = now;
      }
    } finally {
      this.#writing = null;
    }
  }
}

function forgetOld(database) {
  const oldest = dayOf(Date.now() - DAYS * DAY);
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("drafts", "readwrite");
    const store = transaction.objectStore("drafts");
    const asked = store.getAllKeys();
    asked.onsuccess = () => asked.result.filter((key) => key[2] < oldest).forEach((key) => store.delete(key));
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
}

function dayOf(moment) {
  return new Date(moment).toISOString().slice(0, 10);
}
