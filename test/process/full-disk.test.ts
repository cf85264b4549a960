import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mayMount, mountSmallDisk, remountSmallDisk, unmountSmallDisk } from '../support/small-disk.ts'
import { operator, request } from '../support/api.ts'
import { upload } from '../support/files.ts'
import {
  afterwards,
  closeStages,
  leave,
  needs,
  openCardOf,
  openStage,
  openTaskOf,
  submitted,
  tell,
  temporaryFolder,
  until,
  type Cast,
  type Stage,
} from './stage.ts'

const SIZE = '8m'
const FILLER = 'filler'

/** Takes from the disk what a write needs, and gives it back. */
type Trouble = Record<'begin' | 'end', (folder: string) => void | Promise<void>>

const TROUBLES: Record<string, Trouble> = {
  'a full disk': { begin: fill, end: (folder) => unlinkSync(join(folder, FILLER)) },
  'a disk that became read-only': {
    begin: (folder) => remount(folder, 'ro'),
    end: (folder) => remount(folder, 'rw'),
  },
}

afterEach(closeStages)

describe.skipIf(!needs(mayMount(), 'the right to mount a tmpfs')).each(Object.entries(TROUBLES))(
  'R3: on %s',
  (name, trouble) => {
    let stage: Stage
    let folder: string
    let dataDir: string
    let cast: Cast

    beforeEach(async () => {
      folder = await mountedFolder()
      dataDir = join(folder, 'data')
      stage = await openStage({ settings: { callbackRetryMs: 0 } })
      await stage.start({ dataDir })
      cast = await stage.enterCast()
    })

    it('nothing is acknowledged, shown or sent, and everything works again without a restart', async () => {
      const [inPage, onCard, inList] = await Promise.all([1, 2, 2].map((days) => submitted(cast.u_dev, days)))
      if (!inPage || !onCard || !inList) throw new Error('three were submitted')
      expect(await stage.faults(cast)).toEqual([])
      const card = await openCardOf(stage.control, 'u_lead', onCard.id)
      const before = await everythingShown(cast)
      const { seq } = (await stage.control.log()).at(-1) ?? { seq: 0 }

      await trouble.begin(folder)
      const refusals = [
        await cast.u_dev.submit('leave', leave(3)),
        await cast.u_lead.decide(openTaskOf(inPage), 'approve'),
        await cast.u_dev.withdraw(inPage.id),
        await upload(stage.url, cast.u_dev.token),
      ]
      const pressed = [
        await press({ via: 'card', messageId: card.messageId }),
        await press({ via: 'list', taskId: openTaskOf(inList) }),
      ]
      for (const refusal of refusals) {
        expect(refusal).toMatchObject({ status: 503, body: { error: { code: 'store_unavailable' } } })
      }
      for (const { responses, shown } of pressed) {
        expect(responses).toMatchObject([{ status: 503, body: { without_prefix: 'true' } }])
        expect(shown).toMatch(/\p{Script=Han}/u)
      }
      expect(await request(`${stage.url}/readyz`)).toMatchObject({ status: 503 })
      expect(await request(`${stage.url}/healthz`)).toMatchObject({ status: 200 })
      expect(await everythingShown(cast)).toEqual(before)
      expect(await operator(stage.url).outbox()).toEqual([])
      const sent = (await stage.control.log(seq)).filter(({ api }) => /^(instance|bot)\./.test(api))
      expect(sent).toEqual([])

      await trouble.end(folder)
      await until(async () => (await request(`${stage.url}/readyz`)).status === 200, 'it is ready again')
      await submitted(cast.u_dev, 3)
      for (const { id } of [inPage, onCard, inList]) await decide(cast, id)
      expect(await stage.faults(cast)).toEqual([])
      tell(
        `R3: on ${name} ${refusals.length} requests and ${pressed.length} callbacks refused, 0 acknowledged, 0 sent`,
      )

      const after = await everythingShown(cast)
      await stage.stop()
      await stage.start({ dataDir })
      expect(await everythingShown(cast)).toEqual(after)
      expect(await stage.faults(cast)).toEqual([])
    })

    it('what was acknowledged before is delivered after it', async () => {
      // The first one asks Feishu who decides; it is remembered for the others.
      const first = await submitted(cast.u_dev)
      await stage.control.down(true)
      const others = await Promise.all([1, 2, 3].map((days) => submitted(cast.u_dev, days)))
      await trouble.begin(folder)
      await stage.control.down(false)
      // Again and again: what is delivered just then gives a few bytes back.
      await until(async () => {
        await trouble.begin(folder)
        return (await request(`${stage.url}/readyz`)).status === 503
      }, 'the trouble is noticed')
      await trouble.end(folder)

      expect(await stage.faults(cast, 40_000)).toEqual([])
      expect(await cast.u_lead.listAll('todo')).toHaveLength([first, ...others].length)
    })

    function press(target: object) {
      return stage.control.press({ userId: 'u_lead', action: 'APPROVE', ...target })
    }
  },
)

async function decide(cast: Cast, id: string): Promise<void> {
  const { body } = await cast.u_lead.read(id)
  expect((await cast.u_lead.decide(openTaskOf(body), 'approve')).status).toBe(200)
}

/** All lists and instances as the people read them. */
async function everythingShown(cast: Cast): Promise<unknown> {
  const lists = await Promise.all(
    Object.values(cast).flatMap((person) =>
      (['todo', 'done', 'started', 'cc'] as const).map((box) => person.listAll(box)),
    ),
  )
  const started = await cast.u_dev.listAll('started')
  return {
    lists,
    instances: await Promise.all(started.map(async ({ id }) => (await cast.u_dev.read(id)).body)),
  }
}

async function mountedFolder(): Promise<string> {
  const folder = await temporaryFolder()
  expect(mountSmallDisk(folder, SIZE)).toBe(true)
  afterwards(async () => {
    unmountSmallDisk(folder)
  })
  return folder
}

/** To the last byte. */
function fill(folder: string): void {
  const file = openSync(join(folder, FILLER), 'a')
  try {
    for (let size = 1 << 20; size >= 1; size >>= 1) writeUntilFull(file, Buffer.alloc(size))
  } finally {
    closeSync(file)
  }
}

function writeUntilFull(file: number, data: Buffer): void {
  try {
    while (writeSync(file, data) > 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}

/** The system refuses while a file is being written, which is over in a moment. */
function remount(folder: string, mode: 'ro' | 'rw'): Promise<void> {
  return until(() => remountSmallDisk(folder, mode), `it is ${mode}`)
}
