/**
 * Small values that the browser remembers until Fumehood ends: `session` for this window, `persistent` for all of them.
 * The next start has another name and with it an empty storage; what shall outlive a start is kept by layout.js.
 */

const PREFIX = "fumehood:";

const write = (store, key, value) => {
  try {
    store.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // If the storage is full or forbidden, nothing is remembered.
  }
};
const read = (store, key) => {
  try {
    return JSON.parse(store.getItem(PREFIX + key));
  } catch {
    return null;
  }
};

export const session = {
  get: (key) => read(sessionStorage, key),
  set: (key, value) => write(sessionStorage, key, value),
};
export const persistent = {
  get: (key) => read(localStorage, key),
  set: (key, value) => write(localStorage, key, value),
};
