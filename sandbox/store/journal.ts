import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** One absolute write: replaying it twice gives the same state. `null` deletes. */
export type Op = readonly [table: string, key: string, value: unknown]

export type Journal = {
  /** In the kernel's hands when it returns, so it survives `kill -9` of this process. */
  append: (ops: readonly Op[]) => void
  close: () => void
}

const CHUNK = 4 * 1024 * 1024
const COMPACT_FROM = 32 * 1024 * 1024

/** Replays what is in `dir`, then appends to it. `dump` lists the whole state for a snapshot. */
export function openJournal(dir: string, apply: (op: Op) => void, dump: () => Iterable<Op>): Journal {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const snapshotPath = join(dir, 'snapshot.jsonl')
  const journalPath = join(dir, 'journal.jsonl')
  let snapshotBytes = replay(snapshotPath, apply).bytes
  const replayed = replay(journalPath, apply)
  const fd = openSync(journalPath, 'a', 0o600)
  let journalBytes = replayed.bytes
  // A line cut off by a crash was never acknowledged: drop it, so that the next line starts clean.
  if (replayed.torn) ftruncateSync(fd, journalBytes)

  const compact = (): void => {
    snapshotBytes = writeSnapshot(snapshotPath, dump())
    ftruncateSync(fd, 0)
    journalBytes = 0
  }

  return {
    append(ops) {
      if (ops.length === 0) return
      const line = Buffer.from(`${JSON.stringify(ops)}\n`)
      writeAll(fd, line)
      journalBytes += line.length
      if (journalBytes > Math.max(COMPACT_FROM, 2 * snapshotBytes)) compact()
    },
    close() {
      closeSync(fd)
    },
  }
}

function replay(path: string, apply: (op: Op) => void): { bytes: number; torn: boolean } {
  if (!existsSync(path)) return { bytes: 0, torn: false }
  const fd = openSync(path, 'r')
  const chunk = Buffer.allocUnsafe(CHUNK)
  let rest: Buffer = Buffer.alloc(0)
  let bytes = 0
  for (let read = readSync(fd, chunk); read > 0; read = readSync(fd, chunk)) {
    let data = Buffer.concat([rest, chunk.subarray(0, read)])
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10)) {
      for (const op of JSON.parse(data.toString('utf8', 0, end)) as Op[]) apply(op)
      bytes += end + 1
      data = data.subarray(end + 1)
    }
    rest = Buffer.from(data)
  }
  closeSync(fd)
  return { bytes, torn: rest.length > 0 }
}

function writeSnapshot(path: string, ops: Iterable<Op>): number {
  const fd = openSync(`${path}.tmp`, 'w', 0o600)
  let bytes = 0
  let lines: string[] = []
  const flush = (): void => {
    const data = Buffer.from(lines.join(''))
    writeAll(fd, data)
    bytes += data.length
    lines = []
  }
  for (const op of ops) {
    lines.push(`${JSON.stringify([op])}\n`)
    if (lines.length === 1_000) flush()
  }
  flush()
  fsyncSync(fd)
  closeSync(fd)
  renameSync(`${path}.tmp`, path)
  return bytes
}

function writeAll(fd: number, data: Buffer): void {
  for (let done = 0; done < data.length;) done += writeSync(fd, data, done)
}
