/** Small things to remember: for this window (`remember`), or for every later one (`keep`). */

const PREFIX = "fumehood:";

const write = (store, key, value) => {
  try {
    store.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage only means that nothing is remembered.
  }
};
const read = (store, key) => {
  try {
    return JSON.parse(store.getItem(PREFIX + key));
  } catch {
    return null;
  }
};

export const remember = (key, value) => write(sessionStorage, key, value);
export const recall = (key) => read(sessionStorage, key);
export const keep = (key, value) => write(localStorage, key, value);
export const kept = (key) => read(localStorage, key);
