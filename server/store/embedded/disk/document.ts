import { Low } from 'lowdb'
import type { z } from 'zod'
import { takeChecksum, withChecksum, type Checked } from './checksum.ts'
import { fileName, shardOf } from './file-names.ts'
import type { DataFolder } from './files.ts'

/** One sort of document: where its files are, and what has to be in them for us to work with. */
export type DocumentSchema<T> = {
  folder: string
  sharded: boolean
  shape: z.ZodType
  /** Of what an older version of this program wrote: the same as this one writes it, but for `schema`. */
  upgrade?: (older: unknown) => object
  keyOf: (document: T) => string
  /** Where part of it is enough, that part is read: the checksum vouches for the rest. */
  part?: { shape: z.ZodType; gap: Gap }
}

/**
 * What is passed over: from the first place with `from` to the last one with `to`, each of which begins with the
 * comma before a member of the document.
 */
export type Gap = { from: string; to: string }

/** A file that is not what we wrote. The message says why, in our words: the content may be somebody's secret. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile'
}

export function pathOf(
  { folder, sharded }: Pick<DocumentSchema<never>, 'folder' | 'sharded'>,
  key: string,
): string {
  return sharded ? `${folder}/${shardOf(key)}/${fileName(key)}` : `${folder}/${fileName(key)}`
}

/** Throws `DamagedFile` unless the bytes are a document of this kind in its own place. */
export function readDocument<T>(kind: DocumentSchema<T>, path: string, bytes: Buffer): T {
  const checked = takeChecksum(bytes)
  const document = (readPart(kind, checked) ?? readWhole(kind, checked)) as T
  if (pathOf(kind, kind.keyOf(document)) !== path) {
    throw new DamagedFile('what it holds belongs into a file of another name')
  }
  return document
}

/** Undefined where it has to be read whole. */
function readPart<T>({ part }: DocumentSchema<T>, { checksum, body }: Checked): unknown {
  const value = part && checksum === 'right' ? parseAround(body, part.gap) : undefined
  return part?.shape.safeParse(value).success ? value : undefined
}

function readWhole<T>(kind: DocumentSchema<T>, checked: Checked): unknown {
  const value = toPresent(kind, toValue(checked))
  const { error } = kind.shape.safeParse(value)
  if (error) throw new DamagedFile(toWords(error))
  return value
}

/** One document as lowdb's: written as a whole, and there only when it is durable. */
export async function writeDocument<T>(
  files: DataFolder,
  kind: DocumentSchema<T>,
  document: T,
): Promise<void> {
  const path = pathOf(kind, kind.keyOf(document))
  await new Low(createAdapter(files, kind, path), document).write()
}

/** The committed document; undefined when there is none. */
export async function loadDocument<T>(
  files: DataFolder,
  kind: DocumentSchema<T>,
  key: string,
): Promise<T | undefined> {
  const low = new Low<T | null>(
    createAdapter<T | null>(files, kind as DocumentSchema<T | null>, pathOf(kind, key)),
    null,
  )
  await low.read()
  return low.data ?? undefined
}

function createAdapter<T>(files: DataFolder, kind: DocumentSchema<T>, path: string) {
  return {
    read: async () => {
      const bytes = await files.read(path)
      return bytes === undefined ? null : readDocument(kind, path, bytes)
    },
    write: (document: T) => files.write(path, withChecksum(document)),
  }
}

/** Since 2 a file ends with its checksum: one of schema 1 has none until it is written anew. Since 3 history is acts. */
export const SCHEMA = 3
const SCHEMA_WITHOUT_CHECKSUM = 1

const NEWER = `a newer version of this program wrote it, and this one only knows schema ${SCHEMA}: run the newer one`

/** What a file holds, in the schema that it was written in. Throws `DamagedFile` unless every bit is as it was written. */
export const readValue = (bytes: Buffer): unknown => toValue(takeChecksum(bytes))

function toValue({ json, checksum }: Checked): unknown {
  if (checksum === 'wrong')
    throw new DamagedFile('its checksum is wrong: something else than this program changed it')
  const value = parseJson(json())
  const schema = schemaOf(value)
  if (schema > SCHEMA) throw new DamagedFile(NEWER)
  if (checksum === 'right') return value
  if (schema > SCHEMA_WITHOUT_CHECKSUM) throw new DamagedFile('its checksum is missing, or not at its end')
  return value
}

/** What an older version wrote stays on disk as it is until it changes. */
function toPresent<T>({ upgrade }: DocumentSchema<T>, value: unknown): unknown {
  const schema = schemaOf(value)
  if (schema === 0 || schema === SCHEMA || typeof value !== 'object' || value === null) return value
  try {
    return { ...value, ...upgrade?.(value), schema: SCHEMA }
  } catch {
    throw new DamagedFile('it is not what an older version of this program wrote')
  }
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

/**
 * Parts that each are JSON once their braces are closed were cut between members of the object itself, never within
 * one, so nothing is missing but what the gap names.
 */
function parseAround(body: Buffer, { from, to }: Gap): unknown {
  const begin = body.indexOf(from)
  const end = body.lastIndexOf(to)
  if (begin < 0 || end < begin) return undefined
  try {
    const before: unknown = JSON.parse(`${body.toString('utf8', 0, begin)}}`)
    const behind: unknown = JSON.parse(`{${body.toString('utf8', end + 1)}}`)
    return Object.assign(Object(before), behind)
  } catch {
    return undefined
  }
}

function toWords(error: z.ZodError): string {
  const [issue] = error.issues
  const place = issue?.path.map(String).join('.') || 'it'
  return `${place} is not what this program writes`
}
