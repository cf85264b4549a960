import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import type { Person } from '../support/api.ts'
import { upload } from '../support/files.ts'
import { closeStages, openStage, tell, type Stage } from './stage.ts'

const STARTS = Number(process.env['STARTS'] ?? 3)
/** Long after the clean-up of orphans is over. */
const UPLOADING_MS = 1_500
/** Fewer than one person may have waiting, in all starts together. */
const MOST_EACH = 36
/** So that the clean-up is still at it while the first uploads come. */
const ORPHANS = 400

type Kept = { id: string; by: Person; digest: string }

afterEach(closeStages)

it('uploads that are acknowledged from the first accepted connection on are there, and after the next start', async () => {
  const stage = await openStage()
  await stage.start()
  const people = Object.values(await stage.enterCast())
  await stage.stop('SIGKILL')

  const kept: Kept[] = []
  for (let start = 1; start <= STARTS; start += 1) {
    await leaveOrphans(stage)
    const server = stage.launch()
    const until = Date.now() + 30_000
    while (!(await connects(stage.url)) && Date.now() < until);
    const acknowledged = await Promise.all(people.map((by) => uploadMany(stage, by, MOST_EACH / STARTS)))
    kept.push(...acknowledged.flat())
    expect(await lost(stage, kept)).toEqual([])
    await server.end('SIGKILL')
  }
  await stage.start()
  expect(await lost(stage, kept)).toEqual([])
  expect(kept.length).toBeGreaterThan((people.length * MOST_EACH) / 2)
  await expect.poll(() => orphansIn(stage), { timeout: 60_000 }).toEqual([])
  tell(`uploads in the first moments: ${kept.length} acknowledged in ${STARTS} starts, 0 lost`)
})

/** Whether a server takes connections, and does so at once. */
const connects = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    () => true,
    () => false,
  )

/** One after the other, from now on. */
async function uploadMany({ url }: Stage, by: Person, count: number): Promise<Kept[]> {
  const kept: Kept[] = []
  for (let n = 0; n < count; n += 1) {
    const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(20_000)])
    const answer = await upload(url, by.token, { content, name: `${n}.pdf` }).catch(() => undefined)
    if (answer?.status === 201) kept.push({ id: answer.body.id as string, by, digest: digestOf(content) })
    await sleep((Math.random() * UPLOADING_MS) / count)
  }
  return kept
}

async function lost({ url }: Stage, kept: readonly Kept[]): Promise<string[]> {
  const faults: string[] = []
  for (const { id, by, digest } of kept) {
    const headers = { authorization: `Bearer ${by.token}` }
    const response = await fetch(`${url}/api/v1/attachments/${id}`, { headers })
    const content = new Uint8Array(await response.arrayBuffer())
    if (response.status !== 200 || digestOf(content) !== digest) faults.push(`${id}: ${response.status}`)
  }
  return faults
}

/** Contents of which nothing is known, as a kill leaves them. */
async function leaveOrphans({ dataDir }: Stage): Promise<void> {
  for (let n = 0; n < ORPHANS; n += 1) {
    const folder = join(dataDir, 'attachments', (n % 256).toString(16).padStart(2, '0'))
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, `orphan${n}.bin`), 'left behind')
  }
}

async function orphansIn({ dataDir }: Stage): Promise<string[]> {
  const names = await readdir(join(dataDir, 'attachments'), { recursive: true })
  return names.filter((name) => name.includes('orphan'))
}

const digestOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')
