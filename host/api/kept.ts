import type { KeptInTab } from '../backends/redirect-login.ts'

/** Texts under keys, on the device where the browser allows it. */
export type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> & { keys: () => string[] }

/** The window's own storage. A browser may keep it from frames of another site: then all is kept until the window closes. */
export function openKept(): Kept {
  try {
    const storage = localStorage
    return {
      getItem: (key) => storage.getItem(key),
      setItem: (key, text) => storage.setItem(key, text),
      removeItem: (key) => storage.removeItem(key),
      keys: () => Object.keys(storage),
    }
  } catch {
    return keptInMemory()
  }
}

/** What lasts as long as the tab; undefined where the browser keeps nothing for this page. */
export function openTabStorage(): KeptInTab | undefined {
  try {
    sessionStorage.setItem('kept', 'yes')
    sessionStorage.removeItem('kept')
    return sessionStorage
  } catch {
    return undefined
  }
}

function keptInMemory(): Kept {
  const texts = new Map<string, string>()
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
    keys: () => [...texts.keys()],
  }
}
