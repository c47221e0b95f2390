// Somebody whose account is deleted: what they never sent must not lie on a shared phone for ever.
//
// The portal is asked, at most once a day, whether the names on this phone still are somebody's. What lies here goes only
// when the portal has known the name before.

const DAY = 24 * 60 * 60 * 1000;

/** Ask about everybody whose text, questions or choice lies here, and forget those who are gone. */
export async function forgetThoseGone(keeper, { owners, csrf }, now = Date.now()) {
  const rows = await people(keeper.database);
  if (![...rows.values()].some(({ askedAt = 0 }) => now - askedAt > DAY)) return;
  const response = await fetch(owners, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ marks: [...rows.keys()] }),
  });
  if (!response.ok) return;
  const known = new Set((await response.json()).known);
  for (const [mark, row] of rows) {
    if (!known.has(mark) && row.known) await keeper.clear(mark);
    else await remember(keeper.database, mark, { known: known.has(mark), askedAt: now });
  }
}

/** Everybody with a row of their own; text of somebody without one cannot be opened by anybody. */
function people(database) {
  return new Promise((resolve, reject) => {
    const found = new Map();
    const asked = database.transaction("people").objectStore("people").openCursor();
    asked.onsuccess = () => {
      const at = asked.result;
      if (!at) return resolve(found);
      found.set(at.key, at.value);
      return at.continue();
    };
    asked.onerror = () => reject(asked.error);
  });
}

function remember(database, mark, facts) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("people", "readwrite");
    const store = transaction.objectStore("people");
    const asked = store.get(mark);
    asked.onsuccess = () => {
      if (asked.result) store.put({ ...asked.result, ...facts }, mark);
    };
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
}
