import { execFileSync } from 'node:child_process'
import { cp, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { asPerson, operator } from '../support/api.ts'
import { createRandom } from '../support/random.ts'
import { freePort, startServer } from '../support/server-process.ts'
import { startLoad } from './load.ts'
import {
  closeStages,
  openStage,
  openTaskOf,
  submitted,
  tell,
  temporaryFolder,
  until,
  type Stage,
} from './stage.ts'

afterEach(closeStages)

it('after a backup is restored, reconcile makes Feishu show again what the folder holds', async () => {
  const stage = await openStage()
  await stage.start()
  const cast = await stage.enterCast()
  const [decided, rejected, withdrawn, passedOn, untouched] = await Promise.all(
    [1, 2, 3, 5, 2].map((days) => submitted(cast.u_dev, days)),
  )
  if (!decided || !rejected || !withdrawn || !passedOn || !untouched) throw new Error('five were submitted')
  const changed = [decided, rejected, withdrawn, passedOn]
  expect(await stage.faults(cast)).toEqual([])
  // What both sides agreed on is in the backup too, and must not hide what has changed since.
  expect((await operator(stage.url).reconcile()).repaired).toEqual([])
  const backup = await backUp(stage)

  await stage.start()
  await cast.u_lead.decide(openTaskOf(decided), 'approve')
  await cast.u_lead.decide(openTaskOf(rejected), 'reject')
  await cast.u_dev.withdraw(withdrawn.id)
  await cast.u_lead.decide(openTaskOf(passedOn), 'approve')
  const later = await submitted(cast.u_dev)
  expect(await stage.faults(cast)).toEqual([])
  await restore(stage, backup)

  await stage.start()
  const first = await operator(stage.url).reconcile({ all: true })
  await operator(stage.url).quiet()
  const second = await operator(stage.url).reconcile({ all: true })
  const byId = (ids: readonly string[]) => [...ids].sort()
  expect(byId(first.repaired)).toEqual(byId(changed.map(({ id }) => id)))
  expect(second.repaired).toEqual([])
  tell(
    `restore: ${first.checked} instances compared, ${first.repaired.length} repaired, none the second time`,
  )

  for (const { id } of [...changed, untouched]) {
    expect((await cast.u_dev.read(id)).body.status).toBe('PENDING')
    expect(await shown(stage, 'u_lead', 'todo')).toContain(id)
  }
  // A card cannot be opened again: what was decided after the backup is decided in the list or the page now.
  const cards = await stage.control.cards()
  const statusOf = (id: string) => cards.find(({ uuid }) => uuid === id)?.status
  expect(statusOf(openTaskOf(decided))).toBe('APPROVED')
  expect(statusOf(openTaskOf(untouched))).toBe('open')
  // Passed on to them after the backup: that is undone.
  expect(await shown(stage, 'u_hr', 'todo')).toEqual([])
  // Started after the backup: nothing here knows it any more, which is said.
  expect(await shown(stage, 'u_dev', 'started')).toContain(later.id)
  expect(first.unknown?.map(({ instance }) => instance)).toEqual([later.id])

  for (const { id } of [...changed, untouched]) {
    const { body } = await cast.u_lead.read(id)
    expect((await cast.u_lead.decide(openTaskOf(body), 'approve')).status).toBe(200)
  }
  await operator(stage.url).quiet()
  expect(await operator(stage.url).outbox('parked')).toEqual([])
  expect((await operator(stage.url).reconcile()).repaired).toEqual([])
})

it('a copy that was made while the server worked can be opened, and holds what was acknowledged before', async () => {
  const stage = await openStage()
  await stage.start()
  const cast = await stage.enterCast()
  const { ledger, stop } = startLoad({ cast, control: stage.control, random: createRandom(7) }, 30)
  await until(() => ledger.submits.length >= 20, 'there is something to copy')
  const acknowledged = ledger.submits.map(({ id }) => id)
  const copy = join(await temporaryFolder(), 'copy')
  execFileSync('cp', ['-a', stage.dataDir, copy])
  await stop()
  await stage.stop()

  const port = await freePort()
  await stage.control.down(true)
  const { url } = await startServer({ sandbox: stage.sandbox, dataDir: copy, port, alive: true })
  for (const id of acknowledged) {
    const replies = await Promise.all(
      [cast.u_dev, cast.u_designer].map(({ token }) => asPerson(url, token).read(id)),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 404])
  }
  tell(`copy: ${acknowledged.length} acknowledged instances, 0 missing`)
})

it('what was started after the backup leaves everybody’s lists when an operator asks for it, and nothing else does', async () => {
  const stage = await openStage()
  await stage.start()
  const cast = await stage.enterCast()
  const kept = await Promise.all([1, 5].map((days) => submitted(cast.u_dev, days)))
  expect(await stage.faults(cast)).toEqual([])
  const backup = await backUp(stage)

  await stage.start()
  const lost = await Promise.all([1, 2, 5].map((days) => submitted(cast.u_dev, days)))
  const [ended, passedOn] = lost
  if (!ended || !passedOn) throw new Error('three were submitted')
  for (const one of [ended, passedOn]) await cast.u_lead.decide(openTaskOf(one), 'approve')
  expect(await stage.faults(cast)).toEqual([])
  await restore(stage, backup)

  await stage.start()
  const { reconcile } = operator(stage.url)
  const ids = (some: readonly { id: string }[]) => some.map(({ id }) => id).sort()
  const { unknown = [] } = await reconcile({ all: true })
  expect(unknown.map(({ instance }) => instance).sort()).toEqual(ids(lost))
  expect(await seenByAnybody(stage)).toEqual(ids([...kept, ...lost]))

  const { retired = [], notRetired } = await reconcile({ all: true, retire: true })
  expect([[...retired].sort(), notRetired]).toEqual([ids(lost), []])
  expect(await seenByAnybody(stage)).toEqual(ids(kept))
  expect((await reconcile({ all: true })).unknown).toEqual([])
  tell(`restore: ${lost.length} approvals of after the backup retired, ${kept.length} kept`)
})

/** Approvals in anybody's lists. */
async function seenByAnybody({ control }: Stage): Promise<string[]> {
  const people = await control.people()
  const lists = await Promise.all(people.map(({ userId }) => control.lists(userId)))
  const entries = lists.flatMap(({ todo, done, started, cc }) => [...todo, ...done, ...started, ...cc])
  return [...new Set(entries.map(({ instanceId }) => instanceId))].sort()
}

async function backUp({ stop, dataDir }: Stage): Promise<string> {
  await stop()
  const backup = join(await temporaryFolder(), 'backup')
  await cp(dataDir, backup, { recursive: true })
  return backup
}

async function restore({ stop, dataDir }: Stage, backup: string): Promise<void> {
  await stop()
  await rename(dataDir, `${backup}-replaced`)
  await rename(backup, dataDir)
}

async function shown({ control }: Stage, userId: string, list: 'todo' | 'started'): Promise<string[]> {
  return (await control.lists(userId))[list].map(({ instanceId }) => instanceId)
}
