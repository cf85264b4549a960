import { Low } from 'lowdb'
import type { z } from 'zod'
import { takeChecksum, withChecksum } from './checksum.ts'
import { fileName, shardOf } from './file-names.ts'
import type { Files } from './files.ts'

/** One sort of document: where its files are, and what has to be in them for us to work with. */
export type Kind<T> = {
  folder: string
  sharded: boolean
  shape: z.ZodType
  keyOf: (document: T) => string
}

/** A file that is not what we wrote. The message says why, in our words: the content may be somebody's secret. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile'
}

export function pathOf({ folder, sharded }: Pick<Kind<never>, 'folder' | 'sharded'>, key: string): string {
  return sharded ? `${folder}/${shardOf(key)}/${fileName(key)}` : `${folder}/${fileName(key)}`
}

/** Throws `DamagedFile` unless the text is a document of this kind in its own place. */
export function readDocument<T>(kind: Kind<T>, path: string, text: string): T {
  const value = readValue(text)
  const { error } = kind.shape.safeParse(value)
  if (error) throw new DamagedFile(toWords(error))
  const document = value as T
  if (pathOf(kind, kind.keyOf(document)) !== path) {
    throw new DamagedFile('what it holds belongs into a file of another name')
  }
  return document
}

/** One document as lowdb's: written as a whole, and there only when it is durable. */
export async function writeDocument<T>(files: Files, kind: Kind<T>, document: T): Promise<void> {
  const path = pathOf(kind, kind.keyOf(document))
  await new Low(createAdapter(files, kind, path), document).write()
}

/** The committed document; undefined when there is none. */
export async function loadDocument<T>(files: Files, kind: Kind<T>, key: string): Promise<T | undefined> {
  const low = new Low<T | null>(
    createAdapter<T | null>(files, kind as Kind<T | null>, pathOf(kind, key)),
    null,
  )
  await low.read()
  return low.data ?? undefined
}

function createAdapter<T>(files: Files, kind: Kind<T>, path: string) {
  return {
    read: async () => {
      const text = await files.read(path)
      return text === undefined ? null : readDocument(kind, path, text)
    },
    write: (document: T) => files.write(path, withChecksum(document)),
  }
}

/** Since 2 a file ends with its checksum. One of schema 1 has none until it is written anew. */
export const SCHEMA = 2
const SCHEMA_WITHOUT_CHECKSUM = 1

const NEWER = `a newer version of this program wrote it, and this one only knows schema ${SCHEMA}: run the newer one`

/** What a file holds, in the present schema. Throws `DamagedFile` unless every bit is as it was written. */
export function readValue(text: string): unknown {
  const { json, checksum } = takeChecksum(text)
  if (checksum === 'wrong')
    throw new DamagedFile('its checksum is wrong: something else than this program changed it')
  const value = parseJson(json)
  const schema = schemaOf(value)
  if (schema > SCHEMA) throw new DamagedFile(NEWER)
  if (checksum === 'right') return value
  if (schema === SCHEMA) throw new DamagedFile('its checksum is missing, or not at its end')
  return schema === SCHEMA_WITHOUT_CHECKSUM ? Object.assign(Object(value), { schema: SCHEMA }) : value
}

function schemaOf(value: unknown): number {
  const has = typeof value === 'object' && value !== null && 'schema' in value
  return has && typeof value.schema === 'number' ? value.schema : 0
}

function parseJson(text: string): unknown {
  if (text.trim() === '') throw new DamagedFile('it is empty')
  try {
    return JSON.parse(text)
  } catch {
    const ends = text.trimEnd().endsWith('}')
    throw new DamagedFile(ends ? 'it is not JSON' : 'it is not JSON, or cut off')
  }
}

function toWords(error: z.ZodError): string {
  const [issue] = error.issues
  const place = issue?.path.map(String).join('.') || 'it'
  return `${place} is not what this program writes`
}
