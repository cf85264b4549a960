import { constants } from 'node:fs'
import {
  copyFile,
  lstat,
  open,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  type FileHandle,
} from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseEnv } from 'node:util'
import { SetupError } from './setup-error.ts'

/** A `.env` as it was read. */
export type EnvFile = {
  /** Where it lies, behind all links. */
  path: string
  /** null: there is none yet. */
  text: string | null
  /** What whoever loads it gets: of a name that stands there twice, the last. */
  values: Readonly<Record<string, string>>
}

/** Values that need no quotes, whatever reads them. */
const PLAIN = /^[\w.:/@%+=,~-]+$/
const MODE = 0o600

/** Rejects with words where it is there and cannot be read. */
export async function readEnvFile(path: string): Promise<EnvFile> {
  const target = await realpath(path).catch(async (error: unknown) => {
    if (!isMissing(error)) throw refusal(path, error)
    // A link that leads nowhere would be replaced by a file of its own.
    if (await isThere(path)) throw refusal(path, 'it is a link that leads nowhere')
    return path
  })
  const text = await readFile(target, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return null
    throw refusal(target, error)
  })
  return { path: target, text, values: text === null ? {} : valuesIn(text) }
}

function valuesIn(text: string): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(parseEnv(text))) if (value !== undefined) values[name] = value
  return values
}

/**
 * The text with these settings at its end, each on a line of its own; every line that is there stays, byte for byte.
 * Only for settings that it has no value for: what stands last counts.
 */
export function withSettings(text: string | null, settings: Readonly<Record<string, string>>): string {
  const before = text ?? ''
  const newline = before.includes('\r\n') ? '\r\n' : '\n'
  const gap = before === '' || before.endsWith('\n') ? '' : newline
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${quoted(name, value)}${newline}`)
  const next = `${before}${gap}${lines.join('')}`
  const read = valuesIn(next)
  const lost = Object.entries({ ...valuesIn(before), ...settings }).find(
    ([name, value]) => read[name] !== value,
  )
  // An open quote before them would swallow the new lines.
  if (lost)
    throw new SetupError(
      `The .env would not say ${lost[0]} any more: see its last lines. Nothing is changed.`,
    )
  return next
}

function quoted(name: string, value: string): string {
  if (PLAIN.test(value)) return value
  if (!/["\n\r\\]/.test(value)) return `"${value}"`
  throw new SetupError(`The value of ${name} cannot be written to a .env.`)
}

/**
 * Puts the text in place of the file at once, readable by its owner alone; what was there is kept beside it first.
 * Both are durable when it resolves, with the name of the copy. Whatever ends it in the middle, one of the two
 * texts is there, whole. Rejects where somebody else changed the file meanwhile.
 */
export async function replaceEnvFile(file: EnvFile, text: string, now: number): Promise<string | null> {
  try {
    await assertUnchanged(file)
    const handle = await openDraft(file.path)
    await written(handle, text, file).finally(() => handle.close())
    const copy = file.text === null ? null : await keepCopy(file.path, now)
    await rename(draftOf(file.path), file.path)
    await syncFolder(dirname(file.path))
    return copy
  } catch (error) {
    await rm(draftOf(file.path), { force: true }).catch(() => undefined)
    throw error instanceof SetupError ? error : refusal(file.path, error)
  }
}

/** Whether it can be replaced, tried. Rejects with words. */
export async function assertReplaceable({ path }: EnvFile): Promise<void> {
  try {
    const handle = await openDraft(path)
    await handle.close()
    await rm(draftOf(path))
  } catch (error) {
    throw refusal(path, error)
  }
}

const draftOf = (path: string): string => `${path}.setup`

/** What was left by a run that was killed goes. */
async function openDraft(path: string): Promise<FileHandle> {
  await rm(draftOf(path), { force: true })
  return open(draftOf(path), 'wx', MODE)
}

async function written(handle: FileHandle, text: string, { path, text: before }: EnvFile): Promise<void> {
  // Whoever the file belongs to reads it also when another made this one.
  if (before !== null) {
    const { uid, gid } = await stat(path)
    await handle.chown(uid, gid).catch(() => undefined)
  }
  await handle.writeFile(text)
  await handle.sync()
}

async function keepCopy(path: string, now: number): Promise<string> {
  const when = new Date(now).toISOString().replace(/\D/g, '').slice(0, 14)
  for (let number = 1; ; number += 1) {
    const copy = `${path}.${when}${number === 1 ? '' : `-${number}`}.bak`
    try {
      await copyFile(path, copy, constants.COPYFILE_EXCL)
      const handle = await open(copy, 'r+')
      await handle.chmod(MODE)
      await handle.sync()
      await handle.close()
      return copy
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}

async function assertUnchanged({ path, text }: EnvFile): Promise<void> {
  const current = await readEnvFile(path)
  if (current.text !== text) throw new SetupError(`${path} was changed meanwhile: nothing is written.`)
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

function refusal(path: string, error: unknown): SetupError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return new SetupError(`${path}: ${WORDS[code] ?? code}. Nothing is changed.`)
}

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'there is no space left',
  EISDIR: 'it is a folder',
  ENOTDIR: 'its folder is none',
  ENOENT: 'its folder is gone',
}
