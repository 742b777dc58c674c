// The drafts of this device, in IndexedDB: {key, owner, path, typedAt, state, …} as drafts.js makes them. Kept for 14 days.
// Where the browser refuses to keep anything, `put` answers false and the others find nothing.
window.draftStore = (() => {
  const kept = 14 * 24 * 3600 * 1000;
  let opening;

  const open = () => {
    opening ??= new Promise((resolve, reject) => {
      if (!window.indexedDB) throw new DOMException("no IndexedDB", "NotSupportedError");
      const request = indexedDB.open("logistics", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("drafts", { keyPath: "key" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opening;
  };
  const run = async (mode, act, otherwise) => {
    try {
      const database = await open();
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction("drafts", mode);
        const request = act(transaction.objectStore("drafts"));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => reject(transaction.error);
      });
    } catch (error) {
      if (error instanceof DOMException) return otherwise;
      throw error;
    }
  };
  const told = (result) => {
    document.dispatchEvent(new Event("drafts:changed"));
    return result;
  };

  const put = async (draft) => told((await run("readwrite", (store) => store.put(draft), false)) !== false);
  const get = (key) => run("readonly", (store) => store.get(key));
  const remove = async (key) => told(await run("readwrite", (store) => store.delete(key)));
  const everything = () => run("readonly", (store) => store.getAll(), []);

  // The drafts of one owner, newest first. What is too old goes, whoever typed it.
  const of = async (owner) => {
    const all = await everything();
    const fresh = (draft) => Date.now() - draft.typedAt < kept;
    for (const old of all.filter((draft) => !fresh(draft))) await run("readwrite", (store) => store.delete(old.key));
    return all.filter((draft) => fresh(draft) && draft.owner === owner).sort((one, other) => other.typedAt - one.typedAt);
  };

  // Forget what one person typed, in whatever school.
  const forget = async (owner) => {
    const person = owner.split("-")[0];
    for (const draft of await everything()) if (draft.owner.split("-")[0] === person) await remove(draft.key);
  };

  return { put, get, remove, of, forget };
})();
