/**
 * What a record holds under a key that comes from outside. A key like `constructor` or `toString` is there only if
 * somebody put it there; a bare `record[key]` finds what every object inherits.
 */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  // Object.hasOwn is younger than the engines that the pages run in.
  return Object.prototype.hasOwnProperty.call(record, key) ? record[key] : undefined
}
