import { readFileSync } from 'node:fs'
import { join } from 'node:path'

type Json = Record<string, unknown>

/** A literal body from bodies/, with single values replaced by path; `undefined` leaves one out. */
export function body(name: 'definition' | 'instance' | 'card', changes: Json = {}): Json {
  const text = readFileSync(join(import.meta.dirname, `../bodies/${name}.json`), 'utf8')
  const json = JSON.parse(text) as Json
  for (const [path, value] of Object.entries(changes)) put(json, path.split('.'), value)
  return json
}

function put(target: Json, [head = '', ...rest]: string[], value: unknown): void {
  if (rest.length > 0) put(target[head] as Json, rest, value)
  else if (value === undefined) Reflect.deleteProperty(target, head)
  else target[head] = value
}
