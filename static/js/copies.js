// Copies of unsaved text, kept on this device only as long as the server does not have it. Encrypted with a key that
// is given out to whoever is signed in and never stored here; no key on a public computer, none without WebCrypto.

const NAME = "drafts";
const STORE = "copies";
const KEPT = 30 * 24 * 3600 * 1000;

export function possible() {
  return Boolean(window.isSecureContext && window.crypto && window.crypto.subtle && window.indexedDB);
}

// {out: true} when nobody is signed in; else {token, key}: key is null where no copy may be kept.
export function unlock(url) {
  return fetch(url, { credentials: "same-origin" }).then(function (page) {
    if (page.redirected || !page.ok) return { out: true };
    return page.json().then(function (given) {
      if (!given.key || !possible()) return { token: given.token, key: null };
      const bytes = Uint8Array.from(atob(given.key), function (c) { return c.charCodeAt(0); });
      return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"])
        .then(function (key) { return { token: given.token, key: key }; });
    });
  });
}

function store(mode, act) {
  return new Promise(function (done, failed) {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = function () { opening.result.createObjectStore(STORE, { keyPath: "id" }); };
    opening.onerror = function () { failed(opening.error); };
    opening.onsuccess = function () {
      const base = opening.result;
      const work = base.transaction(STORE, mode);
      const asked = act(work.objectStore(STORE));
      work.oncomplete = function () { base.close(); done(asked && asked.result); };
      work.onabort = work.onerror = function () { base.close(); failed(work.error); };
    };
  });
}

export function keep(key, id, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(value));
  return crypto.subtle.encrypt({ name: "AES-GCM", iv: iv }, key, text).then(function (sealed) {
    return store("readwrite", function (rows) { rows.put({ id: id, at: Date.now(), iv: iv, sealed: sealed }); });
  });
}

export function drop(ids) {
  return store("readwrite", function (rows) { ids.forEach(function (id) { rows.delete(id); }); });
}

// [{id, at, value}], newest first. What another person's key has sealed is left alone, what is a month old goes.
export function all(key) {
  return store("readonly", function (rows) { return rows.getAll(); }).then(function (found) {
    const old = found.filter(function (row) { return Date.now() - row.at > KEPT; });
    if (old.length) drop(old.map(function (row) { return row.id; }));
    return Promise.all(found.map(function (row) {
      return crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, key, row.sealed).then(function (text) {
        return { id: row.id, at: row.at, value: JSON.parse(new TextDecoder().decode(text)) };
      }).catch(function () { return null; });
    }));
  }).then(function (rows) {
    return rows.filter(Boolean).sort(function (a, b) { return b.at - a.at; });
  });
}

export function dropDraft(draft) {
  return store("readonly", function (rows) { return rows.getAllKeys(); }).then(function (ids) {
    return drop(ids.filter(function (id) { return id.split("/")[0] === draft; }));
  });
}

// What a form holds: [[name, value], …] without what belongs to the page alone.
export function entries(form) {
  return Array.from(new FormData(form)).filter(function (pair) {
    return typeof pair[1] === "string" && ["csrfmiddlewaretoken", "draft", "version", "apart"].indexOf(pair[0]) < 0;
  });
}
