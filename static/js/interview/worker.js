// The service worker of the interviews: keeps the empty shell and its files, and hands out the shell when the portal
// cannot be reached. No page with anything personal in it is ever kept. `self.about` names version and files.

const { version, files } = self.about;
const PREFIX = "intervju-";
const CACHE = `${PREFIX}${version}`;
const SHELL = new URL("skal/", self.registration.scope).href;
const PATIENCE = 8000;
const kept = new Set(files.map((file) => new URL(file, self.location.origin).href));

self.addEventListener("install", (event) => {
  event.waitUntil(fillCache().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(removeOldCaches().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (kept.has(request.url)) event.respondWith(file(request));
});

async function fillCache() {
  const cache = await caches.open(CACHE);
  const wanted = [SHELL, ...kept];
  await cache.addAll(wanted.map((address) => new Request(address, { cache: "reload", credentials: "omit" })));
}

async function removeOldCaches() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
}

async function page(request) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const response = await fetch(request, { signal: patience.signal });
    return [502, 503, 504].includes(response.status) && !response.headers.has("X-Portal") ? await shell(response) : response;
  } catch (error) {
    console.info("without coverage", error.name);
    return shell(Response.error());
  } finally {
    clearTimeout(timer);
  }
}

async function shell(otherwise) {
  return (await caches.match(SHELL, { cacheName: CACHE })) ?? otherwise;
}

async function file(request) {
  return (await caches.match(request, { cacheName: CACHE })) ?? fetch(request);
}
