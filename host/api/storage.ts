import { ApiError, textOf, toApi } from './callback.ts'
import type { Kept } from './kept.ts'

type Stored = { data: unknown }

/** 数据缓存: JSON under a key, kept apart by app and person through `prefix`. */
export function storageApis(storage: Kept, prefix: string) {
  const keys = (): string[] =>
    storage
      .keys()
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length))
  const write = (key: string, data: unknown): void => {
    storage.setItem(prefix + key, JSON.stringify({ data } satisfies Stored))
  }
  const read = (key: string): unknown => {
    const text = storage.getItem(prefix + key)
    return text === null ? undefined : (JSON.parse(text) as Stored).data
  }
  const remove = (key: string): void => storage.removeItem(prefix + key)
  const clear = (): void => keys().forEach(remove)
  const info = () => ({ keys: keys(), currentSize: 0, limitSize: 10_240 })
  return {
    setStorageSync: write,
    getStorageSync: (key: string): unknown => read(key) ?? '',
    removeStorageSync: remove,
    clearStorageSync: clear,
    getStorageInfoSync: info,
    setStorage: toApi('setStorage', (options) => {
      write(textOf(options, 'key'), options['data'])
    }),
    getStorage: toApi('getStorage', (options) => {
      const data = read(textOf(options, 'key'))
      if (data === undefined) throw new ApiError('data not found')
      return { data }
    }),
    removeStorage: toApi('removeStorage', (options) => {
      remove(textOf(options, 'key'))
    }),
    clearStorage: toApi('clearStorage', clear),
    getStorageInfo: toApi('getStorageInfo', info),
  }
}
